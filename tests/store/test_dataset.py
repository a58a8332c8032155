"""Which graphs a query sees: its own clauses, the protocol's parameters, the server's default."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import QueryMemory
from kgpub.store.contract import Lane
from tests.engines import ENGINES, SMALL, STORES, any_engine, running_engine, trig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engines import AnyEngine, RunningEngine

APART = "PREFIX : <g:> :1 { :s :in 1 } :2 { :s :in 2 } :3 { :s :in 3 }"
SHARED = """PREFIX : <g:>
:a { :s :same 0 , 1 . _:x :same 5 } :b { :s :same 0 , 2 . _:x :same 5 } :c { :s :same 0 , 1 } :d { :s :same 4 }"""
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


@pytest.fixture(scope="module", params=product(ENGINES, [APART, APART + SHARED]), ids=str)
def engines(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, AnyEngine]]:
    """Engines by their setting default_graph: over graphs that share no triple, and over these beside some that do."""
    kind, data = request.param
    folder = tmp_path_factory.mktemp(kind)
    nothing = replace(SMALL, default_graph="none")
    with (
        any_engine(folder / "union", trig(data), kind=kind) as union,
        any_engine(folder / "none", trig(data), kind=kind, settings=nothing) as none,
    ):
        yield {"union": union, "none": none}


@pytest.fixture(scope="module", params=STORES)
def sharing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    """An engine over graphs that share triples."""
    folder = tmp_path_factory.mktemp(request.param)
    with running_engine(folder, trig(APART + SHARED), store=request.param) as running:
        yield running


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


EACH = "SELECT ?o { ?s <g:same> ?o } ORDER BY ?o"
NAMED = "SELECT ?o { GRAPH ?g { ?s <g:same> ?o } } ORDER BY ?o"
BOTH = "SELECT ?o { { ?s <g:same> ?o } UNION { GRAPH ?g { ?s <g:same> ?o } } } ORDER BY ?o"

# the query, clauses, default-graph-uri, named-graph-uri, what is found
COUNTED = [
    ("the union", EACH, "", "", "", "0 1 2 4 5"),
    ("each graph by its name", NAMED, "", "", "", "0 0 0 1 1 2 4 5 5"),
    ("a graph of its own", EACH, "FROM <g:a>", "", "", "0 1 5"),
    ("two graphs that share", EACH, "FROM <g:a> FROM <g:b>", "", "", "0 1 2 5"),
    ("in the other order", EACH, "FROM <g:b> FROM <g:a>", "", "", "0 1 2 5"),
    ("three graphs", EACH, "FROM <g:a> FROM <g:b> FROM <g:c>", "", "", "0 1 2 5"),
    ("a graph twice", EACH, "FROM <g:a> FROM <g:a>", "", "", "0 1 5"),
    ("a graph that shares with none twice", EACH, "FROM <g:d> FROM <g:d>", "", "", "4"),
    ("one that shares and one that does not", EACH, "FROM <g:a> FROM <g:d>", "", "", "0 1 4 5"),
    ("some, run together", EACH, "FROM<g:a>FROM<g:b>", "", "", "0 1 2 5"),
    ("a merge beside a named graph", BOTH, "FROM <g:a> FROM <g:b> FROM NAMED <g:c>", "", "", "0 0 1 1 2 5"),
    ("a merge beside one of its graphs", BOTH, "FROM <g:a> FROM <g:b> FROM NAMED <g:b>", "", "", "0 0 1 2 2 5 5"),
    ("a merge without named graphs", NAMED, "FROM <g:a> FROM <g:b>", "", "", ""),
    ("a merge with a graph that is not there", EACH, "FROM <g:a> FROM <g:b> FROM <g:no>", "", "", "0 1 2 5"),
    ("default graphs of the protocol", EACH, "", "a b", "", "0 1 2 5"),
    ("the same of them twice", EACH, "", "a a", "", "0 1 5"),
    ("those beside named ones", BOTH, "", "a b", "c d", "0 0 1 1 2 4 5"),
    ("those instead of what the query names", BOTH, "FROM <g:d> FROM NAMED <g:d>", "a b", "", "0 1 2 5"),
]


@pytest.mark.parametrize("row", COUNTED, ids=[row[0] for row in COUNTED])
def test_what_several_graphs_say_is_found_once(sharing: RunningEngine, row: tuple[str, ...]) -> None:
    """The merge of graphs holds a triple once (SPARQL 1.1, 13.2.1)."""
    _, query, clauses, default, named, found = row
    fields = {"default_graphs": graphs(default), "named_graphs": graphs(named), "results": "text/csv"}
    text = query.replace("?o {", f"?o {clauses} {{", 1)
    assert sharing.ask(text, **fields).decode().split()[1:] == found.split()  # type: ignore[arg-type]


@pytest.mark.parametrize("clauses", ["", "FROM <g:a> FROM <g:b> FROM <g:c> FROM <g:d>"])
def test_what_several_graphs_say_counts_once(sharing: RunningEngine, clauses: str) -> None:
    count = f"SELECT (COUNT(*) AS ?n) (SUM(?o) AS ?sum) {clauses} {{ ?s <g:same> ?o }}"
    assert sharing.rows(count) == ["5\t12"]
    paths = f"SELECT (COUNT(*) AS ?n) {clauses} {{ ?s (<g:same>|^<g:no>) ?o }}"
    assert sharing.rows(paths) == ["5"]
    construct = f"CONSTRUCT {{ ?s <g:same> ?o }} {clauses} WHERE {{ ?s <g:same> ?o }}"
    assert len(sharing.ask(construct).splitlines()) == 5


def test_blank_nodes_are_the_same_in_a_merge_and_in_its_graphs(sharing: RunningEngine) -> None:
    of_merge = "SELECT ?s FROM <g:a> FROM <g:b> { ?s <g:same> 5 }"
    of_union = "SELECT ?s { ?s <g:same> 5 }"
    assert sharing.rows(of_merge) == sharing.rows(of_union)


@pytest.mark.parametrize("kind", ENGINES)
def test_each_engine_finds_once_what_several_graphs_say(tmp_path: Path, kind: str) -> None:
    with any_engine(tmp_path, trig(APART + SHARED), kind=kind) as engine:
        assert engine.rows(EACH) == ["0", "1", "2", "4", "5"]
        assert engine.rows(NAMED) == ["0", "0", "0", "1", "1", "2", "4", "5", "5"]


@pytest.mark.parametrize("store", STORES)
def test_where_the_default_is_nothing_the_union_is_not_seen(tmp_path: Path, store: str) -> None:
    nothing = replace(SMALL, default_graph="none")
    with running_engine(tmp_path, trig(APART + SHARED), store=store, settings=nothing) as engine:
        assert engine.rows(EACH) == []
        assert engine.rows("SELECT ?o FROM <g:a> FROM <g:b> { ?s <g:same> ?o }") == ["0", "1", "2", "5"]
        assert engine.rows(NAMED) == ["0", "0", "0", "1", "1", "2", "4", "5", "5"]
        assert engine.rows("SELECT ?g { GRAPH ?g {} }") == [f"<g:{name}>" for name in "123abcd"]
        assert engine.rows(EACH, lane=Lane.PAGE) == ["0", "1", "2", "4", "5"]


def test_a_merge_too_large_for_the_allowance_ends_its_query_only(tmp_path: Path) -> None:
    many = "".join(f"<a:s{number}> <a:p> <a:o{number}> ." for number in range(100_000))
    with running_engine(tmp_path, trig(f"<g:1> {{ {many} }} <g:2> {{ {many} }}")) as engine:
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        with pytest.raises(QueryMemory):
            engine.ask(count.replace("{", "FROM <g:1> FROM <g:2> {", 1))
        assert engine.rows(count) == ["100000"]


def test_pages_see_all_graphs_whatever_the_default_of_the_endpoint_is(engines: dict[str, AnyEngine]) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s <g:in> ?o }"
    assert engines["none"].rows(count, lane=Lane.PAGE) == ["3"]
    assert engines["none"].rows(count, lane=Lane.PUBLIC) == ["0"]
