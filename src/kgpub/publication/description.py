"""Describing things: what a document says, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad

from kgpub.publication import queries
from kgpub.publication.quad_index import QuadIndex
from kgpub.publication.queries import Reach
from kgpub.rdf.vocabularies import RDF
from kgpub.store.reading import quads as quads_of
from kgpub.store.reading import solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgpub.publication.layout import Field, Layouts
    from kgpub.store.contract import Engine

FIRST_DEPTH = 2  # of blank nodes within blank nodes; deeper ones are asked for when there are any
MAXIMUM_DEPTH = 16
INCOMING_SHOWN = 100  # things that a field shows of those that point here; the others are a page away


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
    def is_crowded(self) -> bool:
        """Whether a field would show more incoming links than a page takes."""
        shown = self._shown
        return any(entry.predicate in shown and entry.count > INCOMING_SHOWN for entry in self.incoming)

    @property
    def unlisted(self) -> tuple[Incoming, ...]:
        """The incoming links that the fields do not show, or not all of."""
        shown = self._shown
        return tuple(entry for entry in self.incoming if entry.predicate not in shown or entry.count > INCOMING_SHOWN)

    @property
    def _shown(self) -> set[str]:
        """The predicates that fields follow backwards from here."""
        return {predicate for field in self.fields for predicate in field.path.first_inverse}


@dataclass(frozen=True)
class Description:
    """All that a document says: about its thing first, then about the thing's fragments."""

    subjects: tuple[Subject, ...]
    statements: QuadIndex


@dataclass(frozen=True)
class Describer:
    """Asks an engine for descriptions, as the archive's shapes lay them out."""

    engine: Engine
    layouts: Layouts
    labels: tuple[str, ...]

    def describe(self, uris: Sequence[str]) -> Description | None:
        """Describe things together; None where nothing is said of any of them."""
        own = self._own(uris)
        if not own:
            return None
        incoming, statements = self._incoming(uris), QuadIndex(tuple(own))
        subjects = tuple(self._subject(uri, statements, incoming.get(uri, ())) for uri in uris)
        quads = self._along(subjects, own)
        return Description(subjects, QuadIndex((*quads, *self.naming(quads))))

    def _subject(self, uri: str, own: QuadIndex, incoming: Iterable[Incoming]) -> Subject:
        types = [value.value for value in own.values(NamedNode(uri), RDF("type")) if isinstance(value, NamedNode)]
        return Subject(uri, self.layouts.fields(types), tuple(incoming))

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
        reaches = _first_reaches(subjects)
        while reaches:
            quads.update(dict.fromkeys(self._ask(queries.statements_along(reaches))))
            done.update((uri, reach.fields) for reach in reaches for uri in reach.uris)
            reaches = _next_reaches(reaches, QuadIndex(tuple(quads)), done)
        return list(quads)

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

    def _incoming(self, uris: Sequence[str]) -> dict[str, list[Incoming]]:
        incoming: dict[str, list[Incoming]] = {}
        for row in solutions(self.engine, queries.incoming_counts(uris)):
            incoming.setdefault(row["x"].value, []).append(Incoming(row["p"].value, int(row["n"].value)))
        return incoming


def _first_reaches(subjects: Iterable[Subject]) -> list[Reach]:
    """Put things with the same fields together; one that very many point to goes alone, with a limit."""
    together: dict[tuple[Field, ...], list[str]] = {}
    alone: list[Reach] = []
    for subject in subjects:
        fields = tuple(field for field in subject.fields if not field.is_own_statement)
        if subject.is_crowded:
            alone.append(Reach((subject.uri,), fields, limit=INCOMING_SHOWN))
        elif fields:
            together.setdefault(fields, []).append(subject.uri)
    return [*alone, *(Reach(tuple(uris), fields) for fields, uris in together.items())]


def _next_reaches(
    reaches: Iterable[Reach], statements: QuadIndex, done: set[tuple[str, tuple[Field, ...]]]
) -> list[Reach]:
    """Give the things that fields lead to, with the fields to go on by."""
    found: dict[str, dict[Field, None]] = {}
    for reach in reaches:
        for uri, field in product(reach.uris, reach.fields):
            if field.nested or field.path.ends_backwards:
                for value in field.path.follow(NamedNode(uri), statements):
                    if isinstance(value, NamedNode):
                        found.setdefault(value.value, {}).update(dict.fromkeys(field.nested))
    together: dict[tuple[Field, ...], list[str]] = {}
    for uri, fields in found.items():
        if (uri, tuple(fields)) not in done:
            together.setdefault(tuple(fields), []).append(uri)
    return [Reach(tuple(uris), fields) for fields, uris in together.items()]


def _is_cut(quads: Iterable[Quad]) -> bool:
    """Tell whether some blank node is named of which nothing is said, as happens where the depth ends."""
    known = {quad.subject for quad in quads}
    return any(isinstance(quad.object, BlankNode) and quad.object not in known for quad in quads)
