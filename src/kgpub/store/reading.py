"""Reading small answers whole, as terms: for the parts that ask the engine on a page's behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, parse_query_results

from kgpub.store.contract import Query

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

    from kgpub.store.contract import Engine

_FORMAT = QueryResultsFormat.JSON


def solutions(engine: Engine, text: str) -> list[QuerySolution]:
    """Give all rows of a SELECT query. Only for queries whose answers are small."""
    with engine.answer(Query(text, results=_FORMAT.media_type)) as answer:
        parsed = parse_query_results(b"".join(answer), _FORMAT)
    if not isinstance(parsed, QuerySolutions):
        raise TypeError("solutions() is for SELECT queries")
    return list(parsed)


def quads(engine: Engine, text: str) -> list[Quad]:
    """Give the rows of a SELECT query for ?s, ?p, ?o and ?g as quads."""
    return [Quad(row["s"], row["p"], row["o"], row["g"]) for row in solutions(engine, text)]
