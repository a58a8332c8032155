"""A second archive, unrelated to the first, is published from its folder alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import SKOS, URIRef

from kgpub.rdf.formats import RDF_FORMATS, Format
from tests.servers import REPOSITORY, Server, serving
from tests.web.test_dereferencing import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE = "https://thesaurus.example/"


@pytest.fixture(scope="module")
def thesaurus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("thesaurus") / "archive"
    shutil.copytree(REPOSITORY / "tests" / "archives" / "thesaurus", folder)
    with serving(folder) as server:
        yield server


@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda representation: representation.name)
@pytest.mark.parametrize("path", ["weather/rain", "weather", "terms", "shapes", "graph/notes"])
def test_its_things_terms_shapes_and_graphs_dereference(thesaurus: Server, path: str, representation: Format) -> None:
    response = thesaurus.get(path, accept=representation.media_type)
    assert (response.status_code, len(response.history)) == (200, 1)
    assert parsed(response, representation) == parsed(thesaurus.get(f"{path}.nt"), RDF_FORMATS[2])


def test_a_concept_is_described_as_its_shapes_say(thesaurus: Server) -> None:
    graph = rdflib.Graph().parse(f"{thesaurus.url}weather/rain")
    rain = URIRef(f"{BASE}weather/rain")
    assert set(graph.subjects(SKOS.broader, rain)) == {
        URIRef(f"{BASE}weather/{name}") for name in ("drizzle", "downpour")
    }
    values = URIRef(f"{BASE}terms#values")
    (head,) = graph.objects(None, values)
    assert len(list(graph.items(head))) == 3  # a list in a blank node, three deep


def test_fragments_are_described_with_their_document(thesaurus: Server) -> None:
    page = thesaurus.get("weather.html").text
    assert 'id="order"' in page
    assert "from light to heavy" in page


def test_it_is_queried_and_browsed(thesaurus: Server) -> None:
    rows = thesaurus.query(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?c { ?c skos:broader+ ?top . "
        "FILTER NOT EXISTS { ?top skos:broader ?x } } ORDER BY ?c"
    ).json()["results"]["bindings"]
    assert [row["c"]["value"].rpartition("/")[2] for row in rows] == ["downpour", "drizzle", "rain", "snow"]
    home = thesaurus.get("", accept="text/html").text
    assert "A small thesaurus of weather" in home
    assert "A few words for the weather." in home
    assert thesaurus.get("weather/rain", accept="text/html").text.count("<h1") == 1


def test_nothing_of_the_first_archive_shows(thesaurus: Server) -> None:
    for path in ("", "weather/rain.html", "weather/rain.ttl", "sparql", "shapes.html"):
        assert "w3id.org" not in thesaurus.get(path, accept="text/html").text
