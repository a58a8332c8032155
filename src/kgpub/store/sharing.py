"""Triples that several graphs state.

The merge of graphs holds a triple once (SPARQL 1.1, 13.2.1). Oxigraph's union goes through the graphs and does not
compare, so a triple of two graphs is counted twice. Where there is one, the store gets the union in its own default
graph as well; a merge of some graphs is made when it is asked for. See docs/decisions/0033-exact-union.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Quad, Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode


@dataclass(frozen=True)
class StoredDataset:
    """A store with a release's quads, and the graphs that share triples with others; if any, the union is there too."""

    store: Store
    sharing: frozenset[str] = frozenset()
    _merges: dict[object, Store] = field(default_factory=dict, compare=False)

    @property
    def has_union(self) -> bool:
        """Whether the store's default graph is the union of the named ones; else there is nothing in it."""
        return bool(self.sharing)

    def overlap(self, graphs: Iterable[str]) -> bool:
        """Tell whether graphs may share triples among each other."""
        return len(self.sharing.intersection(graphs)) > 1

    def merge(self, default: Iterable[NamedNode], named: Iterable[NamedNode]) -> Store:
        """Give a store whose default graph is the merge of graphs, beside some named ones. The last one is kept."""
        asked = (_sorted(default), _sorted(named))  # in one order: the same question gives the same bytes
        if asked not in self._merges:
            self._merges.clear()
            self._merges[asked] = self._merge(*asked)
        return self._merges[asked]

    def _merge(self, default: Iterable[NamedNode], named: Iterable[NamedNode]) -> Store:
        store = Store()  # not filled with bulk_extend, which takes 150 MB for a single quad
        store.extend(Quad(*quad.triple) for graph in default for quad in self._quads(graph))
        store.extend(quad for graph in named for quad in self._quads(graph))
        return store

    def _quads(self, graph: NamedNode) -> Iterator[Quad]:
        return self.store.quads_for_pattern(None, None, None, graph)


def _sorted(graphs: Iterable[NamedNode]) -> tuple[NamedNode, ...]:
    return tuple(sorted(set(graphs), key=lambda graph: graph.value))


def graphs_that_share(lines: Iterable[bytes]) -> frozenset[str]:
    """Find the graphs that state what another states. `lines` are sorted N-Quads: equal triples follow each other."""
    sharing: set[bytes] = set()
    before = graph_before = b""
    for line in lines:
        triple, graph = _split(line)
        if triple == before:
            sharing |= {graph, graph_before}
        before, graph_before = triple, graph
    return frozenset(graph.strip(b"<>").decode() for graph in sharing)


def merged(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Give each triple of sorted N-Quads once, as a line without a graph."""
    before = b""
    for line in lines:
        triple, _ = _split(line)
        if triple != before:
            yield triple + b" .\n"
        before = triple


def _split(line: bytes) -> tuple[bytes, bytes]:
    """Split a line of canonical N-Quads into its triple and its graph, which is empty for the default graph."""
    triple, graph, _ = line.rsplit(b" ", 2)
    # What stands before the dot is an object where there is no graph: a literal has quotes, and else a term is missing.
    if graph.startswith((b"<", b"_:")) and b'"' not in graph and triple.count(b" ") > 1:
        return triple, graph
    return triple + b" " + graph, b""
