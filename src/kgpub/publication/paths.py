"""SHACL property paths: read from shapes, followed in a description, written as SPARQL.

A path is a choice between sequences of steps. That covers what a page needs; a repeated sequence, `(a/b)*`, is not
shown. https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.errors import UnsupportedPath
from kgpub.rdf.vocabularies import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgpub.publication.quad_index import QuadIndex
    from kgpub.rdf.terms import Node


@dataclass(frozen=True)
class Step:
    """From a node to its neighbours by one of some predicates, along or against their direction.

    `repeat` is `*`, `+` or `?`, or empty for exactly once.
    """

    predicates: tuple[str, ...]
    inverse: bool = False
    repeat: str = ""

    def __str__(self) -> str:
        """Write the step as a SPARQL property path."""
        return f"({self.choice}){self.repeat}"

    @property
    def choice(self) -> str:
        """The step without its repetition, as a SPARQL property path."""
        arrow = "^" if self.inverse else ""
        return "|".join(f"{arrow}<{predicate}>" for predicate in self.predicates)

    def follow(self, nodes: list[Node], index: QuadIndex) -> list[Node]:
        """Give the nodes that the step leads to from some others, each once."""
        reached = index.neighbours(nodes, self.predicates, inverse=self.inverse)
        frontier = list(reached) if self.repeat in ("*", "+") else []
        while frontier:
            further = index.neighbours(frontier, self.predicates, inverse=self.inverse)
            frontier = [node for node in further if node not in reached]
            reached.update(dict.fromkeys(frontier))
        stays = self.repeat in ("*", "?")
        return list(dict.fromkeys([*nodes, *reached])) if stays else list(reached)


Sequence = tuple[Step, ...]


@dataclass(frozen=True)
class Path:
    """A choice between sequences of steps."""

    sequences: tuple[Sequence, ...]

    def follow(self, start: Node, index: QuadIndex) -> list[Node]:
        """Give the nodes that the path leads to, each once."""
        found: dict[Node, None] = {}
        for steps in self.sequences:
            nodes = [start]
            for step in steps:
                nodes = step.follow(nodes, index)
            found.update(dict.fromkeys(nodes))
        return list(found)

    @property
    def predicate(self) -> str | None:
        """The predicate where the path is one, and nothing more."""
        match self.sequences:
            case ((Step((predicate,), inverse=False, repeat=""),),):
                return predicate
        return None

    @property
    def own(self) -> frozenset[str]:
        """The predicates of statements of which the path leads to every value from where it starts."""
        single = [steps[0] for steps in self.sequences if len(steps) == 1 and not steps[0].inverse]
        return frozenset(predicate for step in single for predicate in step.predicates)

    @property
    def ends_backwards(self) -> bool:
        """Whether the path leads to things that point to others, of which nothing may be known yet."""
        return any(steps[-1].inverse for steps in self.sequences)

    @property
    def first_inverse(self) -> frozenset[str]:
        """The predicates that the path follows backwards from where it starts."""
        return frozenset(predicate for steps in self.sequences if steps[0].inverse for predicate in steps[0].predicates)


def read_path(shapes: QuadIndex, node: Node) -> Path:
    """Read the path that a shape gives; raise UnsupportedPath."""
    try:
        return Path(tuple(_merge(_sequences(shapes, node))))
    except RecursionError as error:
        raise UnsupportedPath(f"{node} is a path that contains itself") from error


def _sequences(shapes: QuadIndex, node: Node) -> list[Sequence]:
    if isinstance(node, NamedNode):
        return [(Step((node.value,)),)]
    if shapes.values(node, RDF("first")):
        return _concatenated(shapes, shapes.items(node))
    if (inner := shapes.value(node, SH("inversePath"))) is not None:
        return [_reversed(steps) for steps in _sequences(shapes, inner)]
    if (inner := shapes.value(node, SH("alternativePath"))) is not None:
        return [steps for item in shapes.items(inner) for steps in _sequences(shapes, item)]
    for name, sign in (("zeroOrMorePath", "*"), ("oneOrMorePath", "+"), ("zeroOrOnePath", "?")):
        if (inner := shapes.value(node, SH(name))) is not None:
            return [(_repeated(_merge(_sequences(shapes, inner)), sign),)]
    raise UnsupportedPath(f"{node} is not a property path")


def _concatenated(shapes: QuadIndex, items: Iterable[Node]) -> list[Sequence]:
    sequences: list[Sequence] = [()]
    for item in items:
        sequences = [(*before, *after) for before in sequences for after in _merge(_sequences(shapes, item))]
    return sequences


def _reversed(steps: Sequence) -> Sequence:
    return tuple(replace(step, inverse=not step.inverse) for step in reversed(steps))


def _repeated(sequences: list[Sequence], sign: str) -> Step:
    match sequences:
        case [(Step(repeat="") as step,)]:
            return replace(step, repeat=sign)
    raise UnsupportedPath("a repeated path must be a predicate, its inverse, or a choice of such")


def _merge(sequences: list[Sequence]) -> list[Sequence]:
    """Make one step of a choice between single steps in the same direction.

    Steps that repeat stay apart: `a*|b*` is not `(a|b)*`.
    """
    merged: dict[tuple[bool, str] | Sequence, Sequence] = {}
    for steps in sequences:
        if len(steps) > 1 or steps[0].repeat in ("*", "+"):
            merged[steps] = steps
            continue
        (step,) = steps
        known = merged.get((step.inverse, step.repeat), ())
        before = known[0].predicates if known else ()
        merged[step.inverse, step.repeat] = (replace(step, predicates=(*before, *step.predicates)),)
    return list(merged.values())
