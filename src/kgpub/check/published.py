"""What an archive publishes: which URIs it answers for, and what it says of them.

What is withheld is not published. What is withdrawn was, and so was what went with it: both are answered 410.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kgpub.archive.withholding import LeavingOut, Names, stated
from kgpub.identity import Merged, Split
from kgpub.rdf.vocabularies import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from pyoxigraph import Quad

    from kgpub.archive import SourceText
    from kgpub.check.files import CheckedFile
    from kgpub.check.index import Index
    from kgpub.config import Config
    from kgpub.identity import Ledger

TYPE = RDF("type")
WIDER = (RDFS("subClassOf"), OWL("equivalentClass"))


def withholding(
    config: Config,
    ledger: Ledger,
    files: Sequence[CheckedFile],
    texts: Iterable[SourceText],
    *,
    today: date,
) -> LeavingOut:
    """Find out what an archive withholds on a day. One that can withhold nothing is not read for that."""
    names = Names(config.base, config.prefixes)
    if not _may_withhold(config, files):
        return LeavingOut(stated((), ()), config.withholding, names)
    names = replace(names, ids={event.id: event.uri for event in ledger.minted.values()})
    understood = [file.parsed for file in files if file.facts.is_understood]
    found = LeavingOut(stated(understood, texts if understood else ()), config.withholding, names)
    found.withhold(today)
    return found


def _may_withhold(config: Config, files: Sequence[CheckedFile]) -> bool:
    rules = config.withholding
    if rules.graphs or rules.files or rules.resources:
        return True
    return any(rules.property in file.facts.predicates for file in files)


@dataclass(frozen=True)
class Said:
    """What is said: of what, in which graphs, and each thing's statements where they are asked for."""

    subjects: frozenset[str]
    graphs: frozenset[str]
    about: Callable[[NamedNode | BlankNode], Iterable[Quad]]


def said_by(files: Iterable[CheckedFile], texts: Iterable[Quad], index: Index) -> Said:
    """Give what files and texts say, by an index of both."""
    facts = [file.facts for file in files]
    said = list(texts)
    subjects = frozenset().union(*(each.subjects for each in facts), _iris(quad.subject for quad in said))
    graphs = frozenset().union(*(each.graphs for each in facts), _iris(quad.graph_name for quad in said))
    return Said(subjects, graphs, index.matching)


def said_in(quads: Iterable[Quad]) -> Said:
    """Give what quads say."""
    found: dict[object, list[Quad]] = {}
    for quad in quads:
        found.setdefault(quad.subject, []).append(quad)
    graphs = (quad.graph_name for said in found.values() for quad in said)
    return Said(frozenset(_iris(found)), frozenset(_iris(graphs)), lambda term: found.get(term, ()))


def _iris(terms: Iterable[object]) -> Iterator[str]:
    return (term.value for term in terms if isinstance(term, NamedNode))


@dataclass(frozen=True)
class Published:
    """An archive of which what is withheld was left out, and its ledger."""

    base: str
    ledger: Ledger
    left: LeavingOut
    said: Said

    @cached_property
    def things(self) -> frozenset[str]:
        """Give the archive's own URIs of which something is said."""
        base = self.base
        return frozenset({uri for uri in self.said.subjects if uri.startswith(base)})

    @cached_property
    def answered(self) -> frozenset[str]:
        """Give the URIs that are not answered 404; one with a `#` is asked for by what stands before it."""
        own = {uri for uri in self.said.graphs if uri.startswith(self.base)}
        parts = {uri for uri in self.things if "#" in uri}
        described = {uri.partition("#")[0] for uri in parts}
        return (self.things - parts).union(described, own, self._leading_on())

    def _leading_on(self) -> Iterator[str]:
        """Give the URIs that the ledger answers for. Of those that stand for what is withheld, nothing is known."""
        for uri, stands_for in self.ledger.changed.items():
            ends = stands_for.into if isinstance(stands_for, Merged | Split) else ()
            targets = (ends,) if isinstance(ends, str) else ends
            if not targets or not (self.left.is_gone(uri) or all(map(self.left.is_gone, targets))):
                yield uri

    def types(self, uri: str) -> frozenset[str]:
        """Give the classes that a thing is said to be of."""
        return self._objects(uri, (TYPE,))

    def widened(self, classes: Iterable[str]) -> frozenset[str]:
        """Give classes with all that are wider by the ontology."""
        found = set(classes)
        waiting = list(found)
        while waiting:
            further = self._objects(waiting.pop(), WIDER) - found
            found |= further
            waiting.extend(further)
        return frozenset(found)

    def values(self, uri: str) -> frozenset[str]:
        """Give all that is said of a thing but its classes, whatever the property, with what its blank nodes hold."""
        found: set[str] = set()
        seen: set[object] = set()
        waiting: list[NamedNode | BlankNode] = [NamedNode(uri)]
        while waiting:
            subject = waiting.pop()
            seen.add(subject)
            for quad in self.said.about(subject):
                if isinstance(quad.object, BlankNode) and quad.object not in seen:
                    waiting.append(quad.object)
                elif isinstance(quad.object, NamedNode | Literal) and quad.predicate != TYPE:
                    found.add(quad.object.value)
        return frozenset(found)

    def _objects(self, uri: str, predicates: tuple[NamedNode, ...]) -> frozenset[str]:
        said = self.said.about(NamedNode(uri))
        return frozenset(
            quad.object.value for quad in said if quad.predicate in predicates and isinstance(quad.object, NamedNode)
        )
