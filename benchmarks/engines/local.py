"""pyoxigraph in this process: what a query costs without any server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

if TYPE_CHECKING:
    from pyoxigraph import Store


def answer(store: Store, text: str) -> bytes:
    """Answer a query with the options and in the format that the servers are asked for."""
    results = store.query(text, use_default_graph_as_union=True)
    if isinstance(results, QueryTriples):
        return results.serialize(format=RdfFormat.N_TRIPLES) or b""
    return results.serialize(format=QueryResultsFormat.JSON) or b""
