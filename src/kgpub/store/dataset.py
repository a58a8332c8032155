"""Which graphs a query sees, resolved into pyoxigraph's options.

pyoxigraph's options have traps, each tried: `use_default_graph_as_union` ignores the query's FROM; `default_graph`
without `named_graphs` leaves every graph open to GRAPH; `named_graphs` beside the union still searches all. So either
the query's own clause stands alone, or both options are always given, or the union is asked for alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from pyoxigraph import BlankNode, DefaultGraph, NamedNode

from kgpub.errors import QuerySyntaxError
from kgpub.store.sparql import names_its_dataset

if TYPE_CHECKING:
    from kgpub.store.contract import Query


class DatasetOptions(TypedDict, total=False):
    """The dataset arguments of `pyoxigraph.Store.query`."""

    use_default_graph_as_union: bool
    default_graph: list[NamedNode | BlankNode | DefaultGraph]
    named_graphs: list[NamedNode | BlankNode]


def dataset_options(query: Query, *, union: bool) -> DatasetOptions:
    """Resolve the dataset: the protocol's parameters win over FROM, FROM over the server's default.

    Raises QuerySyntaxError where a parameter is no IRI. SPARQL 1.1 Protocol, 2.1.4: https://www.w3.org/TR/sparql11-protocol/#dataset
    """
    if query.default_graphs or query.named_graphs:
        return {
            "default_graph": [_graph(uri) for uri in query.default_graphs],
            "named_graphs": [_graph(uri) for uri in query.named_graphs],
        }
    if names_its_dataset(query.text):
        return {}
    return {"use_default_graph_as_union": union}


def _graph(uri: str) -> NamedNode:
    try:
        return NamedNode(uri)
    except ValueError as error:
        raise QuerySyntaxError(f"The graph “{uri}” is no IRI. Name graphs by absolute IRIs.") from error
