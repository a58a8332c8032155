"""Blacking out names in the literals of a dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kgpub.build.blackout.words import TAG
from kgpub.rdf.vocabularies import OA, RDF

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from kgpub.build.blackout.lexicon import Find, Lexicon
    from kgpub.rdf.terms import Node

BLACK = "█"
_BEFORE, _BEHIND = OA("prefix"), OA("suffix")
"""What stands before and behind a quotation: a piece of a text, cut anywhere."""


@dataclass(frozen=True)
class Sighting:
    """A name in a literal of a statement, and what a release shows of the literal."""

    quad: Quad
    literal: Literal
    find: Find
    shown: str

    @property
    def is_kept(self) -> bool:
        """Whether it is left as it is."""
        return self.find.kind == "kept"


class Blackening:
    """Blacks out the names of a lexicon. The statements of `others` are the names of somebody else, and stay."""

    def __init__(self, lexicon: Lexicon, others: Container[Quad], *, base: str) -> None:
        self._lexicon = lexicon
        self._others = others
        self._base = base
        self._known: dict[tuple[str, NamedNode | None], tuple[Find, ...]] = {}

    def text(self, text: str) -> str:
        """Black out the names in a text."""
        return _blackened(text, self._lexicon.finds(text))

    def iri(self, iri: str) -> str:
        """Black out the names in a URI, for people to read."""
        start = len(self._base) if iri.startswith(self._base) else 0
        return iri[:start] + _blackened(iri[start:], self._lexicon.finds_in_iri(iri[start:]))

    def iris(self, quads: Iterable[Quad]) -> list[NamedNode]:
        """Give the things whose URIs have a name in them, be it percent-encoded; of terms that are only used, none."""
        things = {term for quad in quads for term in _things(quad) if isinstance(term, NamedNode)}
        return [thing for thing in things if self.iri(thing.value) != thing.value]

    def sightings(self, quads: Iterable[Quad]) -> list[Sighting]:
        """Give every name that stands in a literal."""
        return [
            sighting
            for quad in quads
            for literal in _literals(quad.object)
            for sighting in (self._of_others(quad, literal) if quad in self._others else self._sightings(quad, literal))
        ]

    def blackened(self, quads: Iterable[Quad]) -> list[Quad]:
        """Black out the names in statements."""
        return [quad if quad in self._others else self._quad(quad) for quad in quads]

    def _sightings(self, quad: Quad, literal: Literal) -> Iterator[Sighting]:
        finds = self._finds(literal.value, quad.predicate)
        shown = _blackened(literal.value, finds)
        return (Sighting(quad, literal, find, shown) for find in finds)

    def _of_others(self, quad: Quad, literal: Literal) -> Iterator[Sighting]:
        """Give the names of others that are like the whole of a name: they may be the same person's."""
        finds = self._finds(literal.value, quad.predicate)
        alike = (replace(find, kind="kept") for find in finds if find.kind == "name")
        return (Sighting(quad, literal, find, literal.value) for find in alike)

    def _quad(self, quad: Quad) -> Quad:
        object_ = self._term(quad.object, quad.predicate)
        if object_ is quad.object:
            return quad
        return Quad(quad.subject, quad.predicate, object_, quad.graph_name)

    def _term(self, term: Node, predicate: NamedNode) -> Node:
        if isinstance(term, Triple):
            return Triple(term.subject, term.predicate, self._term(term.object, term.predicate))
        if not isinstance(term, Literal) or not (finds := self._finds(term.value, predicate)):
            return term
        value = _blackened(term.value, finds)
        if term.language:
            return Literal(value, language=term.language, direction=term.direction)
        return Literal(value, datatype=term.datatype)

    def _finds(self, text: str, predicate: NamedNode) -> tuple[Find, ...]:
        edge = predicate if predicate in (_BEFORE, _BEHIND) else None
        if (text, edge) not in self._known:
            finds = self._lexicon.finds(text, is_cut_before=edge == _BEFORE, is_cut_behind=edge == _BEHIND)
            self._known[text, edge] = tuple(finds)
        return self._known[text, edge]


def _blackened(text: str, finds: Iterable[Find]) -> str:
    """Black out as many code points as there are, so that offsets stay what they are. Tags stay in pairs."""
    for find in finds:
        if find.kind != "kept":
            pieces = TAG.split(text[find.start : find.end])
            covered = (piece if TAG.fullmatch(piece) else BLACK * len(piece) for piece in pieces)
            text = text[: find.start] + "".join(covered) + text[find.end :]
    return text


def _things(quad: Quad) -> Iterator[object]:
    yield quad.subject
    yield quad.graph_name
    if quad.predicate != RDF("type"):
        yield quad.object


def _literals(term: Node) -> Iterator[Literal]:
    if isinstance(term, Literal):
        yield term
    elif isinstance(term, Triple):
        yield from _literals(term.object)
