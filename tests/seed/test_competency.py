"""The questions that researchers ask of the archive, with their answers, on two SPARQL engines and at the endpoint.

The questions are the archive's own example queries; `answers/NAME.csv` (SPARQL 1.1 Query Results CSV) or `NAME.ttl`
holds the whole answer to `example/NAME`. What a query concatenates has no order of its own: parts between ` | ` are
sorted.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat
from rdflib import Graph
from rdflib.compare import to_isomorphic

from tests.publications import opened
from tests.servers import Server, copy_archive, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import Store
    from rdflib import Dataset

    from kgpub.publication.examples import Example

ANSWERS = sorted(Path(__file__).with_name("answers").iterdir())
KINDS = {"SELECT": QuerySolutions, "ASK": QueryBoolean, "CONSTRUCT": QueryTriples, "DESCRIBE": QueryTriples}

Examples = dict[str, "Example"]
Table = list[list[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_archive(tmp_path_factory.mktemp("archive") / "kgpub")


@pytest.fixture(scope="module")
def examples(folder: Path) -> Examples:
    with opened(folder) as publication:
        base = publication.config.base + "example/"
        return {example.uri.removeprefix(base): example for example in publication.examples}


@pytest.fixture(scope="module")
def server(folder: Path, examples: Examples) -> Iterator[Server]:
    assert examples
    with serving(folder) as running:
        yield running


def test_every_example_has_its_answer(examples: Examples) -> None:
    assert len(examples) == 31
    assert sorted(path.stem for path in ANSWERS) == sorted(examples)


def test_every_example_asks_its_question_in_words(examples: Examples) -> None:
    assert [example.uri for example in examples.values() if "?" not in example.question] == []
    assert len({example.title for example in examples.values()}) == len(examples)


def test_every_kind_of_query_has_an_example_and_every_example_is_of_its_kind(examples: Examples, store: Store) -> None:
    assert {example.kind for example in examples.values()} == set(KINDS)
    for example in examples.values():
        assert isinstance(store.query(example.text, use_default_graph_as_union=True), KINDS[example.kind]), example.uri
        assert any(line.startswith(example.kind) for line in example.text.splitlines()), example.uri


def in_pyoxigraph(store: Store, query: str) -> bytes:
    found = store.query(query, use_default_graph_as_union=True)
    if isinstance(found, QueryTriples):
        return found.serialize(format=RdfFormat.N_TRIPLES) or b""
    return found.serialize(format=QueryResultsFormat.CSV) or b""


def in_rdflib(dataset: Dataset, query: str) -> bytes:
    found = dataset.query(query)
    if found.graph is not None:
        return found.graph.serialize(format="nt", encoding="utf-8")
    if found.askAnswer is not None:
        return str(found.askAnswer).lower().encode()
    return found.serialize(format="csv") or b""


def at_the_endpoint(server: Server, query: str) -> bytes:
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv, application/n-triples"}
    response = requests.post(server.url + "sparql", data=query.encode(), headers=headers, timeout=60)
    assert response.status_code == 200, response.text
    return response.content


ENGINES: dict[str, tuple[str, Callable[..., bytes]]] = {
    "pyoxigraph": ("store", in_pyoxigraph),
    "rdflib": ("dataset", in_rdflib),
    "endpoint": ("server", at_the_endpoint),
}


def comparable(answer: str) -> Table:
    return [[" | ".join(sorted(cell.split(" | "))) for cell in row] for row in csv.reader(io.StringIO(answer))]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_a_question_has_its_answer(path: Path, engine: str, examples: Examples, request: pytest.FixtureRequest) -> None:
    fixture, ask = ENGINES[engine]
    found, expected = ask(request.getfixturevalue(fixture), examples[path.stem].text).decode(), path.read_text()
    if path.suffix == ".ttl":
        assert to_isomorphic(Graph().parse(data=found, format="nt")) == to_isomorphic(Graph().parse(path))
    else:
        assert comparable(found) == comparable(expected)


def test_the_queries_of_the_model_page_answer(store: Store, root: Path) -> None:
    queries = (root / "docs/model.md").read_text().split("```sparql\n")[1:]
    claims, charges = (comparable(in_pyoxigraph(store, query.partition("```")[0]).decode())[1:] for query in queries)
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
