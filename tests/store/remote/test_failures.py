"""What endpoints do wrong, and what comes of it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import (
    AnswerBroken,
    EngineBusy,
    EngineError,
    EngineUnavailable,
    QueryFault,
    QueryForbidden,
    QueryMemory,
    QuerySyntaxError,
    QueryTimeout,
)
from kgpub.store.contract import Lane, Query
from tests.endpoints import Given, free_port, middleman
from tests.servers import eventually
from tests.store.remote.asking import ask, open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.endpoints import Asked, Forward

TEXT = {"Content-Type": "text/plain"}
HTML = {"Content-Type": "text/html; charset=UTF-8"}
VIRTUOSO = (
    "Virtuoso 37000 Error SP030: SPARQL compiler, line 3: syntax error\n\n"
    "SPARQL query:\ndefine sql:big-data-const 0 SELECT * {\n ?s ?p ?o"
)
REFUSALS = [
    ("Oxigraph's words", 400, TEXT, "error at 1:8: expected OPTIONAL", QuerySyntaxError, "column 8: expected OPTIONAL"),
    ("Virtuoso's words", 400, TEXT, VIRTUOSO, QuerySyntaxError, "compiler, line 3: syntax error$"),
    ("words in a page", 400, HTML, "<h1>No</h1>\n<p>a &lt; b</p>", QuerySyntaxError, "^No a < b$"),
    ("no words", 400, TEXT, "", QuerySyntaxError, "does not say why"),
    ("a deadline as a bad request", 400, TEXT, "Query timed out", QueryTimeout, "deadline"),
    ("no credentials", 401, TEXT, "", EngineUnavailable, "credentials"),
    ("other credentials", 403, TEXT, "", EngineUnavailable, "credentials"),
    ("another address", 301, {"Location": "https://example.org/sparql"}, "", EngineUnavailable, "https://example.org/"),
    ("no endpoint", 404, TEXT, "nothing here", EngineUnavailable, "404: nothing here"),
    ("a timeout of HTTP", 408, TEXT, "", QueryTimeout, "deadline"),
    ("a long query", 413, TEXT, "", QueryForbidden, "too long"),
    ("too many requests", 429, {"Retry-After": "7"}, "", EngineBusy, "busy"),
    ("a fault", 500, TEXT, "it broke", QueryFault, "failed in this query: it broke"),
    ("a fault without words", 500, TEXT, "", QueryFault, "failed in this query."),
    ("a deadline as a fault", 500, TEXT, "S1T00 Error SR171: Transaction timed out", QueryTimeout, "deadline"),
    ("an estimate as a fault", 500, TEXT, "The estimated execution time 9 (sec) is too long", QueryTimeout, "deadline"),
    ("memory as a fault", 500, TEXT, "java.lang.OutOfMemoryError: Java heap space", QueryMemory, "memory"),
    ("an outage", 503, TEXT, "", EngineBusy, "busy"),
    ("a gateway's deadline", 504, TEXT, "", QueryTimeout, "deadline"),
    ("memory", 507, TEXT, "", QueryMemory, "memory"),
    ("words without end", 500, TEXT, "no " * 100_000, QueryFault, "no no no…$"),
]


@pytest.mark.parametrize("row", REFUSALS, ids=[row[0] for row in REFUSALS])
def test_a_refusal_is_an_exception_of_ours(row: tuple[str, int, dict[str, str], str, type[EngineError], str]) -> None:
    _, status, headers, words, kind, message = row
    with (
        middleman(rule=lambda _, __: Given(status, headers, words.encode())) as man,
        pytest.raises(kind, match=message) as caught,
    ):
        ask(open_engine(man.addresses.query))
    assert type(caught.value) is kind


def test_who_is_busy_says_when_to_come_again() -> None:
    for header, seconds in (("7", 7), ("soon", 2), ("99999999", 3600), ("²", 2)):
        rule = Given(503, {"Retry-After": header.encode().decode("latin-1")}, b"")
        with middleman(rule=lambda _, __, rule=rule: rule) as man, pytest.raises(EngineBusy) as caught:  # type: ignore[misc]
            ask(open_engine(man.addresses.query))
        assert caught.value.retry_after == seconds


def test_the_place_of_a_syntax_error_is_told() -> None:
    for words, place in (
        ("Line 2, column 7: no", (2, 7)),
        ("at line 12 col. 3", (12, 3)),
        ("Parse error: [line 4, col 1]", (4, 1)),
        ("error at 5:6: no", (5, 6)),
        ("SPARQL compiler, line 3: syntax error", (3, 0)),
        ("there are 7 columns in line", (0, 0)),
    ):
        given = Given(400, TEXT, words.encode())
        with middleman(rule=lambda _, __, given=given: given) as man, pytest.raises(QuerySyntaxError) as caught:  # type: ignore[misc]
            ask(open_engine(man.addresses.query))
        assert (caught.value.line, caught.value.column) == place


def test_where_nobody_listens_is_an_outage() -> None:
    with pytest.raises(EngineUnavailable, match="does not answer"):
        ask(open_engine(f"http://127.0.0.1:{free_port()}/"))


# -- answers that are none, or not all there


def _with(head: str, body: bytes = b"") -> list[bytes]:
    return [f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body]


def _whole(body: bytes, kind: str = "application/sparql-results+json") -> list[bytes]:
    return _with(f"Content-Type: {kind}\r\nContent-Length: {len(body)}", body)


def _chunked(*parts: bytes, kind: str = "application/sparql-results+json", is_ended: bool = True) -> list[bytes]:
    chunks = [b"%x\r\n%s\r\n" % (len(part), part) for part in parts]
    head = _with(f"Content-Type: {kind}\r\nTransfer-Encoding: chunked")
    return [*head, *chunks, *([b"0\r\n\r\n"] if is_ended else [])]


def _triples(*parts: bytes) -> list[bytes]:
    return _chunked(*parts, kind=NT)


ROW = b'{"x":{"type":"uri","value":"a:b"}}'
HEAD = b'{"head":{"vars":["x"]},"results":{"bindings":['
BEGUN = HEAD + ROW
NESTED = b'{"x":' + b'{"type":"triple","value":{"object":' * 20_000
NT = "application/n-triples"
TRIPLE = b"<a:s> <a:p> <a:o> .\n"
CANCELLED = b"The SPARQL operation has been cancelled"  # as Oxigraph ends an answer at its deadline
SELECT, CONSTRUCT = "SELECT ?x {}", "CONSTRUCT WHERE { ?s ?p ?o }"
NO_END = "does not answer"

BROKEN: list[tuple[str, str, list[bytes], type[EngineError], str]] = [
    ("nothing at all", SELECT, [], EngineUnavailable, NO_END),
    ("no HTTP", SELECT, [b"nonsense\r\n\r\n"], EngineUnavailable, NO_END),
    ("half a head", SELECT, [b"HTTP/1.1 200 OK\r\nContent-"], EngineUnavailable, "no answer to a query"),
    ("no chunk at the end", SELECT, _chunked(BEGUN, is_ended=False), EngineUnavailable, NO_END),
    ("fewer bytes than said", SELECT, [_whole(BEGUN + b"]}}")[0][:-9]], EngineUnavailable, NO_END),
    ("no end of the JSON", SELECT, _chunked(BEGUN), AnswerBroken, "breaks off, or is garbled"),
    ("words in the JSON", SELECT, _chunked(BEGUN, b"It failed"), AnswerBroken, "breaks off, or is garbled"),
    ("a deadline in the JSON", SELECT, _chunked(BEGUN, CANCELLED), QueryTimeout, "deadline"),
    ("memory in the JSON", SELECT, _chunked(BEGUN, b"out of memory"), QueryMemory, "memory"),
    ("a deadline among triples", CONSTRUCT, _triples(TRIPLE, CANCELLED), QueryTimeout, "deadline"),
    ("words among triples", CONSTRUCT, _triples(TRIPLE, b"It failed"), AnswerBroken, "garbled"),
    ("triples without an end", CONSTRUCT, _with(f"Content-Type: {NT}", TRIPLE), AnswerBroken, "answers end"),
    ("a page", SELECT, _whole(b"<html>", "text/html"), EngineUnavailable, "no answer to a query"),
    ("no type", SELECT, _with("Content-Length: 2", b"{}"), EngineUnavailable, "nothing that is named"),
    ("rows for a graph", CONSTRUCT, _whole(BEGUN + b"]}}"), EngineUnavailable, "no answer to a query"),
    ("Virtuoso's part", SELECT, _with("X-SQL-State: S1TAT\r\nContent-Length: 0"), QueryTimeout, "before the query"),
    (
        "Virtuoso's first rows",
        SELECT,
        _with("X-SPARQL-MaxRows: 10000\r\nContent-Length: 0"),
        AnswerBroken,
        "10,000 rows",
    ),
    ("triples in triples", SELECT, _chunked(HEAD, NESTED), AnswerBroken, "nested too deeply"),
]


@pytest.mark.parametrize("row", BROKEN, ids=[row[0] for row in BROKEN])
def test_what_is_no_whole_answer_is_an_exception(row: tuple[str, str, list[bytes], type[EngineError], str]) -> None:
    _, text, parts, kind, message = row
    with middleman(rule=lambda _, __: parts) as man, pytest.raises(kind, match=message) as caught:
        ask(open_engine(man.addresses.query), text)
    assert type(caught.value) is kind


def test_an_answer_that_breaks_off_late_is_broken_and_not_short() -> None:
    row = b"," + ROW
    rule = _chunked(BEGUN, row * 50_000, CANCELLED)
    with middleman(rule=lambda _, __: rule) as man:
        given = open_engine(man.addresses.query).answer(Query("SELECT ?x {}", results="text/csv", lane=Lane.PUBLIC))
        with given, pytest.raises(AnswerBroken) as caught:
            assert sum(map(len, given)) > 100_000
    assert isinstance(caught.value.__cause__, QueryTimeout)


# -- endpoints that take their time


def _slowly(_asked: Asked, _forward: Forward) -> Iterator[bytes]:
    head, *rest = _chunked(BEGUN, *[b"," + ROW] * 1000)
    yield head
    for part in rest:
        yield part
        time.sleep(0.05)


def test_an_endpoint_that_is_silent_is_waited_for_until_the_deadline() -> None:
    def silent(_asked: Asked, _forward: Forward) -> Iterator[bytes]:
        time.sleep(2)
        yield b""

    with middleman(rule=silent) as man:
        begun = time.monotonic()
        with pytest.raises(QueryTimeout):
            ask(open_engine(man.addresses.query), timeout_seconds=0.4)
        assert 0.4 <= time.monotonic() - begun < 1.5


def test_an_endpoint_that_dribbles_is_waited_for_until_the_deadline() -> None:
    with middleman(rule=_slowly) as man:
        begun = time.monotonic()
        with pytest.raises(QueryTimeout):
            ask(open_engine(man.addresses.query), timeout_seconds=0.6)
        assert 0.5 <= time.monotonic() - begun < 2


def test_an_answer_that_is_closed_is_given_up_at_the_endpoint() -> None:
    written: list[int] = []

    def endless(_asked: Asked, _forward: Forward) -> Iterator[bytes]:
        yield from _chunked(BEGUN, is_ended=False)
        for number in range(1_000_000):
            written.append(number)
            yield b"%x\r\n%s\r\n" % (1000 * (len(ROW) + 1), (b"," + ROW) * 1000)

    with middleman(rule=endless) as man:
        engine = open_engine(man.addresses.query, stall_seconds=30)
        with engine.answer(Query("SELECT ?x {}", results="text/csv", lane=Lane.PUBLIC)) as given:
            assert next(iter(given))
        eventually(lambda: _stands_still(written))
        assert len(written) < 1_000_000


def _stands_still(written: list[int]) -> bool:
    before = len(written)
    time.sleep(0.2)
    return len(written) == before


def test_nothing_of_the_credentials_is_in_a_message() -> None:
    from kgpub.store.remote.credentials import Credentials  # noqa: PLC0415

    credentials = Credentials("somebody", "secret")
    assert "secret" not in repr(credentials)
    given = Given(401, {"WWW-Authenticate": 'Basic realm="x"'}, b"no")
    with middleman(rule=lambda _, __: given) as man, pytest.raises(EngineError) as caught:
        ask(open_engine(man.addresses.query, credentials))
    assert "secret" not in json.dumps([str(caught.value), repr(caught.value), str(caught.value.__cause__)])
