"""Validation of an archive: of all of it, or of what changed since it was checked last, with the same outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode
from rdflib import URIRef

from kgpub.archive import text_quad
from kgpub.check.differences import loose
from kgpub.check.index import index_of
from kgpub.check.shacl.affected import Shapes, merged
from kgpub.check.shacl.by_pyshacl import PySHACL
from kgpub.check.shacl.changes import between, renamed
from kgpub.check.shacl.engine import Result
from kgpub.check.shacl.graphs import CheckedGraph, declared_prefixes, to_shapes
from kgpub.check.shacl.processes import Limits
from kgpub.check.shacl.state import decoded, encoded, shapes_digest, state_of
from kgpub.check.shacl.validation import validate_all, validate_some

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

    from kgpub.check.before import Before
    from kgpub.check.files import CheckedFile
    from kgpub.check.indexing import Changes
    from kgpub.check.material import Material
    from kgpub.check.shacl.affected import Work
    from kgpub.check.shacl.changes import Change
    from kgpub.check.shacl.engine import Outcome
    from kgpub.check.shacl.state import State

VALIDATED = ("data", "ontology", "text")
"""What shapes are evaluated on."""
NOTE = "shacl"
TEXTS = NamedNode("file:texts")


class Checking:
    """One validation of one archive, within `undisturbed`."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self.shapes = to_shapes(material.quads("shapes"))
        self._prefixes = declared_prefixes(self.shapes)
        self.data = CheckedGraph(material.index.only(*VALIDATED), self._prefixes)
        settings = material.config.check.settings
        self._limits = Limits(settings.processes, settings.shape_seconds, settings.memory_megabytes)

    @cached_property
    def _targeted(self) -> Shapes:
        return Shapes(self.shapes, self._prefixes)

    def outcomes(self) -> list[Outcome]:
        """Give what all shapes say of the archive as it is."""
        material, digest = self._material, shapes_digest(self._material)
        state = decoded(material.remembered_notes.get(NOTE), digest)
        work = None if state is None or material.changes is None else self._work(state, material.changes)
        found = self._all() if work is None else self._some(work)
        if material.changes is not None:
            material.notes[NOTE] = encoded(state_of(digest, found, self._targeted.footprints))
        return found

    def _all(self) -> list[Outcome]:
        engine = PySHACL(self.data, self.shapes)
        return validate_all(engine, limits=self._limits, progress=self._material.progress)

    def _some(self, work: Work) -> list[Outcome]:
        if not work:
            return []
        engine = PySHACL(self.data, self.shapes)
        return validate_some(engine, work, limits=self._limits, progress=self._material.progress)

    def _work(self, state: State, changes: Changes) -> Work:
        """Give what must be evaluated: what changed can affect, and what had results."""
        self._targeted.know(state.footprints)
        failing: Work = {
            URIRef(shape): self._targeted.included(self.data, URIRef(shape), map(URIRef, nodes))
            for shape, nodes in state.failing.items()
        }
        whole: Work = {URIRef(shape): None for shape in state.whole}
        return merged(self._targeted.affected(self.data, between(changes.old, changes.new)), failing, whole)

    def introduced(self, found: Iterable[Outcome]) -> frozenset[Outcome]:
        """Give the outcomes that were not there at the revision that the archive is compared with."""
        before = self._material.before
        results = [item for item in found if isinstance(item, Result)]
        if before is None or not results:
            return frozenset(results)
        then = _Then(self._material, before, self._prefixes)
        asked = self._asked(then, results)
        had = self._had(then, asked) if asked else frozenset()
        return frozenset(
            item
            for item in results
            if item.target and item.root in (asked.get(item.target) or ()) and Identity.of(item, self.shapes) not in had
        )

    def _had(self, then: _Then, asked: Work) -> frozenset[Identity]:
        engine = PySHACL(then.data, then.shapes)
        told = validate_some(engine, asked, limits=self._limits, progress=self._material.progress)
        return frozenset(Identity.of(item, then.shapes) for item in told if isinstance(item, Result))

    def _asked(self, then: _Then, results: Iterable[Result]) -> Work:
        """Give the nodes with results for which the revision may say something else."""
        roots: dict[Node, set[Node]] = {}
        for item in results:
            if item.target is not None and item.root is not None:
                roots.setdefault(item.target, set()).add(item.root)
        affected = self._targeted.affected(self.data, then.change) if then.has_same_shapes else None
        found: Work = {}
        for shape, nodes in roots.items():
            touched = None if affected is None else affected.get(shape, frozenset())
            found[shape] = frozenset(nodes if touched is None else nodes & touched)
        return {shape: nodes for shape, nodes in found.items() if nodes}


class _Then:
    """The archive as the revision has it, with its blank nodes called as they are called now."""

    def __init__(self, material: Material, before: Before, prefixes: Mapping[str, str]) -> None:
        self._material = material
        self._prefixes = prefixes
        now, self._files = {*material.files}, {*before.files}
        self._old, self._new = _differing(self._files - now), _differing(now - self._files)
        self._texts = list(before.texts)
        self.has_same_shapes = not any(file.kind == "shapes" for file in now ^ self._files)

    @property
    def change(self) -> Change:
        """What came and went since."""
        old = {path: file.parsed.quads for path, file in self._old.items()}
        new = {path: file.parsed.quads for path, file in self._new.items()}
        pairs = {path: loose(old.get(path, ()), new.get(path, ())) for path in old.keys() | new.keys()}
        pairs[""] = loose(self._texts, list(map(text_quad, self._material.archive.texts)))
        return between(
            {path: item.gone for path, item in pairs.items()}, {path: item.come for path, item in pairs.items()}
        )

    @cached_property
    def data(self) -> CheckedGraph:
        """What was validated then."""
        files = {
            file.name: renamed(file.parsed.quads, self._new[path].parsed.quads if path in self._new else ())
            for path, file in self._old.items()
        }
        gone = {file.name for file in self._new.values()}
        same = self._material.index.only("data", "ontology").without(gone)
        return CheckedGraph(same.also(index_of({**files, TEXTS: self._texts})), self._prefixes)

    @cached_property
    def shapes(self) -> CheckedGraph:
        """The shapes of then."""
        files = (file for file in self._files if file.kind == "shapes" and file.facts.is_understood)
        return to_shapes(quad for file in files for quad in file.parsed.quads)


def _differing(files: Iterable[CheckedFile]) -> dict[str, CheckedFile]:
    """Give those files that are validated, by their paths."""
    return {file.path: file for file in files if file.kind in VALIDATED and file.facts.is_understood}


@dataclass(frozen=True)
class Identity:
    """By what a result of one state is found again in another."""

    target: Node | None
    root: Node | None
    focus: Node
    value: Node | None
    kind: str
    path: str

    @classmethod
    def of(cls, result: Result, shapes: CheckedGraph) -> Identity:
        """Tell a result from others. A path that is no property counts by what it is made of."""
        path = str(result.path) if isinstance(result.path, URIRef) else _written(result.path, shapes)
        return cls(result.target, result.root, result.focus, result.value, result.kind, path)


def _written(path: Node | None, shapes: CheckedGraph) -> str:
    return (
        ""
        if path is None
        else " ".join(sorted(str(term) for term in shapes.transitive_objects(path, None) if isinstance(term, URIRef)))
    )
