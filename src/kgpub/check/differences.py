"""What went and what came between two states of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Quad


@dataclass(frozen=True)
class Difference:
    """The statements of either state that the other has not. Graphs make no difference."""

    gone: Sequence[Quad]
    come: Sequence[Quad]


def difference(old: Sequence[Quad], new: Sequence[Quad]) -> Difference:
    """Compare statements by their terms, blank nodes by their names."""
    then, now = {quad.triple: quad for quad in old}, {quad.triple: quad for quad in new}
    gone = [quad for triple, quad in then.items() if triple not in now]
    return Difference(gone, [quad for triple, quad in now.items() if triple not in then])


def loose(old: Sequence[Quad], new: Sequence[Quad]) -> Difference:
    """Compare statements where names of blank nodes say nothing: all with blank nodes may have gone and come."""
    strict = difference(old, new)
    return Difference(_with_blank(strict.gone, old), _with_blank(strict.come, new))


def _with_blank(differing: Sequence[Quad], quads: Sequence[Quad]) -> list[Quad]:
    ground = [quad for quad in differing if not _is_blank(quad)]
    return ground + [quad for quad in quads if _is_blank(quad)]


def _is_blank(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
