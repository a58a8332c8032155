"""The list of example queries, over HTTP."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import rdflib
from rdflib import RDF, RDFS, SH, XSD, Literal, Namespace, URIRef

from kgpub.rdf.formats import CSV, HTML, RDF_FORMATS, Format
from tests.publications import copy_thesaurus
from tests.servers import Server, serving
from tests.web.test_dereferencing import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE = "https://w3id.org/kgpub/"
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
LIST = URIRef(f"{BASE}sparql/examples")
THESAURUS = "https://thesaurus.example/"
SNOW = f"""PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX w: <{THESAURUS}weather/>
SELECT ?thing ?name WHERE {{
  ?thing skos:broader w:precipitation ; skos:prefLabel ?name .
  FILTER(LANG(?name) = "en")
}}
ORDER BY ?name"""


@pytest.fixture(scope="module")
def graph(server: Server) -> rdflib.Graph:
    return rdflib.Graph().parse(data=server.get("sparql/examples.nt").text, format="nt")


@pytest.fixture(scope="module")
def thesaurus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copy_thesaurus(tmp_path_factory.mktemp("thesaurus") / "archive")) as running:
        yield running


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The thesaurus without its example."""
    folder: Path = copy_thesaurus(tmp_path_factory.mktemp("without") / "archive")
    (folder / "data" / "examples.ttl").write_text("")
    with serving(folder) as running:
        yield running


def sections(page: str) -> list[str]:
    return re.findall(r'<article class="nested example">(.*?)</article>', page, re.DOTALL)


@pytest.mark.parametrize("representation", [HTML, *RDF_FORMATS, CSV], ids=lambda entry: entry.name)
def test_the_list_can_be_had_in_every_format(server: Server, representation: Format) -> None:
    response = server.get("sparql/examples", accept=representation.media_type)
    (see_other,) = response.history
    assert (see_other.status_code, see_other.headers["Vary"]) == (303, "Accept")
    assert see_other.headers["Location"] == f"/sparql/examples.{representation.extension}"
    assert (response.status_code, response.headers["Content-Type"]) == (200, representation.content_type)
    for name in ("ttl", "html"):
        assert f"</sparql/examples.{name}>; rel=" in response.headers["Link"]


@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda entry: entry.name)
def test_every_format_says_the_same(server: Server, representation: Format) -> None:
    nothing_else = server.get("sparql/examples.nt")
    found = server.get(f"sparql/examples.{representation.extension}")
    assert parsed(found, representation) == parsed(nothing_else, RDF_FORMATS[2])


def test_the_list_is_a_collection_that_describes_its_members(graph: rdflib.Graph) -> None:
    members = set(graph.objects(LIST, HYDRA.member))
    assert graph.value(LIST, HYDRA.totalItems) == Literal(31)
    assert members == set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(members) == 31
    demands = URIRef(f"{BASE}example/demands")
    assert str(graph.value(demands, SH.select)).startswith("PREFIX kg: <https://w3id.org/kgpub/ns#>\n")
    assert Literal("Demands of each statement", lang="en") in set(graph.objects(demands, RDFS.label))


def test_the_page_shows_each_example_in_order_with_what_runs_it(server: Server, graph: rdflib.Graph) -> None:
    shown = sections(server.get("sparql/examples.html").text)
    places = {str(node).removeprefix(BASE): int(str(graph.value(node, SH.order))) for node in graph.subjects(SH.order)}
    assert [re.findall(r'<h2><a href="/([^"]+)"', part) for part in shown] == [
        [place] for place in sorted(places, key=lambda place: places[place])
    ]
    for part in shown:
        (address,) = re.findall(r'class="run" href="([^"]+)"', part)
        (text,) = re.findall(r'<pre class="code">(.*?)</pre>', part, re.DOTALL)
        assert parse_qs(urlsplit(html.unescape(address)).query) == {"query": [html.unescape(text)]}
    assert "Which statements demand immediate release" in shown[2]
    assert {kind for part in shown for kind in re.findall(r'<span class="type">(\w+)<', part)} == {
        "SELECT",
        "ASK",
        "CONSTRUCT",
        "DESCRIBE",
    }


def test_what_runs_an_example_answers_it(server: Server) -> None:
    (address,) = re.findall(r'class="run" href="/([^"]+)"', server.get("example/demands.html").text)
    rows = server.get(html.unescape(address), accept="application/sparql-results+json").json()["results"]["bindings"]
    assert [row["n"]["value"] for row in rows] == ["1", "2", "3", "4", "5"]


def test_the_page_of_an_example_keeps_the_lines_of_its_query(server: Server, graph: rdflib.Graph) -> None:
    page = server.get("example/demands", accept="text/html").text
    text = html.escape(str(graph.value(URIRef(f"{BASE}example/demands"), SH.select)), quote=False)
    assert f'<pre class="code">{text.replace(chr(34), "&#34;")}</pre>' in page


def test_the_first_page_leads_to_the_examples(server: Server) -> None:
    assert '<a href="/sparql/examples">example queries</a>' in server.get("", accept="text/html").text


def test_there_is_no_other_format_of_the_list(server: Server) -> None:
    assert server.get("sparql/examples.docx").status_code == 404
    response = server.get("sparql/examples", accept="image/png")
    assert response.status_code == 406
    assert "text/turtle (/sparql/examples.ttl)" in response.json()["detail"]


def test_another_archive_lists_its_own(thesaurus: Server) -> None:
    found = rdflib.Graph().parse(data=thesaurus.get("sparql/examples.ttl").text, format="turtle")
    listed = URIRef(f"{THESAURUS}sparql/examples")
    assert list(found.objects(listed, HYDRA.member)) == [URIRef(f"{THESAURUS}query/kinds-of-precipitation")]
    (part,) = sections(thesaurus.get("sparql/examples.html").text)
    assert "Kinds of precipitation" in part
    assert "What falls from the sky?" in part
    (text,) = re.findall(r'<pre class="code">(.*?)</pre>', part, re.DOTALL)
    assert html.unescape(text) == SNOW
    rows = thesaurus.query(SNOW).json()["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == ["rain", "snow"]


@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda entry: entry.name)
def test_an_archive_without_examples_lists_none(without: Server, representation: Format) -> None:
    response = without.get("sparql/examples", accept=representation.media_type)
    assert response.status_code == 200
    assert parsed(response, representation) == [
        f"<{THESAURUS}sparql/examples> <{RDF.type}> <{HYDRA.Collection}>",
        f'<{THESAURUS}sparql/examples> <{HYDRA.totalItems}> "0"^^<{XSD.integer}>',
    ]


def test_an_archive_without_examples_says_so_and_links_none(without: Server) -> None:
    assert "This archive has no example queries." in without.get("sparql/examples.html").text
    assert "sparql/examples" not in without.get("", accept="text/html").text
