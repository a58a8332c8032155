"""Which graphs a query sees, resolved into a store and pyoxigraph's options.

pyoxigraph's options have traps, each tried: `use_default_graph_as_union` ignores the query's FROM; `default_graph`
without `named_graphs` leaves every graph open to GRAPH; `named_graphs` beside the union still searches all, and without
`default_graph` leaves the store's own default graph in sight. So either the query's own clause stands alone, or both
options are always given, or the union is asked for alone. Neither the union nor several default graphs are compared
triple by triple: where graphs share triples, the query sees a store that holds each once (`kgpub.store.sharing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from kgpub.errors import QuerySyntaxError
from kgpub.store.opening import DatasetClauses
from kgpub.store.sparql import dataset_clauses

if TYPE_CHECKING:
    from kgpub.store.contract import Query
    from kgpub.store.sharing import StoredDataset


class DatasetOptions(TypedDict, total=False):
    """The dataset arguments of `pyoxigraph.Store.query`."""

    use_default_graph_as_union: bool
    default_graph: list[NamedNode | BlankNode | DefaultGraph]
    named_graphs: list[NamedNode | BlankNode]


@dataclass(frozen=True)
class View:
    """What a query is asked of."""

    store: Store
    options: DatasetOptions


def view(dataset: StoredDataset, query: Query, *, union: bool) -> View:
    """Resolve what a query sees: the protocol's parameters win over FROM, FROM over the server's default.

    Raises QuerySyntaxError where a parameter is no IRI. SPARQL 1.1 Protocol, 2.1.4: https://www.w3.org/TR/sparql11-protocol/#dataset
    """
    if query.default_graphs or query.named_graphs:
        return _view_of(dataset, DatasetClauses(query.default_graphs, query.named_graphs))
    clauses = dataset_clauses(query.text, query.base)
    if clauses is None:
        return View(dataset.store, _whole(dataset, union=union))
    if len(clauses.default) > 1:
        return _view_of(dataset, clauses)
    return View(dataset.store, {})


def _whole(dataset: StoredDataset, *, union: bool) -> DatasetOptions:
    if not dataset.has_union:
        return {"use_default_graph_as_union": union}
    return {} if union else {"default_graph": []}


def _view_of(dataset: StoredDataset, clauses: DatasetClauses) -> View:
    default = list(dict.fromkeys(clauses.default))
    graphs, named = list(map(_graph, default)), list(map(_graph, clauses.named))
    if not dataset.overlap(default):
        return View(dataset.store, {"default_graph": [*graphs], "named_graphs": [*named]})
    return View(dataset.merge(graphs, named), {"default_graph": [DefaultGraph()], "named_graphs": [*named]})


def _graph(uri: str) -> NamedNode:
    try:
        return NamedNode(uri)
    except ValueError as error:
        raise QuerySyntaxError(f"The graph “{uri}” is no IRI. Name graphs by absolute IRIs.") from error
