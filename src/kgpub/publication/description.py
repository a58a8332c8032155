"""Describing things: what a document says, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad

from kgpub.publication import queries
from kgpub.publication.crowds import CROWD
from kgpub.publication.quad_index import QuadIndex
from kgpub.publication.queries import Crowd, Reach
from kgpub.rdf.vocabularies import RDF
from kgpub.store.reading import quads as quads_of
from kgpub.store.reading import solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kgpub.publication.crowds import Crowds
    from kgpub.publication.layout import Field, Layouts
    from kgpub.store.contract import Engine

FIRST_DEPTH = 2  # of blank nodes within blank nodes; deeper ones are asked for when there are any
MAXIMUM_DEPTH = 16


@dataclass(frozen=True)
class Incoming:
    """How many named things point to a thing by one property."""

    predicate: str
    count: int


@dataclass(frozen=True)
class Subject:
    """A thing that a document describes, with the fields of its page."""

    uri: str
    fields: tuple[Field, ...]
    incoming: tuple[Incoming, ...]

    @property
    def unlisted(self) -> tuple[Incoming, ...]:
        """The incoming links that the fields do not show, or not all of."""
        shown = self._shown
        return tuple(entry for entry in self.incoming if entry.predicate not in shown or entry.count > CROWD)

    @property
    def _shown(self) -> set[str]:
        """The predicates that fields follow backwards from here."""
        return {predicate for field in self.fields for predicate in field.path.first_inverse}


@dataclass(frozen=True)
class Description:
    """All that a document says: about its thing first, then about the thing's fragments."""

    subjects: tuple[Subject, ...]
    statements: QuadIndex

    def types(self, uri: str) -> list[str]:
        """Give the classes with names of a thing that is described."""
        values = self.statements.values(NamedNode(uri), RDF("type"))
        return [value.value for value in values if isinstance(value, NamedNode)]


@dataclass(frozen=True)
class Describer:
    """Asks an engine for descriptions, as the archive's shapes lay them out."""

    engine: Engine
    layouts: Layouts
    labels: tuple[str, ...]
    crowds: Crowds

    def describe(self, uris: Sequence[str]) -> Description | None:
        """Describe things together; None where nothing is said of any of them."""
        own = self._own(uris)
        if not own:
            return None
        incoming, statements = self.incoming(uris), QuadIndex(tuple(own))
        subjects = tuple(self._subject(uri, statements, incoming.get(uri, ())) for uri in uris)
        quads = self._along(subjects, own)
        return Description(subjects, QuadIndex((*quads, *self.naming(quads))))

    def _subject(self, uri: str, own: QuadIndex, incoming: Iterable[Incoming]) -> Subject:
        return Subject(uri, self.layouts.fields(Description((), own).types(uri)), tuple(incoming))

    def _own(self, uris: Sequence[str]) -> list[Quad]:
        depth, quads = FIRST_DEPTH, list[Quad]()
        while True:
            deeper = self._ask(queries.own_statements(uris, depth=depth))
            if len(deeper) == len(quads) or not _is_cut(deeper) or depth >= MAXIMUM_DEPTH:
                return deeper
            depth, quads = depth * 2, deeper

    def _along(self, subjects: Iterable[Subject], own: Iterable[Quad]) -> list[Quad]:
        """Go along the fields, all things of one depth at a time."""
        quads = dict.fromkeys(own)
        done: set[tuple[str, tuple[Field, ...]]] = set()
        fields = {subject.uri: tuple(f for f in subject.fields if not f.is_own_statement) for subject in subjects}
        reaches = self._reaches({uri: given for uri, given in fields.items() if given})
        while reaches:
            quads.update(dict.fromkeys(self._ask(queries.statements_along(reaches))))
            done.update((uri, reach.fields) for reach in reaches for uri in reach.uris)
            found = _found(reaches, QuadIndex(tuple(quads)))
            reaches = self._reaches({uri: fields for uri, fields in found.items() if (uri, fields) not in done})
        return list(quads)

    def _reaches(self, found: Mapping[str, tuple[Field, ...]]) -> list[Reach]:
        """Put things with the same fields together; a crowded one goes alone, with the first that point to it."""
        together: dict[tuple[Field, ...], list[str]] = {}
        alone: list[Reach] = []
        for uri, fields in found.items():
            backwards = {predicate for field in fields for predicate in field.path.first_inverse}
            if backwards and (crowds := self._crowds(uri, backwards)):
                alone.append(Reach((uri,), fields, crowds))
            else:
                together.setdefault(fields, []).append(uri)
        return [*alone, *(Reach(tuple(uris), fields) for fields, uris in together.items())]

    def _crowds(self, uri: str, predicates: set[str]) -> tuple[Crowd, ...]:
        counted = (predicate for predicate, _ in self.crowds.counts(uri) if predicate in predicates)
        members = ((by, self.crowds.members(uri, by, offset=0, limit=CROWD)) for by in counted)
        return tuple(Crowd(by, tuple(uris)) for by, uris in members)

    def _ask(self, query: str) -> list[Quad]:
        return quads_of(self.engine, query)

    def naming(self, quads: Iterable[Quad]) -> list[Quad]:
        """Give the names of all that statements point to, and of what they are about."""
        known = dict.fromkeys(quads)
        uris = {term.value for quad in known for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
        return [quad for quad in self.naming_of(uris).quads if quad not in known]

    def naming_of(self, uris: Iterable[str]) -> QuadIndex:
        """Give the statements that name things: of each thing those with the first property that names it."""
        quads = self._ask(queries.labels(sorted(uris), self.labels))
        first: dict[object, int] = {}
        for quad in quads:
            first[quad.subject] = min(first.get(quad.subject, len(self.labels)), self._rank(quad))
        return QuadIndex(tuple(quad for quad in quads if self._rank(quad) == first[quad.subject]))

    def _rank(self, quad: Quad) -> int:
        return self.labels.index(quad.predicate.value)

    def incoming(self, uris: Sequence[str]) -> dict[str, list[Incoming]]:
        """Count the named things that point to each of some things, by property."""
        incoming = {uri: [Incoming(*entry) for entry in self.crowds.counts(uri)] for uri in uris}
        if others := [uri for uri in uris if not incoming[uri]]:
            for row in solutions(self.engine, queries.incoming_counts(others)):
                incoming[row["x"].value].append(Incoming(row["p"].value, int(row["n"].value)))
        return incoming

    def members(self, to: str, by: str, *, offset: int, limit: int) -> tuple[str, ...]:
        """Give some of the named things that point to a thing by a property, in the order of their URIs."""
        if members := self.crowds.members(to, by, offset=offset, limit=limit):
            return tuple(members)
        query = queries.incoming_page(to, by, offset=offset, limit=limit)
        return tuple(row["s"].value for row in solutions(self.engine, query))


def _found(reaches: Iterable[Reach], statements: QuadIndex) -> dict[str, tuple[Field, ...]]:
    """Give the things that fields lead to, with the fields to go on by."""
    found: dict[str, dict[Field, None]] = {}
    for reach in reaches:
        for uri, field in product(reach.uris, reach.fields):
            if field.nested or field.path.ends_backwards:
                for value in field.path.follow(NamedNode(uri), statements):
                    if isinstance(value, NamedNode):
                        found.setdefault(value.value, {}).update(dict.fromkeys(field.nested))
    return {uri: tuple(fields) for uri, fields in found.items()}


def _is_cut(quads: Iterable[Quad]) -> bool:
    """Tell whether some blank node is named of which nothing is said, as happens where the depth ends."""
    known = {quad.subject for quad in quads}
    return any(isinstance(quad.object, BlankNode) and quad.object not in known for quad in quads)
