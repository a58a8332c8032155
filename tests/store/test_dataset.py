"""Which graphs a query sees: its own clauses, the protocol's parameters, the server's default."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kgpub.store.contract import Lane
from tests.engines import ENGINES, SMALL, any_engine, trig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines import AnyEngine

DATA = "PREFIX : <g:> :1 { :s :in 1 } :2 { :s :in 2 } :3 { :s :in 3 } :a { :s :same 0 } :b { :s :same 0 }"
BODY = """{
  { ?s <g:in> ?found }
  UNION
  { GRAPH ?g { ?s <g:in> ?o } BIND(CONCAT(STRAFTER(STR(?g), "g:"), "/", STR(?o)) AS ?found) }
} ORDER BY ?found"""

UNION = "1 2 3"
CONTROL = "urn:x-kgpub:control:https%3A%2F%2Fexample.org%2F"
ALL_NAMED = "1/1 2/2 3/3"

# clauses, default-graph-uri, named-graph-uri, what is seen where the default is the union, where it is nothing
TABLE = [
    ("nothing said", "", "", "", f"{UNION} {ALL_NAMED}", ALL_NAMED),
    ("FROM", "FROM <g:1>", "", "", "1", "1"),
    ("two FROM", "FROM <g:1> FROM <g:2>", "", "", "1 2", "1 2"),
    ("FROM NAMED", "FROM NAMED <g:1>", "", "", "1/1", "1/1"),
    ("both clauses", "FROM <g:1> FROM NAMED <g:2>", "", "", "1 2/2", "1 2/2"),
    ("both clauses of one graph", "FROM <g:1> FROM NAMED <g:1>", "", "", "1 1/1", "1 1/1"),
    ("FROM of a graph that is not there", "FROM <g:no>", "", "", "", ""),
    ("FROM NAMED of a graph that is not there", "FROM NAMED <g:no>", "", "", "", ""),
    ("a default graph", "", "1", "", "1", "1"),
    ("two default graphs", "", "1 2", "", "1 2", "1 2"),
    ("a named graph", "", "", "1", "1/1", "1/1"),
    ("two named graphs", "", "", "1 2", "1/1 2/2", "1/1 2/2"),
    ("both parameters", "", "1", "2", "1 2/2", "1 2/2"),
    ("a default graph that is not there", "", "no", "", "", ""),
    ("a named graph that is not there", "", "", "no", "", ""),
    ("FROM of a graph of others", "FROM <g:foreign> FROM NAMED <g:foreign>", "", "", "", ""),
    ("FROM of what kgpub keeps there", f"FROM <{CONTROL}> FROM NAMED <{CONTROL}>", "", "", "", ""),
    ("a default graph of others", "", "foreign", "", "", ""),
    ("a named graph of others", "", "", "foreign", "", ""),
    ("graphs of others beside its own", "", "foreign 1", "2 foreign", "1 2/2", "1 2/2"),
    ("a parameter wins over FROM", "FROM <g:1>", "2", "", "2", "2"),
    ("a parameter wins over FROM NAMED", "FROM NAMED <g:1>", "2", "", "2", "2"),
    ("a named parameter wins over FROM", "FROM <g:1>", "", "2", "2/2", "2/2"),
    ("both parameters win over both clauses", "FROM <g:1> FROM NAMED <g:1>", "2", "3", "2 3/3", "2 3/3"),
]


@pytest.fixture(scope="module", params=ENGINES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def engines(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, AnyEngine]]:
    """Engines by their setting default_graph."""
    folder = tmp_path_factory.mktemp(kind)
    nothing = replace(SMALL, default_graph="none")
    with (
        any_engine(folder / "union", trig(DATA), kind=kind) as union,
        any_engine(folder / "none", trig(DATA), kind=kind, settings=nothing) as none,
    ):
        yield {"union": union, "none": none}


def graphs(names: str) -> tuple[str, ...]:
    return tuple(f"g:{name}" for name in names.split())


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_a_query_sees_its_dataset_and_no_more(engines: dict[str, AnyEngine], row: tuple[str, ...]) -> None:
    _, clauses, default, named, with_union, without = row
    fields = {"default_graphs": graphs(default), "named_graphs": graphs(named), "results": "text/csv"}
    query = f"SELECT ?found {clauses} {BODY}"
    seen = {
        name: engine.ask(query, **fields).decode().split()[1:]  # type: ignore[arg-type]
        for name, engine in engines.items()
    }
    assert {name: sorted(found) for name, found in seen.items()} == {
        "union": sorted(with_union.split()),
        "none": sorted(without.split()),
    }


@pytest.mark.parametrize(("clause", "sees"), [("", b"true"), ("FROM <g:1>", b"true"), ("FROM <g:2>", b"false")])
def test_other_forms_see_the_same_dataset(engines: dict[str, AnyEngine], clause: str, sees: bytes) -> None:
    ask = f"ASK {clause} {{ ?s ?p 1 }}"
    assert sees in engines["union"].ask(ask)
    construct = f"CONSTRUCT {{ ?s ?p ?o }} {clause} WHERE {{ ?s ?p ?o FILTER(?o = 1) }}"
    assert bool(engines["union"].ask(construct)) == (sees == b"true")
    assert bool(engines["union"].ask(f"DESCRIBE ?s {clause} WHERE {{ ?s ?p 1 }}")) == (sees == b"true")


@pytest.mark.parametrize("clause", ["", "FROM <g:a> FROM <g:b>"])
def test_what_two_graphs_say_is_found_once_for_each(engines: dict[str, AnyEngine], clause: str) -> None:
    # Not as it should be: the merge of two graphs holds a triple once (SPARQL 1.1, 13.2.1). Oxigraph goes through
    # the graphs and does not compare; whoever counts says DISTINCT. At an endpoint, all graphs are merged beforehand.
    times = 1 if engines["union"].is_remote and not clause else 2
    assert engines["union"].rows(f"SELECT ?s ?o {clause} {{ ?s <g:same> ?o }}") == ["<g:s>\t0"] * times
    assert engines["union"].rows(f"SELECT DISTINCT ?s ?o {clause} {{ ?s <g:same> ?o }}") == ["<g:s>\t0"]


def test_pages_see_all_graphs_whatever_the_default_of_the_endpoint_is(engines: dict[str, AnyEngine]) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s <g:in> ?o }"
    assert engines["none"].rows(count, lane=Lane.PAGE) == ["3"]
    assert engines["none"].rows(count, lane=Lane.PUBLIC) == ["0"]
