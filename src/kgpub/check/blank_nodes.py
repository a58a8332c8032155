"""Which blank node of one parser's result is which of another's, for the same document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

ROUNDS = 8
"""How far the surroundings of a node are looked at. What is alike that far is told apart by order of appearance."""


def paired(ours: Sequence[Quad], theirs: Sequence[Quad]) -> dict[BlankNode, BlankNode]:
    """Give for each blank node of `ours` that of `theirs` which stands in the same surroundings."""
    waiting: dict[int, list[BlankNode]] = {}
    for node, colour in _colours(theirs).items():
        waiting.setdefault(colour, []).append(node)
    for nodes in waiting.values():
        nodes.reverse()
    pairs = ((node, waiting.get(colour)) for node, colour in _colours(ours).items())
    return {node: candidates.pop() for node, candidates in pairs if candidates}


def _colours(quads: Sequence[Quad]) -> dict[BlankNode, int]:
    """Give a number for the surroundings of each blank node, in order of appearance."""
    around = [quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]
    colours = {node: 0 for quad in around for node in _blank(quad)}
    kinds = 1 if colours else 0
    for _ in range(ROUNDS):
        colours = _refined(colours, around)
        if len(set(colours.values())) == kinds:
            break
        kinds = len(set(colours.values()))
    return colours


def _blank(quad: Quad) -> Iterable[BlankNode]:
    return (term for term in (quad.subject, quad.object) if isinstance(term, BlankNode))


def _refined(colours: dict[BlankNode, int], quads: Iterable[Quad]) -> dict[BlankNode, int]:
    """Give each node a number made of its own and those of its neighbours."""
    sums = dict.fromkeys(colours, 0)
    for quad in quads:
        subject, object_ = quad.subject, quad.object
        if isinstance(subject, BlankNode):
            sums[subject] += hash(("out", quad.predicate, _seen(object_, colours)))
        if isinstance(object_, BlankNode):
            sums[object_] += hash(("in", quad.predicate, _seen(subject, colours)))
    return {node: hash((colours[node], total)) for node, total in sums.items()}


def _seen(term: object, colours: dict[BlankNode, int]) -> object:
    return colours[term] if isinstance(term, BlankNode) else term
