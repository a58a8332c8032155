"""A small set of quads that can be walked in both directions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

    from kgpub.rdf.terms import Node


@dataclass(frozen=True)
class QuadIndex:
    """Quads, indexed by subject and by object. What two graphs say both counts once."""

    quads: tuple[Quad, ...]

    @cached_property
    def _by_subject(self) -> dict[Node, dict[str, dict[Node, None]]]:
        index: dict[Node, dict[str, dict[Node, None]]] = defaultdict(lambda: defaultdict(dict))
        for quad in self.quads:
            index[quad.subject][quad.predicate.value][quad.object] = None
        return index

    @cached_property
    def _by_object(self) -> dict[Node, dict[str, dict[Node, None]]]:
        index: dict[Node, dict[str, dict[Node, None]]] = defaultdict(lambda: defaultdict(dict))
        for quad in self.quads:
            index[quad.object][quad.predicate.value][quad.subject] = None
        return index

    @property
    def subjects(self) -> list[Node]:
        """Every subject once, in the order of the quads."""
        return list(self._by_subject)

    def predicates(self, subject: Node) -> list[str]:
        """Give the predicates that a subject has."""
        return list(self._by_subject.get(subject, {}))

    def values(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """Give the objects of a subject and predicate."""
        return list(self._by_subject.get(subject, {}).get(predicate.value, {}))

    def value(self, subject: Node, predicate: NamedNode) -> Node | None:
        """Give one object of a subject and predicate, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def subjects_of(self, predicate: NamedNode, value: Node) -> list[Node]:
        """Give the subjects of a predicate and object."""
        return list(self._by_object.get(value, {}).get(predicate.value, {}))

    def instances(self, class_: NamedNode) -> list[Node]:
        """Give what has a type."""
        return self.subjects_of(RDF("type"), class_)

    def literals(self, subject: Node, predicate: NamedNode) -> list[Literal]:
        """Give the objects that are literals."""
        return [value for value in self.values(subject, predicate) if isinstance(value, Literal)]

    def items(self, head: Node) -> list[Node]:
        """Give the items of an RDF list; one that bites its own tail ends there."""
        items: list[Node] = []
        seen: set[Node] = set()
        while head not in seen and (first := self.value(head, RDF("first"))) is not None:
            seen.add(head)
            items.append(first)
            head = self.value(head, RDF("rest")) or RDF("nil")
        return items

    def neighbours(self, nodes: Iterable[Node], predicates: Iterable[str], *, inverse: bool) -> dict[Node, None]:
        """Give what some predicates lead to from some nodes, each once; against their direction if `inverse`."""
        index = self._by_object if inverse else self._by_subject
        return {
            neighbour: None
            for node, predicate in product(nodes, predicates)
            for neighbour in index.get(node, {}).get(predicate, {})
        }
