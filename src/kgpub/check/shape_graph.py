"""What the shapes of an archive say, and which of them ask others: https://www.w3.org/TR/shacl/#shapes-recursion."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kgpub.rdf.vocabularies import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad, Triple

    Term = NamedNode | BlankNode | Literal | Triple

SHAPE_EXPECTING = tuple(SH(name) for name in ("node", "property", "not", "qualifiedValueShape"))
LIST_TAKING = tuple(SH(name) for name in ("and", "or", "xone"))
"""The parameters whose values are shapes, and those whose values are lists of shapes."""

_OTHERS = """
    class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength
    pattern languageIn uniqueLang equals disjoint lessThan lessThanOrEquals closed hasValue in sparql js expression
"""
PARAMETERS = frozenset({*SHAPE_EXPECTING, *LIST_TAKING, *map(SH, _OTHERS.split())})
"""What makes a node a shape with constraints: https://www.w3.org/TR/shacl/#core-components."""
TARGETS = tuple(SH(f"target{name}") for name in ("Class", "Node", "SubjectsOf", "ObjectsOf"))
CLASSES = frozenset({SH("NodeShape"), SH("PropertyShape")})
TRUE = Literal("true", datatype=XSD("boolean"))


class ShapeGraph:
    """The statements of an archive's shapes."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = list(quads)

    @cached_property
    def _about(self) -> dict[Term, dict[NamedNode, dict[Term, None]]]:
        found: dict[Term, dict[NamedNode, dict[Term, None]]] = {}
        for quad in self.quads:
            found.setdefault(quad.subject, {}).setdefault(quad.predicate, {})[quad.object] = None
        return found

    def values(self, node: Term, predicate: NamedNode) -> Iterable[Term]:
        """Give the values of a property of a node, in the order of the files."""
        return self._about.get(node, {}).get(predicate, ())

    def items(self, head: Term) -> Iterator[Term]:
        """Give the items of a list; one that comes back to itself ends there."""
        seen: set[Term] = set()
        while head not in seen and head in self._about:
            seen.add(head)
            yield from self.values(head, RDF("first"))
            head = next(iter(self.values(head, RDF("rest"))), RDF("nil"))

    @cached_property
    def shapes(self) -> tuple[Term, ...]:
        """Give the shapes that say something, in the order of the files, but those that are switched off."""
        return tuple(node for node in self._about if self.constrains(node) and not self.is_off(node))

    def constrains(self, node: Term) -> bool:
        """Tell whether a node has a constraint."""
        return not PARAMETERS.isdisjoint(self._about.get(node, ()))

    def is_off(self, node: Term) -> bool:
        """Tell whether a shape is switched off: https://www.w3.org/TR/shacl/#deactivated."""
        return TRUE in self.values(node, SH("deactivated"))

    def asked(self, shape: Term) -> Iterator[Term]:
        """Give the shapes that a shape refers to, but those that are switched off."""
        direct = (value for name in SHAPE_EXPECTING for value in self.values(shape, name))
        listed = (item for name in LIST_TAKING for head in self.values(shape, name) for item in self.items(head))
        for value in (*direct, *listed):
            if not self.is_off(value):
                yield value

    def first(self, node: Term, predicate: NamedNode) -> Term | None:
        """Give the first value of a property of a node."""
        return next(iter(self.values(node, predicate)), None)
