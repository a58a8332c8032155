"""What the editor is given over HTTP, and the form that there is without it."""

from __future__ import annotations

import gzip
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import requests

from kgpub.rdf.formats import RDF_FORMATS, RESULTS_FORMATS
from kgpub.web.app import create_app
from tests.publications import copy_thesaurus, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.servers import Server

TERMS = "https://thesaurus.example/terms#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
FIRST_QUERY = f"""PREFIX skos: <{SKOS}>
SELECT ?thing ?name WHERE {{
  ?thing a skos:Concept ;
         skos:prefLabel ?name .
}}
ORDER BY ?name
LIMIT 100
"""


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Assets as in a checkout without npm: the editor is not among them."""
    return tmp_path_factory.mktemp("assets")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, assets: Path) -> Iterator[FlaskClient]:
    """A client of the thesaurus."""
    with opened(copy_thesaurus(tmp_path_factory.mktemp("thesaurus") / "archive")) as publication:
        app = create_app(lambda: publication, public_address="https://thesaurus.example/")
        app.static_folder = str(assets)
        yield app.test_client()


def get(client: FlaskClient, address: str, **parameters: str) -> TestResponse:
    """Ask as a browser does, and take the whole answer."""
    response = client.get(address, query_string=parameters or None, headers={"Accept": "text/html"}, buffered=True)
    assert response.status_code == 200
    return response


def page(client: FlaskClient) -> str:
    return get(client, "/sparql").text


def test_the_terms_are_those_of_the_archive(client: FlaskClient) -> None:
    response = client.get("/sparql/terms.json")
    assert response.content_type == "application/json"
    document = response.get_json()
    assert set(document) == {"base", "prefixes", "classes", "properties"}
    assert document["base"] == "https://thesaurus.example/"
    assert document["prefixes"]["w"] == "https://thesaurus.example/weather/"
    assert {"uri": f"{TERMS}Phenomenon", "names": ["phenomenon", "ffenomen"], "count": 2} in document["classes"]
    assert {"uri": f"{TERMS}code", "names": ["code"], "count": 1} in document["properties"]
    counts = [entry["count"] for entry in document["classes"]]
    assert counts == sorted(counts, reverse=True)


def test_the_names_in_the_readers_language_come_first(client: FlaskClient) -> None:
    response = client.get("/sparql/terms.json", headers={"Accept-Language": "cy"})
    classes = response.get_json()["classes"]
    assert {"uri": f"{TERMS}Phenomenon", "names": ["ffenomen", "phenomenon"], "count": 2} in classes
    assert "Accept-Language" in response.headers["Vary"]


def test_the_terms_are_asked_for_once_in_a_release(server: Server) -> None:
    first = server.get("sparql/terms.json")
    again = requests.get(f"{server.url}sparql/terms.json", headers={"If-None-Match": first.headers["ETag"]}, timeout=20)
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_without_an_editor_the_page_is_the_form_alone(client: FlaskClient) -> None:
    text = page(client)
    assert "<script" not in text
    assert "yasgui" not in text
    assert 'id="editor"' not in text
    assert re.search(r'<textarea [^>]*name="query"[^>]*>(.*?)</textarea>', text, re.DOTALL)


def test_with_an_editor_the_page_loads_it_from_this_server(client: FlaskClient, assets: Path) -> None:
    with installed(assets, b""):
        text = page(client)
    assert re.findall(r'<script src="([^"]*)"', text) == ["/assets/yasgui/yasgui.min.js", "/assets/sparql.js"]
    assert 'id="editor"' in text
    assert re.findall(r'(?:src|action)="(?!/)[^"]*"', text) == []


def test_the_editors_files_are_compressed_on_their_way(client: FlaskClient, assets: Path) -> None:
    script = b"let words;" * 1000
    address, asked = "/assets/yasgui/yasgui.min.js", {"Accept-Encoding": "gzip"}
    with installed(assets, script):
        coded = client.get(address, headers=asked)
        plain = client.get(address)
        assert client.get("/assets/yasgui/package-lock.json").status_code == 404
    assert (coded.content_type, gzip.decompress(coded.data)) == ("text/javascript; charset=utf-8", script)
    assert plain.data == script
    assert coded.headers["ETag"] == plain.headers["ETag"].removesuffix('"') + '-gzip"'
    assert client.get(address).status_code == 404


@contextmanager
def installed(assets: Path, script: bytes) -> Iterator[None]:
    """Put an editor among the assets, with a lock file as the set-up leaves it."""
    folder = assets / "yasgui"
    folder.mkdir()
    (folder / "yasgui.min.js").write_bytes(script)
    (folder / "package-lock.json").write_text("{}")
    yield
    shutil.rmtree(folder)


def test_the_first_query_of_the_form_finds_the_archives_entities(client: FlaskClient) -> None:
    (text,) = re.findall(r"<textarea [^>]*>(.*?)</textarea>", page(client), re.DOTALL)
    query = text.replace("&lt;", "<").replace("&gt;", ">")
    assert query == FIRST_QUERY
    rows = get(client, "/sparql", query=query, format="csv").text.splitlines()
    assert rows[0] == "thing,name"
    assert "https://thesaurus.example/weather/drizzle,drizzle" in rows


def test_the_form_offers_a_page_and_every_format(client: FlaskClient) -> None:
    offered = re.findall(r'<option value="([^"]*)"', page(client))
    assert offered == ["", *(entry.extension for entry in (*RESULTS_FORMATS, *RDF_FORMATS))]
    for extension in offered:
        query = "ASK {}" if extension in ("", "json", "xml", "csv", "tsv") else "CONSTRUCT {} {}"
        answer = get(client, "/sparql", query=query, format=extension)
        assert answer.content_type.startswith("text/html") is (extension == "")


def test_the_examples_are_links_to_their_answers(client: FlaskClient) -> None:
    (listed,) = re.findall(r'<section class="group examples">(.*?)</section>', page(client), re.DOTALL)
    (address,) = re.findall(r'<li><a href="([^"]*)">', listed)
    assert "snow" in get(client, address.replace("&amp;", "&")).text
