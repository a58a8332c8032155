"""RDF lists that can be written by their items alone, as Turtle and JSON-LD do."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode, Triple

    from kgpub.rdf.terms import Node

_FIRST, _REST, _NIL = RDF("first"), RDF("rest"), RDF("nil")


def lists(triples: Iterable[Triple]) -> dict[Node, list[Node]]:
    """Give the cells of each list by its head.

    Writing a list by its items says nothing of its cells. So each of them is a blank node of which no more is said
    than one first and one rest, and which is pointed to once; a list with any other cell is left out.
    """
    return _Cells(list(triples)).lists()


class _Cells:
    def __init__(self, triples: list[Triple]) -> None:
        self._triples = triples
        self._said: dict[Node, list[tuple[NamedNode, Node]]] = defaultdict(list)
        for triple in triples:
            self._said[triple.subject].append((triple.predicate, triple.object))
        self._references = Counter(triple.object for triple in triples)

    def lists(self) -> dict[Node, list[Node]]:
        """Follow every list from its head."""
        found = {head: list(self._follow(head)) for head in self._heads()}
        return {head: cells for head, cells in found.items() if self._rest(cells[-1]) == _NIL}

    def _heads(self) -> Iterator[Node]:
        for triple in self._triples:
            is_inside = triple.predicate == _REST and self._is_cell(triple.subject)
            if self._is_cell(triple.object) and not is_inside:
                yield triple.object

    def _follow(self, cell: Node) -> Iterator[Node]:
        # No circle can be entered: its first cell would be pointed to twice.
        while self._is_cell(cell):
            yield cell
            cell = self._rest(cell)

    def _is_cell(self, node: Node) -> bool:
        predicates = [predicate for predicate, _ in self._said.get(node, ())]
        is_plain = len(predicates) == 2 and set(predicates) == {_FIRST, _REST}  # noqa: PLR2004 - one of each
        return is_plain and isinstance(node, BlankNode) and self._references[node] == 1

    def _rest(self, cell: Node) -> Node:
        return next(value for predicate, value in self._said[cell] if predicate == _REST)
