"""The seam to whatever evaluates shapes: what it is asked, and what it answers, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib.term import Node


@dataclass(frozen=True)
class Result:
    """What one shape found wrong with one node."""

    focus: Node
    path: Node | None
    value: Node | None
    shape: Node
    component: str
    """IRI of the constraint component."""
    severity: str
    """IRI."""
    messages: tuple[tuple[str, str], ...]
    """(text, language tag)"""
    constraint: Node | None = None
    """The constraint in SPARQL, where it is one."""
    target: Node | None = None
    """The shape whose target led here; it may ask another shape of another node."""
    root: Node | None = None
    """The focus node of that shape."""
    details: tuple[Result, ...] = ()
    """Why the shapes that the value should conform to do not hold of it."""

    @property
    def kind(self) -> str:
        """The name of the component, such as MinCount or SPARQL."""
        return self.component.rpartition("#")[2].removesuffix("ConstraintComponent")


@dataclass(frozen=True)
class Failure:
    """A shape that could not be evaluated; `shape` is None when no shape could."""

    shape: Node | None
    message: str


Outcome = Result | Failure


@dataclass(frozen=True)
class Batch:
    """A part of the work: some focus nodes of one shape, by their places in its plan or by themselves."""

    shape: Node
    start: int = 0
    end: int = 0
    nodes: tuple[Node, ...] | None = None


@dataclass(frozen=True)
class Targeted:
    """A shape with targets, and how many focus nodes it has."""

    shape: Node
    count: int


class Engine(Protocol):
    """Evaluates shapes. Another engine than pySHACL is one more class with these three methods.

    It lives in a process that may be ended at any time and that no network can be reached from.
    """

    def prepare(self) -> None:
        """Get ready to evaluate much, in the process that those which evaluate are forked from."""

    def plan(self, shapes: tuple[Node, ...] | None) -> list[Targeted] | Failure:
        """Give those of some shapes, or of all, that have focus nodes, in a fixed order."""

    def evaluate(self, batch: Batch) -> Sequence[Outcome]:
        """Give what the shape of a batch finds wrong, or one Failure. The same batch gives the same answer."""
