"""What a URI answers in every state of its life: active, merged, split, withdrawn, unknown; over HTTP.

The table is that of docs/persistence.md.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

import pytest
import rdflib
import requests
from rdflib import DCTERMS, OWL, RDFS, URIRef

from kgpub.identity.ids import draw
from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML, RDF_FORMATS, TURTLE
from tests.servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.rdf.formats import Format
    from tests.servers import Server

BASE = "https://states.example/"
CONFIGURATION = f"""
[archive]
base = "{BASE}"
title = "States"
contact = "mailto:archive@states.example"
[prefixes]
ex = "{BASE}ns#"
[[graphs]]
uri = "graph/people"
files = ["people.ttl"]
[[graphs]]
uri = "graph/shapes"
files = ["shapes.ttl"]
kind = "shapes"
[identity.kinds.person]
path = "person/"
class = "ex:Person"
"""
SHAPES = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{BASE}shapes#Person> a sh:NodeShape ; sh:targetClass <{BASE}ns#Person> ;
    sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:message "A person has a name."@en ] .
"""
choose = Random(7).choice
ACTIVE, OTHER, MERGED, TWICE, SPLIT, MERGED_SPLIT, WITHDRAWN, MERGED_WITHDRAWN, RESERVED, NEVER = islice(
    draw((), choose=choose), 10
)
LEDGER = f"""
2025-01-02 merged person/{MERGED} person/{ACTIVE}
2025-01-03 merged person/{TWICE} person/{MERGED}
2025-02-01 split person/{SPLIT} person/{ACTIVE} person/{OTHER}
2025-02-02 merged person/{MERGED_SPLIT} person/{SPLIT}
2025-03-30 withdrawn person/{WITHDRAWN} safety
2025-02-02 merged person/{MERGED_WITHDRAWN} person/{WITHDRAWN}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("states")
    (folder / "kgpub.toml").write_text(CONFIGURATION)
    (folder / "shapes.ttl").write_text(SHAPES)
    (folder / "ledger.txt").write_text(ledger())
    people = (
        f'<{BASE}person/{name}> a <{BASE}ns#Person> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "{label}"@en .'
        for name, label in ((ACTIVE, "First Somebody"), (OTHER, "Second Somebody"))
    )
    (folder / "people.ttl").write_text("\n".join(people))
    with serving(folder) as running:
        yield running


def ledger() -> str:
    """Give a ledger in which everybody but one was minted."""
    everybody = [ACTIVE, OTHER, MERGED, TWICE, SPLIT, MERGED_SPLIT, WITHDRAWN, MERGED_WITHDRAWN, RESERVED]
    return "".join(f"2025-01-01 minted person/{name}\n" for name in everybody) + LEDGER.lstrip()


def get(server: Server, path: str, *, accept: str = "*/*", method: str = "GET") -> requests.Response:
    return requests.request(method, server.url + path, headers={"Accept": accept}, allow_redirects=False, timeout=30)


@dataclass(frozen=True)
class Answer:
    """What a state answers at the thing's URI and at its documents. `{}` in a location is the survivor."""

    status: int
    document_status: int
    location: str = ""


STATES = {
    "active": (ACTIVE, Answer(303, 200, f"/person/{ACTIVE}")),
    "merged": (MERGED, Answer(301, 301, f"/person/{ACTIVE}")),
    "merged twice": (TWICE, Answer(301, 301, f"/person/{ACTIVE}")),
    "split": (SPLIT, Answer(300, 300)),
    "merged into what was split": (MERGED_SPLIT, Answer(300, 300)),
    "withdrawn": (WITHDRAWN, Answer(410, 410)),
    "merged into what was withdrawn": (MERGED_WITHDRAWN, Answer(410, 410)),
    "minted, not published": (RESERVED, Answer(404, 404)),
    "never minted": (NEVER, Answer(404, 404)),
}
CASES = [pytest.param(*row, id=state) for state, row in STATES.items()]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("accept", ["*/*", *(entry.media_type for entry in DOCUMENT_FORMATS)])
@pytest.mark.parametrize(("name", "answer"), CASES)
def test_a_things_uri(server: Server, name: str, answer: Answer, accept: str, method: str) -> None:
    response = get(server, f"person/{name}", accept=accept, method=method)
    assert response.status_code == answer.status
    location = response.headers.get("Location", "")
    if answer.status == 303:
        chosen = HTML if accept == "*/*" else next(e for e in DOCUMENT_FORMATS if e.media_type == accept)
        assert location == f"{answer.location}.{chosen.extension}"
    else:
        assert location == answer.location
    if answer.status in (300, 410) and accept != "*/*":
        assert response.headers["Content-Type"].partition(";")[0] == accept
    if method == "HEAD":
        assert response.content == b""


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("representation", DOCUMENT_FORMATS, ids=lambda entry: entry.extension)
@pytest.mark.parametrize(("name", "answer"), CASES)
def test_a_things_document(server: Server, name: str, answer: Answer, representation: Format, method: str) -> None:
    response = get(server, f"person/{name}.{representation.extension}", method=method)
    assert response.status_code == answer.document_status
    if answer.document_status == 301:
        assert response.headers["Location"] == f"{answer.location}.{representation.extension}"
    elif answer.document_status != 404:
        assert response.headers["Content-Type"] == representation.content_type


# -- merged


def test_what_was_merged_says_where_it_is(server: Server) -> None:
    response = get(server, f"person/{TWICE}")
    into = f"{BASE}person/{ACTIVE}"
    assert response.headers["Link"] == f'<{into}>; rel="canonical", <{into}>; rel="{DCTERMS.isReplacedBy}"'
    assert response.headers["Cache-Control"] == "max-age=86400"
    assert into in response.text


@pytest.mark.parametrize("name", [MERGED, TWICE])
def test_clients_find_the_survivor_of_a_merge(server: Server, name: str) -> None:
    graph = rdflib.Graph().parse(f"{server.url}person/{name}")
    assert (URIRef(f"{BASE}person/{ACTIVE}"), None, None) in graph
    curl = subprocess.run(
        ["curl", "-sL", "-H", "Accept: text/turtle", "-w", "%{num_redirects}", f"{server.url}person/{name}"],
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    assert "First Somebody" in curl.stdout
    assert curl.stdout.endswith("2")  # to the survivor, and to its document


# -- split


@pytest.mark.parametrize("name", [SPLIT, MERGED_SPLIT])
@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda entry: entry.extension)
def test_what_was_split_offers_the_choice_as_data(server: Server, name: str, representation: Format) -> None:
    response = get(server, f"person/{name}", accept=representation.media_type)
    graph = rdflib.Dataset().parse(data=response.content, format=representation.media_type)
    node = URIRef(f"{BASE}person/{name}")
    triples = {(s, p, o) for s, p, o, _ in graph.quads()}
    assert {o for s, p, o in triples if (s, p) == (node, DCTERMS.isReplacedBy)} == {
        URIRef(f"{BASE}person/{uri}") for uri in (ACTIVE, OTHER)
    }
    assert any((s, p) == (node, OWL.deprecated) for s, p, _ in triples)
    assert any((s, p) == (node, RDFS.comment) for s, p, _ in triples)


def test_what_was_split_offers_the_choice_to_people(server: Server) -> None:
    page = get(server, f"person/{SPLIT}", accept=HTML.media_type)
    assert set(re.findall(r'<a href="/person/(\w+)"><bdi>([^<]+)', page.text)) == {
        (ACTIVE, "First Somebody"),
        (OTHER, "Second Somebody"),
    }
    assert page.headers["Link"].count(f'rel="{DCTERMS.isReplacedBy}"') == 2
    assert "Location" not in page.headers


# -- withdrawn


@pytest.mark.parametrize("name", [WITHDRAWN, MERGED_WITHDRAWN])
@pytest.mark.parametrize("representation", DOCUMENT_FORMATS, ids=lambda entry: entry.extension)
def test_what_was_withdrawn_leaves_a_tombstone_that_says_no_more_than_it_must(
    server: Server, name: str, representation: Format
) -> None:
    for response in (
        get(server, f"person/{name}", accept=representation.media_type),
        get(server, f"person/{name}.{representation.extension}"),
    ):
        assert name in response.text
        assert "2025-03 (safety" in response.text
        assert "archive@states.example" in response.text
        assert "2025-03-30" not in response.text
        assert not set(everybody_but(name)) & set(re.findall(r"\w+", response.text))
        assert response.headers["X-Robots-Tag"] == "noindex, noarchive"
        assert "Link" not in response.headers


def everybody_but(name: str) -> set[str]:
    return {person for person, _ in STATES.values()} - {name}


# -- unknown


def test_what_is_unknown_is_answered_the_same_to_the_byte(server: Server) -> None:
    unknown = [f"person/{RESERVED}", f"person/{NEVER}", "person/nobody", "nothing/here", f"person/{NEVER}.ttl"]
    for accept in ("*/*", TURTLE.media_type, HTML.media_type):
        responses = [get(server, path, accept=accept) for path in unknown]
        assert {response.status_code for response in responses} == {404}
        assert len({response.content for response in responses}) == 1


# -- other spellings

SPELLINGS = [
    (f"person/{ACTIVE.upper()}", f"/person/{ACTIVE}"),
    (f"person/{ACTIVE}/", f"/person/{ACTIVE}"),
    (f"person/{ACTIVE}//", f"/person/{ACTIVE}"),
    (f"person/{ACTIVE.upper()}/", f"/person/{ACTIVE}"),
    (f"person/{ACTIVE.upper()}.ttl", f"/person/{ACTIVE}.ttl"),
    (f"person/{MERGED.upper()}", f"/person/{MERGED}"),
    (f"person/{WITHDRAWN.upper()}", f"/person/{WITHDRAWN}"),
    ("graph/people/", "/graph/people"),
]


@pytest.mark.parametrize(("path", "location"), SPELLINGS)
def test_another_spelling_leads_to_the_canonical_one(server: Server, path: str, location: str) -> None:
    response = get(server, path)
    assert (response.status_code, response.headers["Location"]) == (301, location)


@pytest.mark.parametrize("name", [RESERVED, NEVER])
def test_another_spelling_of_what_is_unknown_tells_nothing(server: Server, name: str) -> None:
    assert get(server, f"person/{name.upper()}").content == get(server, "nothing/here").content
    assert get(server, f"person/{name}/").status_code == 404
