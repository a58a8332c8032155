"""What a shape reads of the data, so that it is known which focus nodes a change can affect.

A footprint is a set of touches: after walking some paths from the focus node, statements with one property are read.
When such a statement comes or goes, the focus nodes concerned are found by walking the paths back, in the new data
alone: the first read that differs between old and new data lies behind steps that are the same in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, SH, Literal

from kgpub.check.shacl.paths import NoPath, Path, before, read, read_steps
from kgpub.check.shacl.query_footprints import query_touches
from kgpub.check.shacl.touches import Footprint, Touch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib import Graph
    from rdflib.term import Node

DEEPEST = 40
"""Shapes that nest deeper, or in a circle, are evaluated as a whole."""

UNREAD = frozenset(
    {SH.path, SH.datatype, SH.nodeKind, SH.minCount, SH.maxCount, SH.minLength, SH.maxLength, SH.pattern, SH.flags,
     SH.languageIn, SH.uniqueLang, SH["in"], SH.hasValue, SH.minInclusive, SH.maxInclusive, SH.minExclusive,
     SH.maxExclusive, SH.name, SH.description, SH.message, SH.severity, SH.order, SH.group, SH.deactivated,
     SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.ignoredProperties,
     SH.qualifiedMinCount, SH.qualifiedMaxCount, SH.defaultValue, SH.declare, SH.prefixes}
)  # fmt: skip
"""The terms of SHACL that read no more of the data than the path and the targets do."""

OF_SHAPE = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
OF_SHAPES = (SH["and"], SH["or"], SH.xone)
OF_PROPERTY = (SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)


@dataclass(frozen=True)
class Targets:
    """What the focus nodes of a shape are (https://www.w3.org/TR/shacl/#targets)."""

    classes: frozenset[Node]
    nodes: frozenset[Node]
    subjects_of: frozenset[Node]
    objects_of: frozenset[Node]

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.classes or self.nodes or self.subjects_of or self.objects_of)

    def touched(self, triple: tuple[Node, Node, Node]) -> Iterator[Node]:
        """Give the nodes that a statement may make a focus node, or no longer."""
        subject, predicate, object_ = triple
        if (predicate == RDF.type and self.classes) or predicate in self.subjects_of:
            yield subject
        if predicate in self.objects_of:
            yield object_

    def include(self, graph: Graph, node: Node, narrower: frozenset[Node]) -> bool:
        """Tell whether a node is a focus node; `narrower` are the classes with all below them."""
        if node in self.nodes or any((None, predicate, node) in graph for predicate in self.objects_of):
            return True
        if isinstance(node, Literal):
            return False
        if any((node, predicate, None) in graph for predicate in self.subjects_of):
            return True
        return any(class_ in narrower for class_ in graph.objects(node, RDF.type))

    def narrower(self, graph: Graph) -> frozenset[Node]:
        """Give the classes with all below them."""
        below = (graph.transitive_subjects(RDFS.subClassOf, class_) for class_ in self.classes)
        return frozenset(found for classes in below for found in classes if found is not None)


def targets(shapes: Graph, shape: Node) -> Targets:
    """Read the targets of a shape, that it is a class among them."""
    types = set(shapes.objects(shape, RDF.type))
    is_class = bool(types & {SH.NodeShape, SH.PropertyShape}) and _is_class(shapes, types)
    return Targets(
        classes=frozenset({*shapes.objects(shape, SH.targetClass), *([shape] if is_class else [])}),
        nodes=frozenset(shapes.objects(shape, SH.targetNode)),
        subjects_of=frozenset(shapes.objects(shape, SH.targetSubjectsOf)),
        objects_of=frozenset(shapes.objects(shape, SH.targetObjectsOf)),
    )


def _is_class(shapes: Graph, types: set[Node]) -> bool:
    return any(RDFS.Class in shapes.transitive_objects(type_, RDFS.subClassOf) for type_ in types)


def footprint(shapes: Graph, shape: Node, prefixes: Mapping[str, str]) -> Footprint:
    """Work out what a shape reads; of what is not understood, that anything may matter."""
    reading = _Reading(shapes, prefixes)
    try:
        reading.shape(shape, (), 0)
    except (NoPath, RecursionError, ValueError):
        reading.found.is_unknown = True
    return reading.found


class _Reading:
    """Goes through one shape with all that it asks."""

    def __init__(self, shapes: Graph, prefixes: Mapping[str, str]) -> None:
        self.shapes = shapes
        self.prefixes = prefixes
        self.found = Footprint()
        self.seen: set[tuple[Node, tuple[Path, ...]]] = set()
        self.has_components = (None, SH.parameter, None) in shapes

    def touch(self, walked: tuple[Path, ...], predicate: Node | None, *, against: bool = False) -> None:
        self.found.touches.add(Touch(walked, predicate, against))

    def shape(self, shape: Node, walked: tuple[Path, ...], depth: int) -> None:
        """Add what a shape reads of a node that some paths lead to."""
        if depth > DEEPEST:
            self.found.is_unknown = True
        if self.found.is_unknown or (shape, walked) in self.seen:
            return
        self.seen.add((shape, walked))
        at_values = walked
        for path in self.shapes.objects(shape, SH.path):
            parsed = read(self.shapes, path)
            for steps, step in read_steps(parsed):
                self.touch(walked + steps, step.predicate, against=step.against)
            at_values = (*walked, parsed)
        for parameter, value in self.shapes.predicate_objects(shape):
            self.constraint(shape, parameter, value, walked=walked, at_values=at_values, depth=depth + 1)

    def constraint(  # noqa: PLR0913 - the parts of one statement, and where it holds
        self,
        shape: Node,
        parameter: Node,
        value: Node,
        *,
        walked: tuple[Path, ...],
        at_values: tuple[Path, ...],
        depth: int,
    ) -> None:
        """Add what one constraint of a shape reads."""
        if parameter in OF_SHAPE:
            self.shape(value, at_values, depth)
        elif parameter in OF_SHAPES:
            for item in self.shapes.items(value):
                self.shape(item, at_values, depth)
        elif parameter == SH["class"]:
            self.touch(at_values, RDF.type)
            self.found.anywhere.add(RDFS.subClassOf)
        elif parameter == SH.closed:
            self.touch(at_values, None)
        elif parameter in OF_PROPERTY:
            self.touch(walked, value)
        elif parameter == SH.qualifiedValueShapesDisjoint:
            self.siblings(shape, at_values, depth)
        elif parameter == SH.sparql:
            self.query(value, walked)
        elif parameter not in UNREAD and (self.has_components or str(parameter).startswith(str(SH))):
            self.found.is_unknown = True

    def siblings(self, shape: Node, at_values: tuple[Path, ...], depth: int) -> None:
        for parent in self.shapes.subjects(SH.property, shape):
            for sibling in self.shapes.objects(parent, SH.property):
                for other in self.shapes.objects(sibling, SH.qualifiedValueShape):
                    self.shape(other, at_values, depth)

    def query(self, constraint: Node, this: tuple[Path, ...]) -> None:
        """Add what a constraint in SPARQL reads; `this` is walked to what it calls $this."""
        select = self.shapes.value(constraint, SH.select)
        found = None if select is None else query_touches(str(select), self.prefixes)
        if found is None:
            self.found.is_unknown = True
            return
        self.found.anywhere |= found.anywhere
        for touch in found.touches:
            self.touch((*this, *touch.walked), touch.predicate, against=touch.against)


def touched(graph: Graph, found: Footprint, triple: tuple[Node, Node, Node]) -> set[Node] | None:
    """Give the nodes whose evaluation may have read a statement; None for all."""
    subject, predicate, object_ = triple
    if found.is_unknown or predicate in found.anywhere:
        return None
    nodes: set[Node] = set()
    for touch in found.touches:
        if touch.predicate in (None, predicate):
            nodes |= before(graph, object_ if touch.against else subject, touch.walked)
    return nodes
