"""Requests that no client of good will sends, byte for byte over a socket: the answer is a problem, never a fault."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.publications import copy_thesaurus
from tests.servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

PROBLEM = "application/problem+json"
LONG = b"a" * 10_000
HUGE = b"text/turtle;q=0.1," * 6_000  # 108 kB
TYPE = b"http%3A%2F%2Fwww.w3.org%2F1999%2F02%2F22-rdf-syntax-ns%23type"
RAIN = b"https%3A%2F%2Fthesaurus.example%2Fweather%2Frain"


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers in lower case, and body."""

    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copy_thesaurus(tmp_path_factory.mktemp("thesaurus") / "archive")) as running:
        yield running


def send(server: Server, data: bytes) -> Reply | None:
    """Send bytes and read until the server closes; None where it closes without a word."""
    address = urlsplit(server.url)
    assert address.hostname is not None
    with socket.create_connection((address.hostname, address.port or 80), timeout=30) as connection:
        received = b""
        try:
            connection.sendall(data)
            while chunk := connection.recv(65_536):
                received += chunk
        except ConnectionError:
            pass  # it hung up before all was sent; what it said until then counts
    return read(received) if received else None


def read(received: bytes) -> Reply:
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    assert len(headers) == len(lines), "a header came twice"
    return Reply(int(status.split()[1]), headers, body)


def request(target: bytes, *headers: bytes, method: bytes = b"GET") -> bytes:
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


# -- targets: what each is answered, as a problem in JSON

TARGETS = {
    # paths of which no thing is named
    "10 kB": (b"/" + LONG, 404),
    "10 kB below a thing": (b"/weather/rain/" + LONG, 404),
    "10 kB, and an ending": (b"/" + LONG + b".ttl", 404),
    "two slashes": (b"//", 404),
    "10 kB of slashes": (b"/" * 10_000 + b"x", 404),
    "10 kB of escapes": (b"/" + b"%41" * 3_333, 404),
    "an encoded slash": (b"/weather%2Frain", 404),
    "an encoded slash, small": (b"/weather%2frain.ttl", 404),
    "an encoded backslash": (b"/weather%5Crain", 404),
    "a null byte": (b"/weather/rain%00", 404),
    "a null byte before the ending": (b"/weather/rain%00.ttl", 404),
    "dots": (b"/../../etc/passwd", 404),
    "dots below assets": (b"/assets/../../pyproject.toml", 404),
    "encoded dots": (b"/%2e%2e/%2e%2e/etc/passwd", 404),
    "encoded dots below assets": (b"/assets/%2e%2e/%2e%2e/pages.py", 404),
    "encoded dots and slashes below assets": (b"/assets/..%2f..%2fpages.py", 404),
    "dots below dumps": (b"/dumps/..%2fmanifest.json", 404),
    "a full path below assets": (b"/assets//etc/passwd", 404),
    "quotes and angle brackets": (b"/weather/%22%3E%3Crain%3E", 404),
    "a closing bracket of an IRI": (b"/weather/rain%3E%20%3Fp%20%3Fo%20%7D", 404),
    "a right-to-left mark": (b"/weather/%E2%80%8Frain", 404),
    "a right-to-left override": (b"/weather/%E2%80%AEniar", 404),
    "invalid UTF-8": (b"/weather/%FF%FE", 404),
    "overlong UTF-8": (b"/weather/%C0%AFrain", 404),
    "a surrogate in UTF-8": (b"/weather/%ED%A0%80", 404),
    "half of a character": (b"/weather/%E2%82", 404),
    "an escape that is none": (b"/weather/%zz", 404),
    "an escape that ends": (b"/weather/rain%", 404),
    "CR and LF": (b"/weather/rain%0D%0ASet-Cookie:%20a=b", 404),
    "a context of another release": (b"/context/000000000000.jsonld", 404),
    "no thing": (b"/.ttl", 404),
    "an ending only": (b"/.linkset", 404),
    # parameters
    "links of nothing": (b"/links.ttl", 400),
    "CR and LF in a URI": (b"/links.ttl?to=" + RAIN + b"%0D%0AX-Evil:%20a&by=" + TYPE, 400),
    "CR and LF in a property": (b"/links.ttl?to=" + RAIN + b"&by=" + TYPE + b"%0D%0A", 400),
    "a quote in a URI": (b"/links.ttl?to=" + RAIN + b"%22&by=" + TYPE, 400),
    "angle brackets in a URI": (b"/links.ttl?to=" + RAIN + b"%3E%20%3Fp&by=" + TYPE, 400),
    "a null byte in a URI": (b"/links.ttl?to=" + RAIN + b"%00&by=" + TYPE, 400),
    "invalid UTF-8 in a URI": (b"/links.ttl?to=%FF&by=" + TYPE, 400),
    "a page below the first": (b"/links.ttl?to=" + RAIN + b"&by=" + TYPE + b"&page=-1", 400),
    "a page in other digits": (b"/links.ttl?to=" + RAIN + b"&by=" + TYPE + b"&page=%D9%A1", 400),
    "a page after the last": (b"/links.ttl?to=" + RAIN + b"&by=" + TYPE + b"&page=999999999", 404),
    "no query": (b"/sparql?query=%FF%00", 400),
    "CR and LF in a query": (b"/sparql?query=%0D%0ASet-Cookie:%20a=b", 400),
    "a graph that is no IRI": (b"/graph-store?graph=%3Ca%20b%3E", 404),
    "a time that is none": (b"/sparql?query=ASK%7B%7D&timeout=%0D%0A", 400),
}


@pytest.mark.parametrize("name", TARGETS)
def test_targets(server: Server, name: str) -> None:
    target, status = TARGETS[name]
    reply = send(server, request(target, b"Accept: application/json"))
    assert reply is not None
    assert (reply.status, reply.headers["content-type"]) == (status, PROBLEM), reply
    assert json.loads(reply.body)["status"] == status
    assert not {"set-cookie", "x-evil"} & set(reply.headers)


@pytest.mark.parametrize("name", TARGETS)
def test_targets_as_a_browser_asks(server: Server, name: str) -> None:
    target, status = TARGETS[name]
    reply = send(server, request(target, b"Accept: text/html"))
    assert reply is not None
    assert reply.status == status
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert b"<rain>" not in reply.body
    assert "\u202e" not in reply.body.decode()


# -- all else of a request: what it is answered

HEADERS = {
    "Accept of 100 kB": (request(b"/weather/rain", b"Accept: " + HUGE), 303),
    "Accept of 20 kB": (request(b"/weather/rain", b"Accept: " + HUGE[:20_000]), 303),
    "Accept that is nonsense": (request(b"/weather/rain", b"Accept: \xff\xfe;;;q==,,/,*/"), 406),
    "Accept with a strange quality": (request(b"/weather/rain", b"Accept: text/turtle;q=1e400"), 303),
    "Accept with no number": (request(b"/weather/rain", b"Accept: text/turtle;q=nan"), 406),
    "Accept-Language of 20 kB": (request(b"/weather/rain.html", b"Accept-Language: " + b"a-b," * 5_000), 200),
    "Accept-Language that is nonsense": (request(b"/weather/rain.html", b"Accept-Language: \xff;q=x,,"), 200),
    "Accept-Encoding that is nonsense": (request(b"/weather/rain.ttl", b"Accept-Encoding: \xff;q=x,,"), 200),
    "If-None-Match of 20 kB": (request(b"/weather/rain.ttl", b"If-None-Match: " + b'"a",' * 5_000), 200),
    "If-None-Match that is nonsense": (request(b"/weather/rain.ttl", b'If-None-Match: "'), 200),
    "Range that is nonsense": (request(b"/dumps/dataset.nq.gz", b"Range: bytes=9-1,x"), 416),
    "a range that is far": (request(b"/dumps/dataset.nq.gz", b"Range: bytes=999999999-"), 416),
    "90 headers": (request(b"/weather/rain", *(b"X-%d: a" % number for number in range(90))), 303),
    "1,000 headers": (request(b"/weather/rain", *(b"X-%d: a" % number for number in range(1_000))), 431),
    "Accept many times": (request(b"/weather/rain", *[b"Accept: text/turtle"] * 50), 303),
    "a header with a null byte": (request(b"/weather/rain", b"X: \0"), 400),
    "a header without a name": (request(b"/weather/rain", b": a"), 400),
    "a strange Host": (request(b"/weather/rain", b"Host: <script>"), 303),
    "no Host": (b"GET /weather/rain HTTP/1.1\r\nConnection: close\r\n\r\n", 303),
    "a method that nobody knows": (request(b"/weather/rain", method=b"BREW"), 405),
    "a method in small letters": (request(b"/weather/rain", method=b"get"), 303),
    "a method of 10 kB": (request(b"/weather/rain", method=LONG.upper()), 405),
    "TRACE": (request(b"/weather/rain", method=b"TRACE"), 405),
    "CONNECT": (request(b"localhost:1", method=b"CONNECT"), 404),
    "bytes beyond ASCII in a path": (request(b"/weather/\xff"), 400),
    "a blank in a path": (request(b"/weather/a b"), 400),
    "no slash": (request(b"weather"), 404),
    "no HTTP": (b"hello\r\n\r\n", 400),
    "a length that is none": (request(b"/sparql", b"Content-Length: x", method=b"POST"), 400),
    "two lengths": (request(b"/sparql", b"Content-Length: 1", b"Content-Length: 2", method=b"POST"), 400),
    "a chunk that is none": (request(b"/sparql", b"Transfer-Encoding: chunked", method=b"POST") + b"x\r\n", 415),
}


@pytest.mark.parametrize("name", HEADERS)
def test_other_parts_of_a_request(server: Server, name: str) -> None:
    data, status = HEADERS[name]
    reply = send(server, data)
    assert reply is not None, "closed without a word"
    assert reply.status == status, reply
    if status in (404, 405, 406, 415, 416):  # 400 and 431 are HTTP's own, before anybody reads what is asked
        assert reply.headers["content-type"] == PROBLEM


def test_after_all_of_that_it_answers_as_before(server: Server) -> None:
    assert server.get("weather/rain", accept="text/turtle").status_code == 200
    assert "Traceback" not in server.log.read_text()
    assert "unforeseen" not in server.log.read_text()
