"""The contract of an engine: over memory, over disk, and over a server of somebody else's."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kgpub.errors import (
    AnswerBroken,
    EngineError,
    EngineUnavailable,
    NotAcceptable,
    QueryFault,
    QueryForbidden,
    QueryMemory,
    QuerySyntaxError,
    QueryTimeout,
)
from kgpub.store.contract import Form, Lane, Query
from kgpub.store.embedded.frames import Header, decode_error, send_query
from tests.engines import SMALL
from tests.servers import eventually, processes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.store.contract import Answer
    from tests.engines import AnyEngine, RunningEngine

PREFIX = "PREFIX : <https://example.org/>\n"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
A_MOMENT = 1.5


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as executor:
        yield executor


def answer(engine: AnyEngine, text: str, *, client: str = "", **fields: object) -> Answer:
    return engine.engine.answer(Query(text, lane=Lane.PUBLIC, client=client, **fields))  # type: ignore[arg-type]


def failure(
    engine: AnyEngine, text: str, *, lane: Lane = Lane.PUBLIC, client: str = "", **fields: object
) -> EngineError | None:
    try:
        engine.ask(text, lane=lane, client=client, **fields)
    except EngineError as error:
        return error
    return None


# -- forms and formats

RESULTS = [
    ("application/sparql-results+json", QueryResultsFormat.JSON),
    ("application/sparql-results+xml", QueryResultsFormat.XML),
    ("text/tab-separated-values", QueryResultsFormat.TSV),
]
GRAPHS = [
    ("text/turtle", RdfFormat.TURTLE),
    ("application/n-triples", RdfFormat.N_TRIPLES),
    ("application/rdf+xml", RdfFormat.RDF_XML),
    ("application/ld+json", RdfFormat.JSON_LD),
    ("application/trig", RdfFormat.TRIG),
    ("application/n-quads", RdfFormat.N_QUADS),
]


@pytest.mark.parametrize(("media_type", "results"), RESULTS)
def test_rows_are_given_in_each_format(each: AnyEngine, media_type: str, results: QueryResultsFormat) -> None:
    query = PREFIX + "SELECT ?o { :a :p ?o FILTER(isLiteral(?o)) } ORDER BY ?o"
    with answer(each, query, results=media_type) as given:
        assert (given.head.form, given.head.media_type.partition(";")[0]) == (Form.SOLUTIONS, media_type)
        parsed = parse_query_results(b"".join(given), results)
    assert isinstance(parsed, QuerySolutions)
    assert [str(row["o"]) for row in parsed] == [
        '"7"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"text"@en',
    ]


def test_rows_are_given_as_csv(each: AnyEngine) -> None:
    query = PREFIX + "SELECT ?o { :a :p ?o FILTER(isLiteral(?o)) } ORDER BY ?o"
    assert each.ask(query, results="text/csv") == b"o\r\n7\r\ntext\r\n"


@pytest.mark.parametrize(("text", "truth"), [("ASK { :a :p :b }", b"true"), ("ASK { :a :p :c }", b"false")])
@pytest.mark.parametrize("media_type", [media_type for media_type, _ in RESULTS])
def test_yes_and_no_are_given_in_each_format(each: AnyEngine, text: str, truth: bytes, media_type: str) -> None:
    with answer(each, PREFIX + text, results=media_type) as given:
        assert (given.head.form, given.head.media_type.partition(";")[0]) == (Form.BOOLEAN, media_type)
        assert truth in b"".join(given)


@pytest.mark.parametrize(("media_type", "format_"), GRAPHS)
@pytest.mark.parametrize("text", ["CONSTRUCT { ?s :p ?o } { ?s :p ?o FILTER(?s = :b) }", "DESCRIBE :b"])
def test_graphs_are_given_in_each_format(each: AnyEngine, text: str, media_type: str, format_: RdfFormat) -> None:
    with answer(each, PREFIX + text, graph=media_type) as given:
        assert (given.head.form, given.head.media_type.partition(";")[0]) == (Form.GRAPH, media_type)
        content = b"".join(given)
    assert [str(quad) for quad in parse(content, format=format_)] == [
        "<https://example.org/b> <https://example.org/p> <https://example.org/c>"
    ]


def test_an_empty_answer_is_an_answer(each: AnyEngine) -> None:
    assert each.ask("SELECT ?x { ?x <a:no> ?y }", results="text/csv") == b"x\r\n"
    assert each.ask("CONSTRUCT { ?s ?p ?o } { ?s <a:no> ?o . ?s ?p ?o }") == b""


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("SELECT * { ?s ?p ?o }", {"results": None}),
        ("ASK { ?s ?p ?o }", {"results": "text/turtle"}),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {"graph": None}),
        ("DESCRIBE <a:a>", {"graph": "application/sparql-results+json"}),
    ],
)
def test_a_format_that_does_not_fit_is_not_acceptable(
    each: AnyEngine, text: str, formats: dict[str, str | None]
) -> None:
    with pytest.raises(NotAcceptable, match="ask for"):
        each.engine.answer(Query(text, lane=Lane.PUBLIC, **formats))  # type: ignore[arg-type]


def test_a_long_answer_comes_in_parts_and_whole(each: AnyEngine) -> None:
    query = PREFIX + "SELECT * { ?a :is ?b . ?c :is ?d }"
    with answer(each, query, results="text/csv") as given:
        parts = list(given)
    assert len(parts) > 50
    lines = b"".join(parts).decode().splitlines()
    assert (lines[0], len(lines), len(set(lines))) == ("a,b,c,d", 160_001, 160_001)


# -- queries that are refused

SYNTAX = [
    ("nothing", "", (1, 1)),
    ("a word", "SELEKT", (1, 7)),
    ("an undeclared prefix", "SELECT *\n{ ?s no:p ?o }", (2, None)),
    ("a missing brace", "SELECT * {\n ?s ?p ?o\n", (3, 1)),
    ("after letters of two code units", 'SELECT * { ?s ?p "🙂" ! }', (1, 25)),
    ("two queries", "ASK { ?s ?p ?o }\nASK { ?s ?p ?o }", (2, 7)),
]


NOT_SENT = {"SELEKT": (1, 1)}
"""What begins as no query does is refused before an endpoint sees it, which might understand it in ways of its own."""


@pytest.mark.parametrize(("text", "place"), [row[1:] for row in SYNTAX], ids=[row[0] for row in SYNTAX])
def test_a_syntax_error_tells_its_line_and_column(each: AnyEngine, text: str, place: tuple[int, int | None]) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        each.ask(text)
    line, column = NOT_SENT.get(text, place) if each.is_remote else place
    assert caught.value.line == line
    assert caught.value.column == column or (column is None and caught.value.column > 0)
    assert str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "  delete where { ?s ?p ?o }",
        "PREFIX : <a:> INSERT DATA { :a :b :c }",
        "# a comment\nCLEAR ALL",
        "BASE <a:> DROP ALL",
        "LOAD <http://127.0.0.1/>",
    ],
)
def test_an_update_is_refused_in_words_and_changes_nothing(each: AnyEngine, text: str) -> None:
    with pytest.raises(QueryForbidden, match="read-only"):
        each.ask(text)
    assert each.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == ["406"]


@pytest.mark.parametrize("field", ["default_graphs", "named_graphs"])
def test_a_graph_that_is_no_iri_is_refused_in_words(engine: RunningEngine, field: str) -> None:
    before = engine.workers(Lane.PUBLIC)
    with pytest.raises(QuerySyntaxError, match="no IRI"):
        engine.ask("ASK {}", **{field: ("not an iri",)})  # type: ignore[arg-type]
    assert engine.workers(Lane.PUBLIC) == before


def test_a_text_that_is_no_unicode_is_refused_in_words(engine: RunningEngine) -> None:
    before = engine.workers(Lane.PUBLIC)
    with pytest.raises(QuerySyntaxError):
        engine.ask('SELECT * { ?s ?p "\ud800" }')
    assert engine.workers(Lane.PUBLIC) == before


SERVICES = [
    ("plain", "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"),
    ("silent", "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"),
    ("to a variable", "SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE ?x {{ ?s ?p ?o }} }}"),
    ("in an aggregate", "SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}"),
]
# Oxigraph takes more than the grammar: a keyword ends where it ends, whatever follows.
HIDDEN_SERVICES = [
    ("run together with its name", "PREFIX : <{url}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}"),
    ("run together with silent", "SELECT * {{ SERVICESILENT<{url}> {{ ?s ?p ?o }} }}"),
    (
        "behind what reads as an IRI",
        "SELECT * {{ BIND(1 AS ?a) FILTER(?a<'x>y'||true)SERVICE<{url}> {{ ?s ?p ?o }} FILTER('b'='b') }}",
    ),
    (
        "behind what reads as an IRI, silent",
        "SELECT * {{ BIND(1 AS ?a) FILTER(?a<'x>y'||true)SERVICE SILENT<{url}> {{ ?s ?p ?o }} FILTER('b'='b') }}",
    ),
]


@contextmanager
def listener() -> Iterator[socket.socket]:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        listening.setblocking(False)
        yield listening


@pytest.mark.parametrize("text", [row[1] for row in SERVICES], ids=[row[0] for row in SERVICES])
def test_service_is_refused_and_nobody_is_called(each: AnyEngine, text: str) -> None:
    with listener() as listening:
        with pytest.raises(QueryForbidden, match="SERVICE is off"):
            each.ask(text.format(url=f"http://127.0.0.1:{listening.getsockname()[1]}/"))
        with pytest.raises(BlockingIOError):
            listening.accept()


@pytest.mark.parametrize("text", [row[1] for row in HIDDEN_SERVICES], ids=[row[0] for row in HIDDEN_SERVICES])
def test_service_that_hides_from_the_reader_of_tokens_calls_nobody_either(each: AnyEngine, text: str) -> None:
    with listener() as listening:
        error = failure(each, text.format(url=f"http://127.0.0.1:{listening.getsockname()[1]}/"))
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert isinstance(error, QueryForbidden) or "SILENT" in text


# -- queries that go too far


def test_a_query_without_end_ends_at_its_deadline_while_pages_go_on(each: AnyEngine, pool: ThreadPoolExecutor) -> None:
    start = time.monotonic()
    endless = [pool.submit(failure, each, ENDLESS) for _ in range(2)]
    pages = 0
    while not all(future.done() for future in endless):
        asked = time.monotonic()
        assert each.ask(PREFIX + "ASK { :a :p :b }", lane=Lane.PAGE)
        assert time.monotonic() - asked < 1
        pages += 1
    assert [type(future.result(timeout=1)) for future in endless] == [QueryTimeout, QueryTimeout]
    assert SMALL.deadline_seconds <= time.monotonic() - start < SMALL.deadline_seconds + A_MOMENT
    assert pages > 20


def test_a_query_may_ask_for_an_earlier_deadline(each: AnyEngine) -> None:
    start = time.monotonic()
    with pytest.raises(QueryTimeout):
        each.ask(ENDLESS, timeout_seconds=0.2)
    assert time.monotonic() - start < A_MOMENT


@pytest.mark.parametrize("seconds", [0.0, -1.0, -1e-9, float("nan"), float("-inf")])
def test_a_deadline_that_is_none_is_refused_before_any_worker_hears_of_it(seconds: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Query("ASK {}", timeout_seconds=seconds)


@pytest.mark.parametrize("seconds", [1e-9, 1e-3])
def test_a_deadline_that_no_query_can_meet_ends_the_query_only(each: AnyEngine, seconds: float) -> None:
    assert isinstance(failure(each, ENDLESS, timeout_seconds=seconds), QueryTimeout)
    assert each.ask("ASK {}", timeout_seconds=1e300)


def test_a_query_that_takes_too_much_memory_ends_alone(engine: RunningEngine) -> None:
    others = {entry.pid for entry in engine.workers(Lane.PAGE)}
    with pytest.raises(QueryMemory):
        engine.ask(GREEDY)
    assert others <= {entry.pid for entry in engine.workers(Lane.PAGE)}
    assert engine.ask(PREFIX + "ASK { :a :p :b }")


def test_a_query_nested_very_deeply_is_a_fault_of_its_own(each: AnyEngine) -> None:
    with pytest.raises(QueryFault, match="nested"):
        each.ask("SELECT * " + "{" * 20_000 + "}" * 20_000)
    assert each.ask(PREFIX + "ASK { :a :p :b }")


def test_a_query_longer_than_a_packet_is_read_whole(each: AnyEngine) -> None:
    names = " ".join(f":n{number % 400}" for number in range(20_000))
    rows = each.rows(PREFIX + f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?s {{ {names} }} ?s :is ?o }}")
    assert rows == ["400"]


def failure_of_one(engine: RunningEngine) -> EngineError | None:
    """Ask what waits for a worker, if it may wait, and give up soon."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(str(engine.process.socket))
    connection.settimeout(0.2)
    connection.send(Header(Lane.PUBLIC, "", 1).encode())
    try:
        packet = connection.recv(4096)
    except TimeoutError:
        return None
    finally:
        connection.close()
    return decode_error(packet[1:])


def _connected(engine: RunningEngine, query: Query) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(str(engine.process.socket))
    send_query(connection, query)
    return connection


# -- clients that stop reading, workers that die


def test_a_client_that_hangs_up_frees_its_worker(engine: RunningEngine) -> None:
    before = {entry.pid for entry in engine.workers(Lane.PUBLIC)}
    connections = [_connected(engine, Query(ENDLESS, lane=Lane.PUBLIC)) for _ in range(2)]
    eventually(lambda: failure_of_one(engine) is None)
    hung_up = time.monotonic()
    for connection in connections:
        connection.close()
    eventually(lambda: not before & {entry.pid for entry in engine.workers(Lane.PUBLIC)})
    assert time.monotonic() - hung_up < SMALL.deadline_seconds - 1
    assert engine.ask("ASK {}")


def test_an_answer_that_is_closed_early_frees_its_worker(each: AnyEngine) -> None:
    for _ in range(6):
        with answer(each, LONG) as given:
            assert next(iter(given))
    assert each.ask("ASK {}")


def test_a_reader_that_takes_nothing_is_broken_off(each: AnyEngine) -> None:
    with answer(each, LONG, results="text/csv") as given:
        begun = time.monotonic()
        eventually(lambda: time.monotonic() - begun > SMALL.stall_seconds + 0.5)
        with pytest.raises(AnswerBroken):
            for _ in given:
                pass
    assert each.ask("ASK {}")


def test_a_worker_killed_in_an_answer_breaks_that_answer_only(engine: RunningEngine) -> None:
    workers = {entry.pid for entry in engine.workers(Lane.PUBLIC)}
    with answer(engine, LONG, results="text/csv") as given:
        parts = iter(given)
        assert next(parts)
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(AnswerBroken):
            for _ in parts:
                pass
    eventually(lambda: not workers & set(processes()))
    engine.wait_until_whole()
    assert engine.ask("ASK {}")


def test_a_worker_killed_before_its_answer_is_an_outage_to_try_again(
    engine: RunningEngine, pool: ThreadPoolExecutor
) -> None:
    asked = pool.submit(engine.ask, ENDLESS)
    workers = engine.workers(Lane.PUBLIC)
    eventually(lambda: any(_is_working(entry.pid) for entry in workers))
    for entry in workers:
        os.kill(entry.pid, signal.SIGKILL)
    with pytest.raises(EngineUnavailable, match="Try again"):
        asked.result(timeout=10)


def _is_working(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"


def test_idle_workers_that_are_killed_are_replaced(engine: RunningEngine) -> None:
    before = {entry.pid for lane in Lane for entry in engine.workers(lane)}
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: not before & set(processes()))
    engine.wait_until_whole()
    assert engine.ask("ASK {}") == engine.ask("ASK {}", lane=Lane.PAGE)


# -- what else is promised


def test_only_the_owner_may_speak_to_the_engine(engine: RunningEngine) -> None:
    assert stat.S_IMODE(engine.process.socket.stat().st_mode) == 0o600


def test_public_workers_leave_the_cores_to_pages(engine: RunningEngine) -> None:
    assert [entry.nice for lane in Lane for entry in engine.workers(lane)] == [0, 19, 19]


@pytest.mark.parametrize(
    "packet", [b"", b"{}", b"[]", b"nonsense", b"[" * 4000, b'{"lane": "no", "client": "", "size": 1}']
)
def test_who_speaks_no_query_is_hung_up_on(engine: RunningEngine, packet: bytes) -> None:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)) as connection:
        connection.settimeout(5)
        connection.connect(str(engine.process.socket))
        connection.send(packet)
        assert connection.recv(10) == b""
    assert engine.ask("ASK {}")
