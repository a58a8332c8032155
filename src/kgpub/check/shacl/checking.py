"""Validation of an archive: of all of it, or of what changed since it was checked last, with the same outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rdflib import URIRef

from kgpub.archive import text_quad
from kgpub.check.shacl.affected import Shapes, merged
from kgpub.check.shacl.by_pyshacl import PySHACL
from kgpub.check.shacl.changes import Change, between, renamed
from kgpub.check.shacl.engine import Failure, Result
from kgpub.check.shacl.graphs import CheckedGraph, declared_prefixes, to_graph, to_shapes
from kgpub.check.shacl.processes import Limits
from kgpub.check.shacl.state import Memory, Source, State, kept, key, sources
from kgpub.check.shacl.validation import validate_all, validate_some

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Quad
    from rdflib.term import Node

    from kgpub.archive import GraphKind, ParsedFile
    from kgpub.check.before import Before
    from kgpub.check.material import Material
    from kgpub.check.shacl.affected import Work
    from kgpub.check.shacl.engine import Outcome

VALIDATED: tuple[GraphKind, ...] = ("data", "ontology")


TEXTS = "texts"


class Checking:
    """One validation of one archive, within `undisturbed`."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self.shapes = to_shapes(material.quads("shapes"))
        self._prefixes = declared_prefixes(self.shapes)
        self.data = to_graph(material.quads(*VALIDATED), query_prefixes=self._prefixes)
        settings = material.config.check.settings
        self._limits = Limits(settings.processes, settings.shape_seconds, settings.memory_megabytes)

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return sources(self._material)

    @cached_property
    def _targeted(self) -> Shapes:
        return Shapes(self.shapes, self._prefixes)

    def outcomes(self) -> list[Outcome]:
        """Give what all shapes say of the archive as it is."""
        if self._material.memory is None:
            return self._all()
        memory, key_ = Memory(self._material.memory), key(self._material)
        state = memory.load(key_)
        work = None if state is None else self._work(memory, state)
        found = self._all() if work is None else self._some(work)
        memory.save(self._state(key_, found), self._sources)
        return found

    def _all(self) -> list[Outcome]:
        engine = PySHACL(self.data, self.shapes)
        return validate_all(engine, limits=self._limits, progress=self._material.progress)

    def _some(self, work: Work) -> list[Outcome]:
        if not work:
            return []
        engine = PySHACL(self.data, self.shapes)
        return validate_some(engine, work, limits=self._limits, progress=self._material.progress)

    def _work(self, memory: Memory, state: State) -> Work | None:
        """Give what must be evaluated: what changed can affect, and what had results; None for everything."""
        self._targeted.know(state.footprints)
        change = self._change(memory, state)
        if change is None:
            return None
        failing: Work = {
            URIRef(shape): self._targeted.included(self.data, URIRef(shape), map(URIRef, nodes))
            for shape, nodes in state.failing.items()
        }
        whole: Work = {URIRef(shape): None for shape in state.whole}
        return merged(self._targeted.affected(self.data, change), failing, whole)

    def _change(self, memory: Memory, state: State) -> Change | None:
        now = kept(self._sources)
        changed = {name for name in now.keys() | state.files.keys() if now.get(name) != state.files.get(name)}
        then = {name: memory.quads(name, state.files[name]) for name in changed if name in state.files}
        known = {name: quads for name, quads in then.items() if quads is not None}
        if len(known) < len(then):
            return None
        quads = self._quads_by_name
        return between(known, {name: quads[name] for name in changed if name in quads})

    @cached_property
    def _quads_by_name(self) -> dict[str, Sequence[Quad]]:
        found: dict[str, Sequence[Quad]] = {
            parsed.file.path: parsed.quads for parsed in self._material.understood if parsed.file.kind in VALIDATED
        }
        for text in self._material.archive.texts:
            found[f"{text.entry.file} of {text.entry.source}"] = [text_quad(text)]
        return found

    def _state(self, key_: str, found: Iterable[Outcome]) -> State:
        failing: dict[str, set[str]] = {}
        whole: set[str] = set()
        is_known = True
        for item in found:
            shape = item.shape if isinstance(item, Failure) else item.target
            if not isinstance(shape, URIRef):
                is_known = False
            elif isinstance(item, Failure) or not isinstance(item.root, URIRef):
                whole.add(str(shape))
            else:
                failing.setdefault(str(shape), set()).add(str(item.root))
        nodes = {shape: tuple(sorted(uris)) for shape, uris in failing.items()}
        return State(key_, kept(self._sources), nodes, tuple(sorted(whole)), is_known, self._targeted.footprints)

    def introduced(self, found: Iterable[Outcome]) -> frozenset[Outcome]:
        """Give the outcomes that were not there at the revision that the archive is compared with."""
        before = self._material.before
        results = [item for item in found if isinstance(item, Result)]
        if before is None or not results:
            return frozenset(results)
        then = _Then(self._material, before, self._prefixes)
        asked = self._asked(then, results)
        engine = PySHACL(then.data, then.shapes)
        told = validate_some(engine, asked, limits=self._limits, progress=self._material.progress) if asked else []
        had = {Identity.of(item, then.shapes) for item in told if isinstance(item, Result)}
        return frozenset(
            item
            for item in results
            if item.target and item.root in (asked.get(item.target) or ()) and Identity.of(item, self.shapes) not in had
        )

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
        now = {item.file.path: item for item in material.understood}
        then = {item.file.path: item for item in before.parsed if not item.errors}
        texts = list(before.texts)
        quads: list[Quad] = list(texts)
        for path, item in then.items():
            if item.file.kind in VALIDATED:
                quads += item.quads if now.get(path) is item else renamed(item.quads, _quads_of(now.get(path)))
        self.data = to_graph(quads, query_prefixes=prefixes)
        changed = [path for path in now.keys() | then.keys() if now.get(path) is not then.get(path)]
        of_shapes = [path for path in changed if "shapes" in (_kind(now.get(path)), _kind(then.get(path)))]
        self.has_same_shapes = not of_shapes
        self.shapes: CheckedGraph = to_shapes(
            quad for item in then.values() if item.file.kind == "shapes" for quad in item.quads
        )
        self.change = between(
            {path: then[path].quads for path in changed if _kind(then.get(path)) in VALIDATED} | {TEXTS: texts},
            {path: now[path].quads for path in changed if _kind(now.get(path)) in VALIDATED}
            | {TEXTS: list(map(text_quad, material.archive.texts))},
        )


def _quads_of(parsed: ParsedFile | None) -> Sequence[Quad]:
    return () if parsed is None else parsed.quads


def _kind(parsed: ParsedFile | None) -> str:
    return "" if parsed is None else parsed.file.kind


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
