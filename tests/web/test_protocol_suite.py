"""The W3C's tests of the SPARQL 1.1 Protocol, from their manifest, over HTTP.

The service is read-only, as the protocol allows: each request for an update is answered 403 and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
import requests
from rdflib import RDF, RDFS, Namespace

from tests.servers import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

CASES = 34
UPDATES = 14  # of them, by name
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                "text/tab-separated-values"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}  # fmt: skip
CONFIGURATION = """
[archive]
base = "https://protocol.example/"
title = "Protocol"
[[graphs]]
uri = "graph/data"
files = ["data.trig"]
[[graphs]]
uri = "graph/shapes"
files = ["shapes.ttl"]
kind = "shapes"
"""
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://protocol.example/shapes#Any> a sh:NodeShape ; sh:targetClass <http://www.w3.org/2000/01/rdf-schema#Class> ;
    sh:property [ sh:path <urn:p> ; sh:maxCount 9 ; sh:message "Say less."@en ] .
"""


@dataclass(frozen=True)
class Asked:
    """One request of a test, and what its response must be."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    boolean: bool | None
    format: str | None


@pytest.fixture(scope="module")
def manifest(suites: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(suites / "sparql11-protocol" / "manifest.ttl")


@pytest.fixture(scope="module")
def server(manifest: rdflib.Graph, suites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("protocol")
    (folder / "kgpub.toml").write_text(CONFIGURATION)
    (folder / "shapes.ttl").write_text(SHAPES)
    graphs = {
        str(manifest.value(entry, RDFS.label)): str(manifest.value(entry, UT.graph)).rpartition("/")[2]
        for entry in manifest.objects(None, UT.graphData)
    }
    blocks = (
        f"GRAPH <{name}> {{\n{(suites / 'sparql11-protocol' / file).read_text()}\n}}\n"
        for name, file in sorted(graphs.items())
    )
    (folder / "data.trig").write_text("".join(blocks))
    with serving(folder) as running:
        yield running


def names(manifest: rdflib.Graph) -> list[Any]:
    (entries,) = manifest.objects(None, MF.entries)
    return list(manifest.items(entries))


def requests_of(manifest: rdflib.Graph, name: Any) -> Iterator[Asked]:  # noqa: ANN401 - a node of rdflib's
    (head,) = manifest.objects(manifest.value(name, MF.action), HT.requests)
    for node in manifest.items(head):
        yield _asked(manifest, node)


def _asked(manifest: rdflib.Graph, node: Any) -> Asked:  # noqa: ANN401 - a node of rdflib's
    response, body = manifest.value(node, HT.resp), manifest.value(node, HT.body)
    headers = manifest.value(node, HT.headers)
    boolean = manifest.value(response, MF.expectedBoolean)
    expected = manifest.value(response, MF.expectedFormat)
    return Asked(
        method=str(manifest.value(node, HT.methodName)),
        path=str(manifest.value(node, HT.absolutePath)).removeprefix("/sparql/"),
        headers={
            str(manifest.value(entry, HT.fieldName)): str(manifest.value(entry, HT.fieldValue))
            for entry in (manifest.items(headers) if headers else ())
        },
        body=_body(manifest, body) if body else None,
        statuses=tuple(str(status)[-3] for status in manifest.objects(response, MF.expectedStatus)),
        boolean=None if boolean is None else str(boolean) == "true",
        format=None if expected is None else str(expected),
    )


def _body(manifest: rdflib.Graph, node: Any) -> bytes:  # noqa: ANN401 - a node of rdflib's
    return str(manifest.value(node, CNT.chars)).encode(str(manifest.value(node, CNT.characterEncoding)))


def test_the_manifest_has_the_cases_that_are_known(manifest: rdflib.Graph) -> None:
    found = names(manifest)
    assert len(found) == CASES
    assert sum("update" in str(name) for name in found) == UPDATES
    assert set(manifest.subjects(RDF.type, MF.ProtocolTest)) >= set(found)


def test_every_case_of_the_protocol(server: Server, manifest: rdflib.Graph) -> None:
    wrong: dict[str, str] = {}
    for name in names(manifest):
        local = str(name).rpartition("#")[2]
        for asked in requests_of(manifest, name):
            response = _ask(server, asked)
            if "update" in local:
                if not _is_refused(response):
                    wrong[local] = f"{response.status_code} {response.text[:100]}"
                break  # what follows asks whether the update was made
            if problem := _difference(asked, response):
                wrong[local] = problem
    assert wrong == {}


def _ask(server: Server, asked: Asked) -> requests.Response:
    # A session without defaults: a header that the suite does not name must not come from the client.
    request = requests.Request(asked.method, f"{server.url}sparql{asked.path}", asked.headers, data=asked.body)
    with requests.Session() as session:
        return session.send(request.prepare(), timeout=20)


def _is_refused(response: requests.Response) -> bool:
    is_wrong_anyway = response.status_code in (400, 415)
    return is_wrong_anyway or (response.status_code == 403 and "read-only" in response.json()["detail"])


def _difference(asked: Asked, response: requests.Response) -> str:
    if str(response.status_code)[0] not in asked.statuses:
        return f"status {response.status_code}: {response.text[:200]}"
    content_type = response.headers["Content-Type"].partition(";")[0]
    if asked.format and content_type not in FORMATS[asked.format]:
        return f"content type {content_type}"
    if asked.boolean is not None and (f'"boolean":{str(asked.boolean).lower()}' not in response.text):
        return f"answer {response.text[:200]}"
    return ""
