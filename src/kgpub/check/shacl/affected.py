"""Which focus nodes a change of the data can affect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDFS, URIRef

from kgpub.check.shacl.footprints import footprint, targets, touched

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib import Graph
    from rdflib.term import Node

    from kgpub.check.shacl.changes import Change
    from kgpub.check.shacl.footprints import Targets
    from kgpub.check.shacl.touches import Footprint

Work = dict["Node", "frozenset[Node] | None"]
"""The focus nodes of each shape that must be evaluated; None: all that it has."""


class Shapes:
    """The shapes with targets, and what each reads."""

    def __init__(self, shapes: Graph, prefixes: Mapping[str, str]) -> None:
        self._shapes = shapes
        self._prefixes = prefixes
        self._footprints: dict[Node, Footprint] = {}
        self._targets = {shape: found for shape in set(shapes.subjects()) if (found := targets(shapes, shape))}

    def _footprint(self, shape: Node) -> Footprint:
        if shape not in self._footprints:
            self._footprints[shape] = footprint(self._shapes, shape, self._prefixes)
        return self._footprints[shape]

    @property
    def footprints(self) -> dict[str, Footprint]:
        """What the shapes with a URI read."""
        return {str(shape): self._footprint(shape) for shape in self._targets if isinstance(shape, URIRef)}

    def know(self, footprints: Mapping[str, Footprint]) -> None:
        """Take what was worked out before, of the same shapes."""
        self._footprints.update({URIRef(shape): found for shape, found in footprints.items()})

    def affected(self, data: Graph, change: Change) -> Work:
        """Give the nodes that a change made focus nodes, or whose evaluation may have read what changed."""
        statements = change.statements
        if not statements:
            return {}
        found = {shape: self._of_shape(data, shape, statements) for shape in self._targets}
        return {shape: nodes for shape, nodes in found.items() if nodes is None or nodes}

    def _of_shape(
        self, data: Graph, shape: Node, statements: Iterable[tuple[Node, Node, Node]]
    ) -> frozenset[Node] | None:
        of_shape, reads = self._targets[shape], self._footprint(shape)
        candidates: set[Node] = set()
        for statement in statements:
            nodes = None if _moves_classes(of_shape, statement) else touched(data, reads, statement)
            if nodes is None:
                return None
            candidates |= nodes
            candidates.update(of_shape.touched(statement))
        return self.included(data, shape, candidates)

    def included(self, data: Graph, shape: Node, nodes: Iterable[Node]) -> frozenset[Node]:
        """Give those nodes that the targets of a shape include."""
        of_shape = self._targets.get(shape)
        if of_shape is None:
            return frozenset()
        narrower = of_shape.narrower(data)
        return frozenset(node for node in nodes if of_shape.include(data, node, narrower))


def _moves_classes(of_shape: Targets, statement: tuple[Node, Node, Node]) -> bool:
    return statement[1] == RDFS.subClassOf and bool(of_shape.classes)


def merged(*works: Mapping[Node, Iterable[Node] | None]) -> Work:
    """Give all that any of several must evaluate."""
    found: Work = {}
    for work in works:
        for shape, nodes in work.items():
            known = found.get(shape, frozenset())
            found[shape] = None if nodes is None or known is None else known | frozenset(nodes)
    return found
