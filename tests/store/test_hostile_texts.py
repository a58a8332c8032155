"""Texts that hurt whoever reads them: each is one failed query, whoever else asks, and nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from socket import socket
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import EngineError, QueryFault, QueryForbidden, QueryMemory, QuerySyntaxError, QueryTimeout
from kgpub.store.contract import Lane
from tests.engines import SMALL, running_engine, trig
from tests.store.test_sparql import NO_SERVICE, SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines import RunningEngine

SETTINGS = replace(SMALL, queue_length=32, memory_megabytes=768, stall_seconds=10, deadline_seconds=20)
SOON = 3.0
QUADS = trig("".join(f"<a:g> {{ <a:n{number}> <a:is> {number} , '{'a' * 40}' }}" for number in range(400)))
LOOKUP = "SELECT ?o { <a:n7> <a:is> ?o FILTER(isNumeric(?o)) }"
MEGABYTE = 1_000_000
NUMBERS = " ".join(map(str, range(1_000_000)))
TOO_MUCH = (QueryMemory, QueryTimeout)
"""Which of the two is met first depends on the machine."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(tmp_path_factory.mktemp("engine"), QUADS, settings=SETTINGS) as running:
        yield running


def nested(before: str, opening: str, within: str, closing: str, after: str) -> str:
    return before + opening * 20_000 + within + closing * 20_000 + after


FAILING = [
    ("nested braces", nested("SELECT * ", "{", "", "}", ""), QueryFault),
    ("nested brackets", nested("SELECT * { FILTER(", "(", "1", ")", ") }"), QueryFault),
    ("nested blank nodes", nested("SELECT * { ", "[ <a:p> ", "1", "]", " }"), QueryFault),
    ("nested paths", nested("SELECT * { ?s ", "(", "<a:p>", ")", " ?o }"), QueryFault),
    ("ten megabytes of patterns", "SELECT * {" + "?s ?p ?o . " * 900_000 + "}", TOO_MUCH),
    ("ten megabytes of a sum", "SELECT (1" + "+1" * 5_000_000 + " AS ?x) {}", (*TOO_MUCH, QueryFault)),
    ("ten megabytes of nonsense", "SELECT" + "!" * 10 * MEGABYTE, QuerySyntaxError),
    ("a million values, squared", f"SELECT * {{ VALUES ?x {{ {NUMBERS} }} VALUES ?y {{ {NUMBERS} }} }}", TOO_MUCH),
    ("a text that doubles", "SELECT (" + "REPLACE(" * 60 + "'ab'" + ",'.','$0$0')" * 60 + " AS ?x) {}", TOO_MUCH),
    ("a path over everything", "SELECT (COUNT(*) AS ?n) { ?a (<a:is>|^<a:is>)* ?b . ?c ?p ?d . ?e ?q ?f }", TOO_MUCH),
]  # fmt: skip
LONG = [
    ("ten megabytes of prefixes", "".join(f"PREFIX p{n}: <a:{n}> " for n in range(400_000)) + "ASK {}"),
    ("ten megabytes of bases", "BASE <a:> " * MEGABYTE + "ASK {}"),
    ("ten megabytes of graphs", "ASK " + "".join(f"FROM <a:{n}> " for n in range(600_000)) + "{}"),
    ("ten megabytes of variables", "SELECT " + " ".join(f"?v{n}" for n in range(MEGABYTE)) + " {}"),
]
ANSWERED = [
    ("ten megabytes of a comment", "SELECT (1 AS ?x) {} #" + "x" * 10 * MEGABYTE, "1"),
    ("ten megabytes of a string", f"SELECT (STRLEN('{'x' * 10 * MEGABYTE}') AS ?x) {{}}", "10000000"),
    ("a million values", f"SELECT (COUNT(*) AS ?n) {{ VALUES ?o {{ {NUMBERS} }} ?s <a:is> ?o }}", "400"),
    ("an expression that would explode", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(?o, '^(a+)+$')) }", "400"),
    ("one of many choices", f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(REGEX(?o, '{'(a|aa)+' * 500}b')) }}", "0"),
    ("one that counts", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(?o, '(((a{90}){90}){90}){90}b')) }", "0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), [row[1:] for row in FAILING], ids=[row[0] for row in FAILING])
def test_a_text_that_goes_too_far_is_one_failed_query(
    engine: RunningEngine, text: str, kind: type[EngineError] | tuple[type[EngineError], ...]
) -> None:
    pages = engine.workers(Lane.PAGE)
    with pytest.raises(kind):
        engine.ask(text, timeout_seconds=SOON)
    assert engine.rows(LOOKUP) == ["7"]
    engine.wait_until_whole()
    assert engine.workers(Lane.PAGE) == pages


@pytest.mark.parametrize("text", [row[1] for row in LONG], ids=[row[0] for row in LONG])
def test_a_text_that_is_read_for_long_is_one_query(engine: RunningEngine, text: str) -> None:
    assert outcome(engine, text, client="") in {"answered", "QueryMemory", "QueryTimeout"}
    assert engine.rows(LOOKUP) == ["7"]


@pytest.mark.parametrize(("text", "row"), [row[1:] for row in ANSWERED], ids=[row[0] for row in ANSWERED])
def test_a_text_that_is_only_long_or_looks_so_is_answered(engine: RunningEngine, text: str, row: str) -> None:
    assert engine.rows(text) == [row]


def outcome(engine: RunningEngine, text: str, client: str) -> str:
    try:
        engine.ask(text, client=client, timeout_seconds=SOON)
    except EngineError as error:
        return type(error).__name__
    return "answered"


def test_many_clients_with_hostile_texts_keep_nobody_from_an_answer(engine: RunningEngine) -> None:
    hostile = [row[1] for row in FAILING if row[0] not in ("nested brackets", "nested paths")]
    pages, pid = engine.workers(Lane.PAGE), engine.process.pid
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(outcome, engine, text, f"client {number}") for number, text in enumerate(hostile)]
        lookups = 0
        while not all(future.done() for future in asked):
            assert engine.rows(LOOKUP, client="visitor") == ["7"]
            assert engine.rows(LOOKUP, lane=Lane.PAGE) == ["7"]
            lookups += 1
        outcomes = {future.result() for future in asked}
    assert outcomes <= {"QueryFault", "QueryMemory", "QueryTimeout", "QuerySyntaxError", "EngineBusy"}
    assert "QueryFault" in outcomes
    assert lookups > 10
    engine.wait_until_whole()
    assert (engine.workers(Lane.PAGE), engine.process.pid) == (pages, pid)


# -- no text makes the engine call anybody

FROM_AFAR = [
    ("FROM", "SELECT * FROM <{url}> {{ ?s ?p ?o }}"),
    ("FROM NAMED", "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
    ("GRAPH", "SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}"),
    ("LOAD", "LOAD <{url}>"),
    ("an IRI", "DESCRIBE <{url}>"),
    ("a base", "BASE <{url}> SELECT * {{ ?s <p> ?o }}"),
    ("a function", "SELECT (<{url}>(1) AS ?x) {{}}"),
]


@pytest.fixture
def listening() -> Iterator[socket]:
    with closing(socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        listener.setblocking(False)
        yield listener


def nobody_called(listener: socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return True
    return False


@pytest.mark.parametrize("text", [row[1] for row in SERVICE], ids=[row[0] for row in SERVICE])
def test_no_service_clause_calls_anybody(engine: RunningEngine, listening: socket, text: str) -> None:
    url = f"<http://127.0.0.1:{listening.getsockname()[1]}/>"
    with pytest.raises(QueryForbidden, match="SERVICE is off"):
        engine.ask(text.replace("<a:b>", url).replace("<a:>", url))
    assert nobody_called(listening)


@pytest.mark.parametrize("text", [row[1] for row in FROM_AFAR], ids=[row[0] for row in FROM_AFAR])
def test_nothing_else_that_names_an_address_calls_it(engine: RunningEngine, listening: socket, text: str) -> None:
    outcome(engine, text.format(url=f"http://127.0.0.1:{listening.getsockname()[1]}/"), client="")
    assert nobody_called(listening)


@pytest.mark.parametrize("text", [row[1] for row in NO_SERVICE], ids=[row[0] for row in NO_SERVICE])
def test_the_word_alone_is_not_forbidden(engine: RunningEngine, text: str) -> None:
    try:
        engine.ask(text)
    except QuerySyntaxError:
        return  # some of them are no queries, whatever words they hold
