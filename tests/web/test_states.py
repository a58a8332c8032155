"""What is said at URIs that no longer name a thing of their own: more than test_matrix.py compares.

The archive, and all that each state answers, is in table_of_states.py.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest
import rdflib
import requests
from rdflib import DCTERMS, OWL, RDFS, VOID, Literal, URIRef

from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML, JSON_LD, RDF_FORMATS
from tests.servers import serving
from tests.web.table_of_states import (
    ACTIVE,
    BASE,
    MERGED,
    MERGED_SPLIT,
    MERGED_WITHDRAWN,
    NEVER,
    OTHER,
    RESERVED,
    SPLIT,
    STATES,
    SURVIVOR,
    TWICE,
    WITHDRAWN,
    WITHHELD,
    write_archive,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.rdf.formats import Format
    from tests.servers import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("states")
    write_archive(folder)
    with serving(folder) as running:
        yield running


def get(server: Server, path: str, *, accept: str = "*/*") -> requests.Response:
    return requests.get(server.url + path, headers={"Accept": accept}, allow_redirects=False, timeout=30)


# -- all of them

AFTERWARDS = {
    # where clients arrive that follow redirections, with the status there
    "active": (f"{ACTIVE}.ttl", 200),
    "merged": (f"{SURVIVOR}.ttl", 200),
    "merged, two hops": (f"{SURVIVOR}.ttl", 200),
    "split": (SPLIT, 300),
    "merged into what was split": (MERGED_SPLIT, 300),
    "withdrawn": (WITHDRAWN, 410),
    "merged into what was withdrawn": (MERGED_WITHDRAWN, 410),
    "minted, nothing said": (RESERVED, 404),
    "never minted": (NEVER, 404),
    "withheld": (WITHHELD, 404),
}


@pytest.mark.parametrize("name", AFTERWARDS)
@pytest.mark.parametrize("fragment", ["", "#part"])
def test_curl_and_requests_arrive_where_the_state_leads(server: Server, name: str, fragment: str) -> None:
    path, status = AFTERWARDS[name]
    asked = f"{server.url}{STATES[name].path}{fragment}"
    arrived = requests.get(asked, headers={"Accept": "text/turtle"}, timeout=30)
    assert (arrived.url.partition("#")[0], arrived.status_code) == (server.url + path, status)
    curl = subprocess.run(
        ["curl", "-sL", "-o", "/dev/null", "-H", "Accept: text/turtle", "-w", "%{url_effective} %{http_code}", asked],
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    address, _, code = curl.stdout.partition(" ")
    assert (address.partition("#")[0], int(code)) == (server.url + path, status)


@pytest.mark.parametrize("name", [name for name, (_, status) in AFTERWARDS.items() if status != 200])
def test_rdflib_takes_no_other_answer_for_a_description(server: Server, name: str) -> None:
    with pytest.raises(HTTPError) as caught:
        rdflib.Graph().parse(server.url + STATES[name].path)
    assert caught.value.code == AFTERWARDS[name][1]
    caught.value.close()


def test_only_what_is_published_is_counted(server: Server) -> None:
    graph = rdflib.Graph().parse(f"{server.url}.well-known/void")
    counted = {
        str(class_).removeprefix(f"{BASE}ns#"): int(str(graph.value(partition, VOID.entities)))
        for partition, class_ in graph.subject_objects(VOID["class"])
        if str(class_).startswith(BASE)
    }
    assert counted == {"Person": 3, "Prisoner": 1, "Source": 1}


# -- merged


@pytest.mark.parametrize("name", [MERGED, TWICE])
def test_clients_find_the_survivor_of_a_merge(server: Server, name: str) -> None:
    graph = rdflib.Graph().parse(f"{server.url}{name}")
    assert (URIRef(f"{BASE}{SURVIVOR}"), None, None) in graph
    curl = subprocess.run(
        ["curl", "-sL", "-H", "Accept: text/turtle", "-w", "%{num_redirects}", f"{server.url}{name}"],
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    assert "First Somebody" in curl.stdout
    assert curl.stdout.endswith("2")  # to the survivor, and to its document


def test_the_survivor_of_a_merge_tells_of_what_was_merged(server: Server) -> None:
    into = URIRef(BASE + SURVIVOR)
    for representation in (entry for entry in RDF_FORMATS if entry is not JSON_LD):  # whose context is elsewhere
        response = get(server, f"{SURVIVOR}.{representation.extension}")
        graph = rdflib.Dataset().parse(data=response.content, format=representation.media_type)
        triples = {(s, p, o) for s, p, o, _ in graph.quads()}
        merged = {URIRef(BASE + MERGED), URIRef(BASE + TWICE)}
        assert {o for s, p, o in triples if (s, p) == (into, DCTERMS.replaces)} == merged
        for old in merged:
            assert {(p, o) for s, p, o in triples if s == old} == {
                (OWL.sameAs, into), (OWL.deprecated, Literal(True)), (DCTERMS.isReplacedBy, into)
            }  # fmt: skip


# -- split


@pytest.mark.parametrize("name", [SPLIT, MERGED_SPLIT])
@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda entry: entry.extension)
def test_what_was_split_offers_the_choice_as_data(server: Server, name: str, representation: Format) -> None:
    response = get(server, f"{name}", accept=representation.media_type)
    graph = rdflib.Dataset().parse(data=response.content, format=representation.media_type)
    node = URIRef(f"{BASE}{name}")
    triples = {(s, p, o) for s, p, o, _ in graph.quads()}
    assert {o for s, p, o in triples if (s, p) == (node, DCTERMS.isReplacedBy)} == {
        URIRef(f"{BASE}{uri}") for uri in (SURVIVOR, OTHER)
    }
    assert any((s, p) == (node, OWL.deprecated) for s, p, _ in triples)
    assert any((s, p) == (node, RDFS.comment) for s, p, _ in triples)


def test_what_was_split_offers_the_choice_to_people(server: Server) -> None:
    page = get(server, f"{SPLIT}", accept=HTML.media_type)
    assert set(re.findall(r'<a href="/(person/\w+)"><bdi>([^<]+)', page.text)) == {
        (SURVIVOR, "First Somebody"),
        (OTHER, "Second Somebody"),
    }


# -- withdrawn


@pytest.mark.parametrize("name", [WITHDRAWN, MERGED_WITHDRAWN])
@pytest.mark.parametrize("representation", DOCUMENT_FORMATS, ids=lambda entry: entry.extension)
def test_what_was_withdrawn_leaves_a_tombstone_that_says_no_more_than_it_must(
    server: Server, name: str, representation: Format
) -> None:
    for response in (
        get(server, f"{name}", accept=representation.media_type),
        get(server, f"{name}.{representation.extension}"),
    ):
        assert name in response.text
        assert "2025-03 (safety" in response.text
        assert "archive@states.example" in response.text
        assert "2025-03-30" not in response.text
        assert not set(everybody_but(name)) & set(re.findall(r"person/\w+", response.text))


def everybody_but(name: str) -> set[str]:
    return {state.path for state in STATES.values()} - {name}
