"""What an archive publishes: which URIs it answers for, and what it says of them.

What is withheld is not published. What is withdrawn was, and so was what went with it: both are answered 410.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kgpub.archive.withholding import LeavingOut, Names, stated
from kgpub.identity import Merged, Split
from kgpub.rdf.vocabularies import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from pyoxigraph import Quad

    from kgpub.archive import ParsedFile, SourceText
    from kgpub.config import Config
    from kgpub.identity import Ledger

TYPE = RDF("type")
WIDER = (RDFS("subClassOf"), OWL("equivalentClass"))


def withholding(
    config: Config, ledger: Ledger, parsed: Iterable[ParsedFile], texts: Iterable[SourceText], *, today: date
) -> LeavingOut:
    """Find out what an archive withholds on a day."""
    ids = {event.id: event.uri for event in ledger.minted.values()}
    found = LeavingOut(stated(parsed, texts), config.withholding, Names(config.base, config.prefixes, ids))
    found.withhold(today)
    return found


@dataclass(frozen=True)
class Published:
    """An archive of which what is withheld was left out, and its ledger."""

    base: str
    ledger: Ledger
    left: LeavingOut

    @cached_property
    def quads(self) -> Sequence[Quad]:
        """Give the statements that are published, or would be but for withdrawals."""
        return self.left.remaining()

    @cached_property
    def statements(self) -> Mapping[object, Sequence[Quad]]:
        """Give the statements about each thing."""
        found: dict[object, list[Quad]] = {}
        for quad in self.quads:
            found.setdefault(quad.subject, []).append(quad)
        return found

    @cached_property
    def things(self) -> frozenset[str]:
        """Give the archive's own URIs of which something is said."""
        named = (subject.value for subject in self.statements if isinstance(subject, NamedNode))
        return frozenset(uri for uri in named if uri.startswith(self.base))

    @cached_property
    def answered(self) -> frozenset[str]:
        """Give the URIs that are not answered 404; one with a `#` is asked for by what stands before it."""
        graphs = {quad.graph_name.value for quad in self.quads if isinstance(quad.graph_name, NamedNode)}
        own = {uri for uri in graphs if uri.startswith(self.base)}
        described = {uri.partition("#")[0] for uri in self.things} | own
        return frozenset(described | set(self._leading_on()))

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
        waiting: list[object] = [NamedNode(uri)]
        while waiting:
            subject = waiting.pop()
            seen.add(subject)
            for quad in self.statements.get(subject, ()):
                if isinstance(quad.object, BlankNode) and quad.object not in seen:
                    waiting.append(quad.object)
                elif isinstance(quad.object, NamedNode | Literal) and quad.predicate != TYPE:
                    found.add(quad.object.value)
        return frozenset(found)

    def _objects(self, uri: str, predicates: tuple[NamedNode, ...]) -> frozenset[str]:
        said = self.statements.get(NamedNode(uri), ())
        return frozenset(
            quad.object.value for quad in said if quad.predicate in predicates and isinstance(quad.object, NamedNode)
        )
