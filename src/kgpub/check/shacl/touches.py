"""What is read of the data: the values that footprints are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib.term import Node

    from kgpub.check.shacl.paths import Path


@dataclass(frozen=True)
class Touch:
    """Statements with one property (None: with any) are read after some paths were walked from the focus node."""

    walked: tuple[Path, ...]
    predicate: Node | None
    against: bool = False


@dataclass
class Footprint:
    """What a shape reads."""

    touches: set[Touch] = field(default_factory=set)
    anywhere: set[Node] = field(default_factory=set)
    """Properties whose statements may matter to every focus node, wherever they are."""
    is_unknown: bool = False
    """Whether anything may matter."""
