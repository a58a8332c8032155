"""What documents say of themselves, in every form; and what stands in pages for those who read nothing else."""

from __future__ import annotations

import json
import re

import pyoxigraph
import pytest
import rdflib
import requests
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat
from rdflib import DCTERMS, FOAF, RDF, VOID, XSD, Literal, URIRef

from kgpub.rdf.formats import CSV, RDF_FORMATS, Format
from tests.discovery.conftest import HOSTILE, Published

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def read(published: Published, path: str, entry: Format) -> rdflib.Graph:
    body = published.server.get(f"{path}.{entry.extension}").text
    return rdflib.Dataset(default_union=True).parse(data=body, format=entry.media_type)


@pytest.mark.parametrize("entry", RDF_FORMATS, ids=lambda entry: entry.extension)
def test_a_document_says_what_it_is_whose_and_of_what(first: Published, entry: Format) -> None:
    path = "iccpr/article/19/3/b"
    document, uri = URIRef(f"{first.base}{path}.html"), URIRef(first.base + path)
    graph = read(first, path, entry)
    assert set(graph.predicate_objects(document)) == {
        (RDF.type, FOAF.Document),
        (FOAF.primaryTopic, uri),
        (VOID.inDataset, URIRef(first.base + "dataset")),
        (DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")),
        (DCTERMS.rights, URIRef(f"{first.base}rights/quoted-texts")),
        (DCTERMS.modified, Literal("2024-02-29T12:00:00Z", datatype=XSD.dateTime)),
        *((DCTERMS.hasFormat, URIRef(f"{uri}.{other.extension}")) for other in (*RDF_FORMATS, CSV)),
    }


def test_every_sort_of_thing_has_a_document_that_says_so(published: Published) -> None:
    for path in published.sorts.values():
        if published.is_graph(path):
            continue
        graph = read(published, path, RDF_FORMATS[0])
        assert list(graph.subjects(FOAF.primaryTopic, URIRef(published.base + path))) == [
            URIRef(f"{published.base}{path}.html")
        ]


def test_without_a_repository_nothing_is_said_of_dates(second: Published) -> None:
    graph = read(second, "weather/rain", RDF_FORMATS[0])
    assert list(graph.objects(None, DCTERMS.modified)) == []


def test_people_are_told_too(first: Published, second: Published) -> None:
    page = first.server.get("iccpr/article/19/3/b.html").text
    assert 'href="https://creativecommons.org/licenses/by/4.0/">Licence</a>' in page
    assert '<time datetime="2024-02-29T12:00:00Z">2024-02-29</time>' in page
    assert "<time" not in second.server.get("weather/rain.html").text


# -- in pages


def embedded(page: str) -> str:
    (found,) = SCRIPT.findall(page)
    return str(found)


def test_a_page_holds_what_its_json_ld_says(published: Published) -> None:
    for sort, path in published.sorts.items():
        if sort == "shapes" or published.is_graph(path):
            continue
        page = published.server.get(f"{path}.html").text
        document = published.server.get(f"{path}.jsonld").json()
        assert json.loads(embedded(page)) == document, sort


def test_what_would_take_long_to_write_stands_in_its_own_document_alone(first: Published) -> None:
    page = first.server.get("shapes.html").text
    assert not SCRIPT.search(page)
    assert '<link rel="alternate" type="application/ld+json" href="/shapes.jsonld">' in page


def test_it_is_compact_and_its_context_is_published(published: Published) -> None:
    for path in published.sorts.values():
        document = published.server.get(f"{path}.jsonld").json()
        context = requests.get(document["@context"], timeout=20)
        assert context.status_code == 200
        document["@context"] = context.json()["@context"]
        quads = pyoxigraph.parse(json.dumps(document), format=RdfFormat.JSON_LD)
        assert canonical(quads) == canonical(
            pyoxigraph.parse(published.server.get(f"{path}.nt").content, format=RdfFormat.N_TRIPLES)
        )


def canonical(quads: object) -> list[str]:
    assert hasattr(quads, "__iter__")
    found = Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, found))


def test_no_text_gets_out_of_its_element(second: Published) -> None:
    page = second.server.get("weather/sleet.html").text
    document = embedded(page)
    assert "<" not in document
    (sleet,) = (node for node in json.loads(document)["@graph"] if node["@id"] == "w:sleet")
    assert sleet["skos:prefLabel"] == {"@language": "en", "@value": HOSTILE}
    assert page.count("<script") == 1
    assert page.count("<b>") == 0
