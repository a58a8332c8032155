"""SHACL property paths as values, which can be walked in both directions.

https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from rdflib import RDF, SH, URIRef
from rdflib.term import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph
    from rdflib.term import Node


@dataclass(frozen=True)
class Step:
    """One property, along it or against it."""

    predicate: Node | None
    """None: whatever it is."""
    against: bool = False


@dataclass(frozen=True)
class Sequence:
    """One path after another."""

    steps: tuple[Path, ...]


@dataclass(frozen=True)
class Choice:
    """Any of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Repeated:
    """A path once or more often, or not at all."""

    path: Path
    least: int
    is_endless: bool


Path = Step | Sequence | Choice | Repeated
REPEATED: dict[object, tuple[int, bool]] = {
    SH.zeroOrMorePath: (0, True),
    SH.oneOrMorePath: (1, True),
    SH.zeroOrOnePath: (0, False),
}


class NoPath(ValueError):
    """A node that is not a path by the grammar."""


def read(shapes: Graph, node: Node | None) -> Path:
    """Read the path that a node of the shapes stands for. Raises NoPath, or RecursionError for an endless one."""
    if isinstance(node, URIRef):
        return Step(node)
    if (node, RDF.first, None) in shapes:
        return Sequence(tuple(read(shapes, item) for item in shapes.items(node)))  # type: ignore[arg-type]
    for predicate, value in shapes.predicate_objects(node):
        if predicate == SH.inversePath:
            return reverse(read(shapes, value))
        if predicate == SH.alternativePath:
            return Choice(tuple(read(shapes, item) for item in shapes.items(value)))
        if predicate in REPEATED:
            return Repeated(read(shapes, value), *REPEATED[predicate])
    raise NoPath(f"{node} is not a path")


def reverse(path: Path) -> Path:
    """Give the path from the end to the beginning."""
    match path:
        case Step(predicate, against):
            return Step(predicate, not against)
        case Sequence(steps):
            return Sequence(tuple(reverse(step) for step in reversed(steps)))
        case Choice(paths):
            return Choice(tuple(map(reverse, paths)))
        case Repeated(inner, least, is_endless):
            return Repeated(reverse(inner), least, is_endless)


def read_steps(path: Path) -> Iterator[tuple[tuple[Path, ...], Step]]:
    """Give each step that evaluating a path may read, with what is walked before it."""
    match path:
        case Step():
            yield (), path
        case Sequence(steps):
            for number, step in enumerate(steps):
                yield from ((steps[:number] + before, read_) for before, read_ in read_steps(step))
        case Choice(paths):
            for choice in paths:
                yield from read_steps(choice)
        case Repeated(inner, _, True):
            any_number = Repeated(inner, 0, is_endless=True)
            yield from (((any_number, *before), read_) for before, read_ in read_steps(inner))
        case Repeated(inner):
            yield from read_steps(inner)


def walk(graph: Graph, nodes: Iterable[Node], path: Path) -> set[Node]:
    """Give what a path leads to from any of these nodes."""
    match path:
        case Step(predicate, True):
            return {subject for node in nodes for subject in graph.subjects(predicate, node)}
        case Step(predicate):
            return {
                value for node in nodes if not isinstance(node, Literal) for value in graph.objects(node, predicate)
            }
        case Sequence(steps):
            return reduce(lambda reached, step: walk(graph, reached, step), steps, set(nodes))
        case Choice(paths):
            return {node for choice in paths for node in walk(graph, nodes, choice)}
        case Repeated(inner, least, is_endless):
            return _walk_on(graph, set(nodes), inner, least=least, is_endless=is_endless)


def _walk_on(graph: Graph, nodes: set[Node], path: Path, *, least: int, is_endless: bool) -> set[Node]:
    reached = set() if least else set(nodes)
    edge = walk(graph, nodes, path)
    while is_endless and edge - reached:
        reached |= edge
        edge = walk(graph, edge, path)
    return reached | edge


def before(graph: Graph, node: Node, walked: tuple[Path, ...]) -> set[Node]:
    """Give the nodes from which some paths, one after another, lead to a node."""
    return reduce(lambda reached, path: walk(graph, reached, reverse(path)), reversed(walked), {node})
