"""A shape that, by way of others, asks itself whether it holds.

What it does
    Follows sh:node, sh:property, sh:not, sh:qualifiedValueShape, sh:and, sh:or and sh:xone from shape to shape. A
    circle is told once, at the shape that stands first, with the way round. Shapes with ``sh:deactivated true`` end it.

Why is this bad?
    SHACL leaves open what recursive shapes mean
    (https://www.w3.org/TR/shacl/#shapes-recursion): one engine lets all pass, another never ends. Whether the circle is
    met depends on the data, so it may show itself long after it was written.

Example
    ``ex:Letter sh:property [ sh:path ex:knows ; sh:node ex:Letter ] .``

Use instead
    ``ex:Letter sh:targetClass ex:Letter ; sh:property [ sh:path ex:knows ; sh:class ex:Letter ] .``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule
from kgpub.check.shape_graph import ShapeGraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgpub.check.material import Material
    from kgpub.check.shape_graph import Term

HELP = "let one of them ask less: sh:class in the place of sh:node, or a shape of its own with a target"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each circle, at its first shape."""
    graph = ShapeGraph(material.quads("shapes"))
    asked = {shape: tuple(graph.asked(shape)) for shape in graph.shapes}
    told: set[Term] = set()
    # A shape with a name says more than a blank node in it does.
    for shape in sorted(asked, key=lambda shape: not isinstance(shape, NamedNode)):
        if shape not in told and (way := circle(shape, asked)):
            told.update(way)
            names = " → ".join(material.naming.term(each) for each in way if isinstance(each, NamedNode))
            message = f"this shape asks itself whether it holds: {names}" if names else "this shape asks itself"
            for span in material.places.things(shape)[:1]:
                yield Diagnostic("recursive-shape", "error", message, span, help=HELP)


def circle(shape: Term, asked: Mapping[Term, tuple[Term, ...]]) -> list[Term]:
    """Give the shortest way from a shape back to itself, with it at both ends; empty if there is none."""
    came_from: dict[Term, Term] = {}
    waiting = [shape]
    for each in waiting:
        for other in asked.get(each, ()):
            if other == shape:
                return _way(shape, each, came_from)
            if other not in came_from:
                came_from[other] = each
                waiting.append(other)
    return []


def _way(shape: Term, last: Term, came_from: Mapping[Term, Term]) -> list[Term]:
    way = [shape]
    while last != shape:
        way.append(last)
        last = came_from[last]
    return [shape, *reversed(way[1:]), shape]


RULE = Rule("recursive-shape", "error", find)
