"""Queries that hurt other servers: each fails by itself, and nothing else happens."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import requests

from tests.servers import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

JSON = "application/sparql-results+json"
LOOKUP = "SELECT ?p ?o { <https://w3id.org/kgpub/iccpr/article/19> ?p ?o }"


def nested(before: str, opening: str, within: str, closing: str, after: str) -> str:
    return before + opening * 20_000 + within + closing * 20_000 + after


ONES = "1 " * 5000
PAIRS = "{ ?a ?b ?c . ?d ?e ?f }"
FACTORS = " ".join(f"VALUES ?x{number} {{ {ONES} }}" for number in range(20))
EXPLODING = "(x+x+)+" * 50 + "{1000}{1000}"
DOUBLING = " ".join(f"BIND(CONCAT(?a{number}, ?a{number}) AS ?a{number + 1})" for number in range(40))
LONG = "a" * 5000
TOO_MUCH = {504, 507}
BOMBS = [
    ("20,000 nested braces", nested("SELECT * ", "{", "", "}", ""), {400, 500}),
    ("20,000 nested parentheses", nested("SELECT (", "(", "1", ")", " AS ?x) {}"), {400, 500}),
    ("20,000 nested groups of a path", nested("SELECT * { ?s ", "(", "a", ")", " ?o }"), {400, 500}),
    ("a query of 10 MB", "SELECT * {} #" + "x" * 10_000_000, {413}),
    ("a million VALUES", "SELECT * { VALUES ?x { " + "1 " * 1_000_000 + "} }", {413}),
    ("VALUES by VALUES", f"SELECT * {{ {FACTORS} }}", TOO_MUCH),
    (
        "an exploding regular expression",
        f'ASK {{ ?s ?p ?o FILTER(REGEX(STR(?o), "{EXPLODING}")) }}',
        {200, 500, *TOO_MUCH},
    ),
    ("one that explodes elsewhere", f'ASK {{ FILTER(REGEX("{LONG}", "^(a|a?)+$")) }}', {200, 504}),
    ("a string that doubles", f'SELECT ?z {{ BIND("x" AS ?a0) {DOUBLING} BIND(STRLEN(?a40) AS ?z) }}', TOO_MUCH),
    ("a path over everything", "SELECT (COUNT(*) AS ?n) { ?s (!<urn:no>)+ ?o . ?x (!<urn:no>)+ ?y }", TOO_MUCH),
    ("a sort of everything by everything", f"SELECT * {PAIRS} ORDER BY ?c ?f", TOO_MUCH),
    ("as many groups as pairs", f"SELECT ?a (COUNT(*) AS ?n) {PAIRS} GROUP BY ?a ?b ?c ?d ?e ?f", TOO_MUCH),
]


@pytest.mark.parametrize(("query", "statuses"), [bomb[1:] for bomb in BOMBS], ids=[bomb[0] for bomb in BOMBS])
def test_a_bomb_is_one_failed_query_and_nothing_else(server: Server, query: str, statuses: set[int]) -> None:
    servers = {entry.pid for entry in server.tree() if "--multiprocessing" not in entry.command and not entry.nice}
    with ThreadPoolExecutor(5) as pool:
        bombs = [pool.submit(post, server, query) for _ in range(3)]
        pages = [pool.submit(server.get, "iccpr/article/19.ttl") for _ in range(5)]
    assert {page.result().status_code for page in pages} == {200}
    for response in (bomb.result() for bomb in bombs):
        assert response.status_code in statuses, response.text[:300]
        if not response.ok:
            assert response.json()["status"] == response.status_code
    assert len(server.query(LOOKUP).json()["results"]["bindings"]) > 5
    stayed = {entry.pid for entry in server.tree()}
    assert {server.engine().pid, *(pid for pid in servers if pid in stayed)} <= stayed
    eventually(lambda: len(server.workers(public=True)) == 2)


def post(server: Server, query: str) -> requests.Response:
    headers = {"Accept": JSON, "Content-Type": "application/sparql-query"}
    return requests.post(f"{server.url}sparql", data=query.encode(), headers=headers, timeout=60)


# -- no query makes the server open another connection


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address where something listens, and what was said to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(1000))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", heard
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)


CALLS = [
    ("SERVICE", "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}"),
    ("SERVICE SILENT", "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}"),
    ("in small letters", "SELECT * {{ service silent <{0}> {{ ?s ?p ?o }} }}"),
    ("a variable", "SELECT * {{ VALUES ?where {{ <{0}> }} SERVICE ?where {{ ?s ?p ?o }} }}"),
    ("a silent variable", "SELECT * {{ BIND(IRI('{0}') AS ?where) SERVICE SILENT ?where {{ ?s ?p ?o }} }}"),
    ("a prefix", "PREFIX x: <{0}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}"),
    ("run together", "PREFIX : <{0}> SELECT * {{ SERVICE:{{ ?s ?p ?o }} }}"),
    ("run together, silent", "PREFIX : <{0}> SELECT * {{ SERVICESILENT:{{ ?s ?p ?o }} }}"),
    ("code points", "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}"),
    ("long code points", "SELECT * {{ SERVIC\\U00000045 <{0}> {{ ?s ?p ?o }} }}"),
    ("behind a comment", "SELECT * {{ SERVICE # here\n <{0}> {{ ?s ?p ?o }} }}"),
    ("in a subquery", "SELECT * {{ {{ SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }}"),
    ("in EXISTS", "ASK {{ FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}"),
    ("in OPTIONAL", "SELECT * {{ OPTIONAL {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }} }}"),
    ("in MINUS", "SELECT * {{ ?a ?b ?c MINUS {{ SERVICE SILENT <{0}> {{ ?a ?p ?o }} }} }} LIMIT 1"),
    ("FROM", "SELECT * FROM <{0}> {{ ?s ?p ?o }}"),
    ("FROM NAMED", "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
    ("GRAPH", "SELECT * {{ GRAPH <{0}> {{ ?s ?p ?o }} }}"),
    ("LOAD", "LOAD <{0}>"),
    ("DESCRIBE", "DESCRIBE <{0}>"),
    ("a function", "SELECT (<{0}>('x') AS ?y) {{}}"),
    ("BASE", "BASE <{0}> SELECT * {{ SERVICE <sparql> {{ ?s ?p ?o }} }}"),
]


@pytest.mark.parametrize("query", [call[1] for call in CALLS], ids=[call[0] for call in CALLS])
def test_no_query_makes_the_server_call_anybody(server: Server, listener: tuple[str, list[bytes]], query: str) -> None:
    address, heard = listener
    response = post(server, query.format(address))
    assert response.status_code in (200, 400, 403, 406)
    if "service" in query.lower() or "SERVICE" in query:
        assert response.status_code in (400, 403)
    parameters = {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": address, "named-graph-uri": address}
    asked = requests.get(f"{server.url}sparql", params=parameters, headers={"Accept": JSON}, timeout=60)
    assert asked.json()["results"]["bindings"] == []
    assert heard == []


WORDS = [
    'SELECT ("SERVICE <http://x/> { }" AS ?x) {}',
    "SELECT * { ?service ?p ?o } LIMIT 1",
    "SELECT * { ?s <http://example.org/service> ?o }",
    "PREFIX service: <urn:> SELECT * { ?s service:SERVICE ?o }",
    "SELECT * {} # SERVICE <http://x/> {}",
    "SELECT ('''SERVICE''' AS ?x) {}",
]


@pytest.mark.parametrize("query", WORDS)
def test_the_word_alone_does_no_harm(server: Server, query: str) -> None:
    assert post(server, query).status_code == 200
