"""The questions that researchers ask of the archive, with their answers, on two SPARQL engines.

`queries/NAME.rq` asks, in words in its first line; `queries/NAME.csv` (SPARQL 1.1 Query Results CSV) or `NAME.ttl`
holds the answer. What a query concatenates has no order of its own: parts between ` | ` are sorted.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import QuerySolutions, QueryTriples, RdfFormat, parse
from rdflib import Graph
from rdflib.compare import to_isomorphic

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Store
    from rdflib import Dataset

QUERIES = sorted(Path(__file__).with_name("queries").glob("*.rq"))
SELECTS = [path for path in QUERIES if path.with_suffix(".csv").exists()]
CONSTRUCTS = [path for path in QUERIES if path.with_suffix(".ttl").exists()]

Table = list[list[str]]


def test_there_are_twenty_five_questions_and_each_has_its_answer() -> None:
    assert len(QUERIES) == 25
    assert sorted(SELECTS + CONSTRUCTS) == QUERIES


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_begins_with_its_question(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    assert first.startswith("# ")
    assert "?" in first or "export" in first.lower()


def in_pyoxigraph(store: Store, query: str) -> Table:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [names, *([getattr(term, "value", "") for term in row] for row in found)]


def in_rdflib(dataset: Dataset, query: str) -> Table:
    found = dataset.query(query)
    names = [str(variable) for variable in found.vars or ()]
    return [names, *([str(row[name]) if row[name] is not None else "" for name in names] for row in found)]  # type: ignore[index,call-overload]


ENGINES: dict[str, tuple[str, Callable[..., Table]]] = {
    "pyoxigraph": ("store", in_pyoxigraph),
    "rdflib": ("dataset", in_rdflib),
}


def comparable(table: Table) -> Table:
    return [[" | ".join(sorted(cell.split(" | "))) for cell in row] for row in table]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", SELECTS, ids=lambda path: path.stem)
def test_a_question_has_its_answer(path: Path, engine: str, request: pytest.FixtureRequest) -> None:
    expected = list(csv.reader(io.StringIO(path.with_suffix(".csv").read_text())))
    fixture, ask = ENGINES[engine]
    assert comparable(ask(request.getfixturevalue(fixture), path.read_text())) == comparable(expected)


@pytest.mark.parametrize("path", CONSTRUCTS, ids=lambda path: path.stem)
def test_pyoxigraph_constructs_the_expected_graph(path: Path, store: Store) -> None:
    found = store.query(path.read_text(), use_default_graph_as_union=True)
    assert isinstance(found, QueryTriples)
    expected = {quad.triple for quad in parse(path=path.with_suffix(".ttl"), format=RdfFormat.TURTLE)}
    assert set(found) == expected


@pytest.mark.parametrize("path", CONSTRUCTS, ids=lambda path: path.stem)
def test_rdflib_constructs_the_expected_graph(path: Path, dataset: Dataset) -> None:
    found = dataset.query(path.read_text()).graph
    assert found is not None
    assert to_isomorphic(found) == to_isomorphic(Graph().parse(path.with_suffix(".ttl")))


def test_the_queries_of_the_model_page_answer(store: Store, root: Path) -> None:
    queries = (root / "docs/model.md").read_text().split("```sparql\n")[1:]
    claims, charges = (in_pyoxigraph(store, query.partition("```")[0])[1:] for query in queries)
    assert [row[0] for row in claims] == [
        "Immediate release of Volha Zalatar",
        "Volha Zalatar is called a political prisoner",
        "Volha Zalatar is persecuted",
    ]
    assert sorted(row[1] for row in charges) == [
        "Aliaksei Artsetski",
        "Dzmitry Bunevich",
        "Ihar Bantsar",
        "Volha Zavadskaya",
        "Yuliya Bodak",
    ]
