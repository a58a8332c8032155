"""What came and went between two states of an archive's files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pyoxigraph import BlankNode, Quad, Triple

from kgpub.check.blank_nodes import paired
from kgpub.check.shacl.terms import to_rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rdflib.term import Node

Name = TypeVar("Name")
_GONE = "gone"
TripleOfTerms = tuple["Node", "Node", "Node"]


@dataclass(frozen=True)
class Change:
    """The statements that came and went, more rather than fewer: one may still stand in another file."""

    added: frozenset[TripleOfTerms]
    removed: frozenset[TripleOfTerms]

    @property
    def statements(self) -> frozenset[TripleOfTerms]:
        """All that came or went."""
        return self.added | self.removed


def between(old: Mapping[Name, Sequence[Quad]], new: Mapping[Name, Sequence[Quad]]) -> Change:
    """Compare files, each by its name; a file that is the same needs not be among them."""
    before, after = set[TripleOfTerms](), set[TripleOfTerms]()
    for path in old.keys() | new.keys():
        then, now = old.get(path, ()), new.get(path, ())
        before |= _statements(renamed(then, now))
        after |= _statements(now)
    return Change(frozenset(after - before), frozenset(before - after))


def change_of(gone: Iterable[Quad], come: Iterable[Quad]) -> Change:
    """Give the change of statements whose blank nodes keep their names."""
    before, after = _statements(gone), _statements(come)
    return Change(frozenset(after - before), frozenset(before - after))


def renamed(old: Sequence[Quad], new: Sequence[Quad]) -> list[Quad]:
    """Give a file's old statements with its blank nodes called what those in the same surroundings are called now.

    The others are called as nothing is now.
    """
    names = paired(old, new)
    return [
        Quad(_called(quad.subject, names), quad.predicate, _called(quad.object, names), quad.graph_name)
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
        else quad
        for quad in old
    ]


def _called(term: Any, names: Mapping[BlankNode, BlankNode]) -> Any:  # noqa: ANN401 - of a quad
    return names.get(term) or BlankNode(f"{term.value}{_GONE}") if isinstance(term, BlankNode) else term


def _statements(quads: Iterable[Quad]) -> set[TripleOfTerms]:
    plain: set[tuple[Any, Any, Any]] = {
        (quad.subject, quad.predicate, quad.object) for quad in quads if not isinstance(quad.object, Triple)
    }
    return {(to_rdflib(subject), to_rdflib(predicate), to_rdflib(object_)) for subject, predicate, object_ in plain}
