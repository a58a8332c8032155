"""The updates that write the control graph. Each adds before it takes away, so that no interruption loses a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.store.remote.control import CHANGING, DATASET, MERGED, MERGES, MOST_ROWS, RELEASE, SHA256, SHARING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.store.remote.control import Holding, OwnGraphs
    from kgpub.store.remote.loading.units import Unit

_YES = Literal("yes")


def mark(graphs: Iterable[str], own: OwnGraphs) -> Iterator[str]:
    """Say that graphs are ours and may hold anything; take the signature away, and then what was said of them."""
    marked = tuple(graphs)
    for graph in marked:
        yield _insert(own, NamedNode(graph), CHANGING, _YES)
    yield _delete(own, NamedNode(own.control))
    for graph in marked:
        yield _delete(own, NamedNode(graph), SHA256)


def confirm(unit: Unit, own: OwnGraphs) -> Iterator[str]:
    """Say that a unit is there."""
    for graph in map(NamedNode, unit.graphs):
        yield _insert(own, graph, SHA256, Literal(unit.sha256))
    for graph in map(NamedNode, unit.graphs):
        yield _delete(own, graph, CHANGING)


def forget(graph: str, own: OwnGraphs) -> str:
    """Say nothing of a graph any more."""
    return _delete(own, NamedNode(graph))


def sign(holding: Holding, own: OwnGraphs) -> Iterator[str]:
    """Say that a release is there."""
    control = NamedNode(own.control)
    yield _delete(own, control)
    if holding.merged:
        yield _insert(own, control, MERGED, NamedNode(holding.merged))
    for graph in sorted(holding.sharing):
        yield _insert(own, control, SHARING, NamedNode(graph))
    if holding.merges:
        yield _insert(own, control, MERGES, _YES)
    if holding.most_rows:
        yield _insert(own, control, MOST_ROWS, Literal(str(holding.most_rows)))
    yield _insert(own, control, RELEASE, Literal(holding.release))
    yield _insert(own, control, DATASET, Literal(holding.dataset))


def _insert(own: OwnGraphs, node: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> str:
    return f"INSERT DATA {{ GRAPH <{own.control}> {{ {node} {predicate} {value} }} }}"


def _delete(own: OwnGraphs, node: NamedNode, predicate: NamedNode | str = "?p") -> str:
    return f"DELETE WHERE {{ GRAPH <{own.control}> {{ {node} {predicate} ?o }} }}"
