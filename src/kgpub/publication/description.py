"""Describing things: what a document says, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad

from kgpub.publication import queries
from kgpub.publication.statements import Statements
from kgpub.store.reading import solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import QuerySolution

    from kgpub.publication.layout import Field, Layouts
    from kgpub.store.contract import Engine

FIRST_DEPTH = 2  # of blank nodes within blank nodes; deeper ones are asked for when there are any
MAXIMUM_DEPTH = 16
SUBJECTS_AT_ONCE = 16
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
    def unlisted(self) -> tuple[Incoming, ...]:
        """The incoming links that the fields do not show, or not all of."""
        shown = {predicate for field in self.fields for predicate in field.path.first_inverse}
        return tuple(entry for entry in self.incoming if entry.predicate not in shown or entry.count > INCOMING_SHOWN)


@dataclass(frozen=True)
class Description:
    """All that a document says: about its thing first, then about the thing's fragments."""

    subjects: tuple[Subject, ...]
    statements: Statements


@dataclass(frozen=True)
class Describer:
    """Asks an engine for descriptions, as the archive's shapes lay them out."""

    engine: Engine
    layouts: Layouts
    labels: tuple[str, ...]

    def describe(self, uris: Sequence[str]) -> Description | None:
        """Describe things together; None where nothing is said of any of them."""
        types = self._types(uris)
        laid_out = [(uri, self.layouts.fields(types.get(uri, ()))) for uri in uris]
        quads = self._quads(laid_out)
        if not quads:
            return None
        incoming = self._incoming(uris)
        subjects = tuple(Subject(uri, fields, tuple(incoming.get(uri, ()))) for uri, fields in laid_out)
        return Description(subjects, Statements((*quads, *self.naming(quads))))

    def naming(self, quads: Iterable[Quad]) -> list[Quad]:
        """Give the names of all that statements point to, and of what they are about."""
        known = dict.fromkeys(quads)
        uris = {term.value for quad in known for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
        return [quad for quad in self.naming_of(uris).quads if quad not in known]

    def naming_of(self, uris: Iterable[str]) -> Statements:
        """Give the statements that name things: of each thing those with the first property that names it."""
        quads = [_quad(row) for row in solutions(self.engine, queries.labels(sorted(uris), self.labels))]
        first: dict[object, int] = {}
        for quad in quads:
            first[quad.subject] = min(first.get(quad.subject, len(self.labels)), self._rank(quad))
        return Statements(tuple(quad for quad in quads if self._rank(quad) == first[quad.subject]))

    def _rank(self, quad: Quad) -> int:
        return self.labels.index(quad.predicate.value)

    def _types(self, uris: Sequence[str]) -> dict[str, list[str]]:
        types: dict[str, list[str]] = {}
        for row in solutions(self.engine, queries.types(uris)):
            types.setdefault(row["x"].value, []).append(row["type"].value)
        return types

    def _quads(self, laid_out: Sequence[tuple[str, tuple[Field, ...]]]) -> list[Quad]:
        # A document with many fragments is asked for in parts: blank nodes never reach from one into another.
        parts = [laid_out[start : start + SUBJECTS_AT_ONCE] for start in range(0, len(laid_out), SUBJECTS_AT_ONCE)]
        return list(dict.fromkeys(quad for part in parts for quad in self._part(part)))

    def _part(self, laid_out: Sequence[tuple[str, tuple[Field, ...]]]) -> list[Quad]:
        depth, quads = FIRST_DEPTH, list[Quad]()
        while True:
            rows = solutions(self.engine, queries.statements(laid_out, depth=depth, limit=INCOMING_SHOWN))
            deeper = [_quad(row) for row in rows]
            if len(deeper) == len(quads) or not _is_cut(deeper) or depth >= MAXIMUM_DEPTH:
                return deeper
            depth, quads = depth * 2, deeper

    def _incoming(self, uris: Sequence[str]) -> dict[str, list[Incoming]]:
        incoming: dict[str, list[Incoming]] = {}
        for row in solutions(self.engine, queries.incoming_counts(uris)):
            incoming.setdefault(row["x"].value, []).append(Incoming(row["p"].value, int(row["n"].value)))
        return incoming


def _quad(row: QuerySolution) -> Quad:
    return Quad(row["s"], row["p"], row["o"], row["g"])


def _is_cut(quads: Iterable[Quad]) -> bool:
    """Tell whether some blank node is named of which nothing is said, as happens where the depth ends."""
    known = {quad.subject for quad in quads}
    return any(isinstance(quad.object, BlankNode) and quad.object not in known for quad in quads)
