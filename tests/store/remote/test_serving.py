"""A server that publishes from an endpoint."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
import requests
from pyoxigraph import RdfFormat, parse

from kgpub.rdf.canonical import canonical_lines
from tests.endpoints import middleman, oxigraph_server
from tests.publications import built, copy_thesaurus
from tests.servers import eventually, kgpub, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.endpoints import Asked, Forward, Given, Middleman, OxigraphServer
    from tests.servers import Server

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[OxigraphServer]:
    with oxigraph_server(timeout_seconds=3) as server:
        yield server


@pytest.fixture(scope="module")
def between(oxigraph: OxigraphServer) -> Iterator[Middleman]:
    """What stands between our server and the endpoint, and can fail."""
    with middleman(oxigraph.port) as man:
        yield man


@pytest.fixture(scope="module")
def archive(between: Middleman, tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = between.addresses
    settings = (
        f'[engine]\nkind = "remote"\nendpoint = "{at.query}"\nupdate = "{at.update}"\n'
        "deadline_seconds = 3\npublic_workers = 2\nworkers_per_client = 2\nqueue_length = 1"
    )
    root = copy_thesaurus(tmp_path_factory.mktemp("remote") / "archive", settings=settings)
    built(root)
    return root


@pytest.fixture(scope="module")
def server(archive: Path) -> Iterator[Server]:
    refused = kgpub("serve", archive, "--port", "0", timeout=30)
    assert (refused.returncode, "kgpub load" in refused.stderr) == (2, True)
    assert kgpub("load", archive).returncode == 0
    with serving(archive) as running:
        yield running


def test_there_is_no_engine_process(server: Server) -> None:
    assert not [entry for entry in server.tree() if entry.is_worker]


def test_everything_is_answered_from_there(server: Server, archive: Path, between: Middleman) -> None:
    local = kgpub("query", "--archive", archive, COUNT).stdout.split()[-1]
    asked = len(between.log)
    assert server.query(COUNT, accept="text/csv").text.split()[-1] == local
    assert len(between.log) > asked
    assert server.query("ASK { ?s ?p 61 }").json()["boolean"] is True
    for accept, words in (
        ("text/html", "gauge"),
        ("text/turtle", "t:observation [ "),
        ("application/ld+json", '"t:kind"'),
        ("application/trig", "graph/notes"),
    ):
        response = server.get("weather/rain", accept=accept)
        assert (response.status_code, words in response.text) == (200, True), response.text
    assert server.get("", accept="text/html").status_code == 200
    assert server.get("sparql/examples", accept="text/html").text.count("Kinds of precipitation") >= 1
    assert server.get("no/such/thing", accept="text/html").status_code == 404
    assert server.get("graph/notes.nq").text.count("\n") > 10


def test_a_document_is_the_same_as_from_an_engine_of_our_own(server: Server, tmp_path: Path) -> None:
    with serving(_as_embedded(tmp_path)) as own:
        for path in ("weather/rain.ttl", "weather/snow.jsonld", "terms.ttl"):
            here, there = (running.get(path).text.replace(running.url, "") for running in (own, server))
            assert here == there, path
        for path in ("weather/rain.nq", "weather/snow.nq", "shapes.nq", "graph/notes.nq", "graph/queries.nq"):
            ours, theirs = (parse(running.get(path).content, format=RdfFormat.N_QUADS) for running in (own, server))
            assert canonical_lines(ours) == canonical_lines(theirs), path


def _as_embedded(folder: Path) -> Path:
    root = copy_thesaurus(folder / "embedded")
    built(root)
    return root


def test_errors_keep_their_places_and_statuses(server: Server) -> None:
    for text, status, words in (
        ("SELECT * {\n ?s no:p ?o }", 400, "line 2, column 5: the prefix no: is not declared"),
        ("SELECT * { <rain> ! }", 400, "line 1, column 21: expected one of"),
        ("SELECT * { SERVICE <a:b> {} }", 403, "SERVICE is off"),
        ("SELECT * " + "{" * 500 + "}" * 500, 500, "nested too deeply"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }", 504, "deadline"),
    ):
        response = server.query(text)
        assert (response.status_code, words in response.json()["detail"]) == (status, True), response.text


def test_an_entity_tag_does_not_promise_the_same_bytes(server: Server) -> None:
    tag = server.query(COUNT).headers["ETag"]
    assert tag.startswith('W/"')
    headers = {"If-None-Match": tag, "Accept": "application/sparql-results+json"}
    again = requests.get(server.url + "sparql", params={"query": COUNT}, headers=headers, timeout=10)
    assert again.status_code == 304


def test_when_the_endpoint_is_away_that_is_an_outage_and_no_404(
    server: Server, oxigraph: OxigraphServer, between: Middleman
) -> None:
    def away(_asked: Asked, _forward: Forward) -> list[bytes]:
        return []

    between.rule = away
    try:
        for path in ("weather/snow.ttl", "no/such/thing", "health"):
            response = server.get(path)
            assert (response.status_code, response.headers["Retry-After"].isdigit()) == (503, True)
        assert server.query("ASK { ?s ?p 62 }").status_code == 503
    finally:
        between.rule = _pass_on
    eventually(lambda: server.get("weather/snow.ttl").status_code == 200)


def _pass_on(asked: Asked, forward: Forward) -> Given:
    return forward(asked)


def test_a_new_release_is_served_once_it_is_there(server: Server, archive: Path) -> None:
    before = server.get("weather/snow.ttl").text
    with (archive / "data" / "concepts.ttl").open("a") as file:
        file.write('\nw:snow skos:altLabel "white stuff"@en .\n')
    built(archive)
    server.process.send_signal(signal.SIGHUP)
    eventually(lambda: "the last one stays in service" in server.log.read_text())
    assert server.get("weather/snow.ttl").text == before
    assert kgpub("load", archive).returncode == 0
    eventually(lambda: "kgpub load" in server.query("ASK { ?s ?p 63 }").text)
    server.process.send_signal(signal.SIGHUP)
    eventually(lambda: "white stuff" in server.get("weather/snow.ttl").text)
