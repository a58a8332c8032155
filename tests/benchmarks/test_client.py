"""The measuring client reads whole answers, and knows a part for a part."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from benchmarks.client import BrokenOff, Client, Endpoint, get

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[Endpoint, list[bytes]]]:
    """Answer each connection once, in pieces of a few bytes, and close it; give what was asked as well."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer, args=(listener, answers, asked))
        thread.start()
        yield Endpoint("127.0.0.1", listener.getsockname()[1], "/sparql"), asked
        thread.join()


def _answer(listener: socket.socket, answers: tuple[bytes, ...], asked: list[bytes]) -> None:
    for answer in answers:
        connection, _ = listener.accept()
        with connection:
            asked.append(connection.recv(65536))
            for start in range(0, len(answer), 7):
                connection.sendall(answer[start : start + 7])


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", b"hello"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", b"hello"),
        (b"HTTP/1.0 200 OK\r\n\r\nhello", b"hello"),
        (b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n", b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + b"x" * 300_000, b"x" * 300_000),
    ],
    ids=["length", "chunks", "to the end", "empty", "long"],
)
def test_an_answer_is_read_to_its_end(answer: bytes, body: bytes) -> None:
    with answering(answer) as (endpoint, _), Client(endpoint, timeout=5) as client:
        reply = client.exchange(get(endpoint, "/", "*/*"))
    assert (reply.status, reply.body) == (int(answer.split()[1]), body)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n0\r\n",
    ],
    ids=["nothing", "half a head", "short", "no last chunk", "no end of the last chunk"],
)
def test_a_part_is_never_taken_for_the_whole(answer: bytes) -> None:
    with (
        answering(answer) as (endpoint, _),
        Client(endpoint, timeout=5) as client,
        pytest.raises((BrokenOff, ConnectionResetError)),
    ):
        client.exchange(get(endpoint, "/", "*/*"))


def test_a_connection_that_the_server_closes_is_opened_again() -> None:
    answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
    with answering(answer, answer) as (endpoint, asked), Client(endpoint, timeout=5, source="127.0.0.9") as client:
        replies = [client.exchange(get(endpoint, path, "text/csv")) for path in ("/a", "/b")]
    assert [reply.body for reply in replies] == [b"ok", b"ok"]
    assert [request.split(b"\r\n")[0] for request in asked] == [b"GET /a HTTP/1.1", b"GET /b HTTP/1.1"]


def test_a_query_stands_last_in_the_address_so_that_a_comment_can_follow() -> None:
    endpoint = Endpoint("127.0.0.1", 80, "/sparql", "default-graph-uri=urn%3Aa&")
    assert endpoint.target("ASK {}") == "/sparql?default-graph-uri=urn%3Aa&query=ASK%20%7B%7D"
    request = endpoint.request("ASK {}", "text/csv").decode().split("\r\n")
    assert request == [f"GET {endpoint.target('ASK {}')} HTTP/1.1", "Host: 127.0.0.1:80", "Accept: text/csv", "", ""]
