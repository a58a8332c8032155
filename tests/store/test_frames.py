from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kgpub import errors
from kgpub.errors import AnswerBroken, EngineBusy, EngineError, EngineUnavailable, QueryFault, QuerySyntaxError
from kgpub.store.contract import Coding, Form, Head, Lane, Query
from kgpub.store.embedded.frames import (
    DATA,
    END,
    ERROR,
    FIRST_PACKET_BYTES,
    HEAD,
    Header,
    decode_error,
    error_packet,
    head_packet,
    read_first,
    read_next,
    receive_query,
    send_query,
    whole_packet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERIES = [
    ("the least", Query("")),
    ("every field", Query("ASK {}", "text/csv", "text/turtle", ("a:a", "a:b"), ("a:c",), Lane.PUBLIC, "::1", 0.5)),
    ("of HEAD, coded", Query("ASK {}", coding=Coding.GZIP, head_only=True)),
    ("no format", Query("ASK {}", results=None, graph=None)),
    ("letters of all kinds", Query('ASK { ?s ?p "Беларусь \u202eשלום 🙂 \0 \\u0041" }')),
    ("half a letter", Query("\ud800")),
    ("more than a packet", Query("ASK {}" + "#" * 300_000)),
    ("a client with a long name", Query("ASK {}", client="🙂" * 10_000)),
]


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with closing(ours), closing(theirs):
        ours.settimeout(10)
        theirs.settimeout(10)
        yield ours, theirs


@pytest.mark.parametrize("query", [row[1] for row in QUERIES], ids=[row[0] for row in QUERIES])
def test_a_query_arrives_as_it_was_sent(ends: tuple[socket.socket, socket.socket], query: Query) -> None:
    ours, theirs = ends
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(send_query, ours, query)
        header, body = Header.decode(theirs.recv(FIRST_PACKET_BYTES))
        assert receive_query(theirs, header.size, body) == query
        sent.result(timeout=10)
    assert (header.lane, header.client) == (query.lane, query.client[:256])


def test_a_query_that_breaks_off_is_an_error(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    ours.send(b'{"text":')
    ours.close()
    with pytest.raises(ConnectionError):
        receive_query(theirs, 100, b"")


ERRORS = [
    error
    for error in vars(errors).values()
    if isinstance(error, type) and issubclass(error, EngineError) and error is not EngineError
]
EVERY = [kind("words “and” more") for kind in ERRORS] + [
    QuerySyntaxError("words", line=3, column=14),
    EngineBusy("words", retry_after=17),
]


@pytest.mark.parametrize("error", EVERY, ids=repr)
def test_an_error_arrives_as_it_was_raised(error: EngineError) -> None:
    packet = error_packet(error)
    arrived = decode_error(packet.removeprefix(ERROR))
    assert (type(arrived), str(arrived), vars(arrived)) == (type(error), str(error), vars(error))


def test_all_errors_of_an_engine_are_known() -> None:
    assert len(ERRORS) == 9


def test_an_error_of_a_later_version_is_a_fault() -> None:
    assert isinstance(decode_error(b'{"error": "QueryTooFunny", "message": "words"}'), QueryFault)


HEADS = [
    Head(Form.SOLUTIONS, "text/csv; charset=utf-8"),
    Head(Form.BOOLEAN, "text/csv", is_volatile=True),
    Head(Form.GRAPH, "text/turtle", coding=Coding.GZIP),
]


@pytest.mark.parametrize("head", HEADS, ids=repr)
@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\n\n\0"])
def test_the_beginning_of_an_answer_arrives_as_it_was_sent(head: Head, data: bytes) -> None:
    assert read_first(whole_packet(head, data)) == (head, data)
    assert read_first(head_packet(head)) == (head, None)


def test_a_first_packet_that_begins_no_answer_is_an_error() -> None:
    with pytest.raises(EngineUnavailable):
        read_first(b"")
    with pytest.raises(QueryFault, match="different versions"):
        read_first(END)
    with pytest.raises(EngineBusy, match="words"):
        read_first(error_packet(EngineBusy("words")))


def test_only_the_end_frame_ends_an_answer() -> None:
    assert read_next(DATA + b"bytes") == b"bytes"
    assert read_next(END) is None
    for packet in (b"", HEAD, b"?", error_packet(EngineBusy("words"))):
        with pytest.raises(AnswerBroken):
            read_next(packet)
