"""What catalogues are told in VoID and DCAT: counts as the endpoint gives them, files that are what is said of them."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph
import pytest
import rdflib
import requests
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, XSD, Literal, URIRef

from kgpub import config, identity
from kgpub.rdf.formats import RDF_FORMATS, Format
from tests.publications import copy_thesaurus
from tests.servers import manifest, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.discovery.conftest import Published

SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
VERSION = URIRef("http://www.w3.org/ns/dcat#version")  # rdflib knows DCAT 2 only
IANA = "https://www.iana.org/assignments/media-types/"


@pytest.fixture(scope="session")
def described(published: Published) -> rdflib.Graph:
    """What the dataset's document says, found as a stranger finds it."""
    return rdflib.Graph().parse(f"{published.server.url}.well-known/void")


def node(published: Published) -> URIRef:
    return URIRef(published.base + published.dataset)


def rows(published: Published, query: str) -> list[dict[str, str]]:
    found = published.server.query(query).json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def number(graph: rdflib.Graph, subject: rdflib.term.Node, predicate: URIRef) -> int:
    (value,) = graph.objects(subject, predicate)
    return int(str(value))


# -- where it is


@pytest.mark.parametrize(
    ("accept", "ending"),
    [("*/*", "ttl"), (None, "ttl"), ("text/html,*/*;q=0.8", "html"), ("application/rdf+xml", "rdf")],
)
def test_the_well_known_address_leads_to_the_dataset(published: Published, accept: str | None, ending: str) -> None:
    url = f"{published.server.url}.well-known/void"
    response = requests.get(url, headers={"Accept": accept}, allow_redirects=False, timeout=20)
    assert (response.status_code, response.headers["Location"]) == (302, f"/{published.dataset}.{ending}")
    assert response.headers["Vary"] == "Accept"


def test_what_cannot_be_had_there_is_said(published: Published) -> None:
    assert published.server.get(".well-known/void", accept="image/png").status_code == 406
    assert published.server.get(".well-known/nothing").status_code == 404


@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda entry: entry.extension)
def test_every_form_says_the_same(published: Published, representation: Format) -> None:
    def canonical(entry: Format) -> list[str]:
        response = published.server.get(f"{published.dataset}.{entry.extension}")
        body = response.content
        if entry.extension == "jsonld":
            document = response.json()
            context = requests.get(document["@context"], timeout=20).json()
            body = json.dumps({**document, **context}).encode()
        format_ = RdfFormat.from_media_type(entry.media_type)
        assert format_ is not None
        quads = Dataset(Quad(q.subject, q.predicate, q.object) for q in pyoxigraph.parse(body, format=format_))
        quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        return sorted(map(str, quads))

    assert canonical(representation) == canonical(RDF_FORMATS[0])


def test_an_archive_that_says_nothing_of_itself_is_described_all_the_same(tmp_path: Path) -> None:
    folder = copy_thesaurus(tmp_path / "archive")
    file = folder / "kgpub.toml"
    file.write_text(file.read_text().replace('dataset = "weather"', 'dataset = "void#this"'))
    with serving(folder) as server:
        graph = rdflib.Graph().parse(f"{server.url}.well-known/void")
        this = URIRef("https://thesaurus.example/void#this")
        assert set(graph.objects(this, DCTERMS.title)) == {Literal("A small thesaurus of weather")}
        assert (URIRef("https://thesaurus.example/void.html"), FOAF.primaryTopic, this) in graph
        cited = server.get("void", follow=False).headers["Link"]
        assert '<https://thesaurus.example/void#this>; rel="cite-as"' in cited
        page = server.get("void", accept="text/html")
        assert (page.status_code, page.url) == (200, f"{server.url}void.html")
        assert "A small thesaurus of weather</bdi></h1>" in page.text


# -- counts


def test_the_figures_are_those_that_the_endpoint_counts(published: Published, described: rdflib.Graph) -> None:
    counts = {
        VOID.triples: "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }",
        VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        VOID.classes: "SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?s a ?c } }",
    }
    for predicate, query in counts.items():
        assert number(described, node(published), predicate) == int(rows(published, query)[0]["n"]), predicate


def test_each_property_and_class_is_counted(published: Published, described: rdflib.Graph) -> None:
    def stated(part: URIRef, name: URIRef, counted: URIRef) -> dict[str, int]:
        parts = described.objects(node(published), part)
        return {str(described.value(entry, name)): number(described, entry, counted) for entry in parts}

    properties = "SELECT ?t (COUNT(*) AS ?n) { SELECT DISTINCT ?s (?p AS ?t) ?o { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?t"
    classes = "SELECT ?t (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a ?t FILTER(isIRI(?t)) } } GROUP BY ?t"
    assert stated(VOID.propertyPartition, VOID.property, VOID.triples) == counted(published, properties)
    assert stated(VOID.classPartition, VOID["class"], VOID.entities) == counted(published, classes)


def counted(published: Published, query: str) -> dict[str, int]:
    return {row["t"]: int(row["n"]) for row in rows(published, query)}


def test_each_graph_is_counted(published: Published, described: rdflib.Graph) -> None:
    query = "SELECT ?t (COUNT(*) AS ?n) { GRAPH ?t { ?s ?p ?o } FILTER(isIRI(?t)) } GROUP BY ?t"
    graphs = counted(published, query)
    for uri, triples in graphs.items():
        assert number(described, URIRef(uri), VOID.triples) == triples
        assert {VOID.Dataset, DCAT.Dataset} <= set(described.objects(URIRef(uri), RDF.type))
    assert set(map(URIRef, graphs)) <= set(described.objects(node(published), VOID.subset))


def test_links_to_others_are_counted_by_where_they_lead(published: Published, described: rdflib.Graph) -> None:
    graphs = " ".join(f"<{graph.uri}>" for graph in config.load(published.folder).graphs if graph.kind == "data")
    query = f"""SELECT DISTINCT ?s ?p ?o {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }}
        FILTER(isIRI(?s) && isIRI(?o) && ?p != <{RDF.type}> && REGEX(STR(?o), "^https?://")
          && STRSTARTS(STR(?s), "{published.base}") && !STRSTARTS(STR(?o), "{published.base}")) }}"""
    expected: Counter[tuple[str, str]] = Counter()
    for row in rows(published, query):
        target = urlsplit(row["o"])
        expected[f"{target.scheme}://{target.netloc}/", row["p"]] += 1
    found: dict[tuple[str, str], int] = {}
    for linkset in described.subjects(RDF.type, VOID.Linkset):
        assert described.value(linkset, VOID.subjectsTarget) == node(published)
        assert (node(published), VOID.subset, linkset) in described
        origin = str(described.value(described.value(linkset, VOID.objectsTarget), VOID.uriSpace))
        parts = list(described.objects(linkset, VOID.propertyPartition))
        for part in parts:
            found[origin, str(described.value(part, VOID.property))] = number(described, part, VOID.triples)
        predicates = {str(uri) for uri in described.objects(linkset, VOID.linkPredicate)}
        assert predicates == {str(described.value(part, VOID.property)) for part in parts}
        assert number(described, linkset, VOID.triples) == sum(number(described, p, VOID.triples) for p in parts)
    assert found == expected
    assert expected


# -- how to know its things


def test_uris_of_minted_kinds_are_known_by_their_form(first: Published) -> None:
    graph = rdflib.Graph().parse(f"{first.server.url}{first.dataset}")
    patterns = {
        str(graph.value(part, DCTERMS.title)): str(graph.value(part, VOID.uriRegexPattern))
        for part in graph.objects(node(first), VOID.subset)
        if (part, VOID.uriRegexPattern, None) in graph
    }
    settings = config.load(first.folder)
    ledger = identity.read(first.folder / settings.identity.ledger, base=settings.base)
    assert set(patterns) == {kind.name for kind in settings.identity.kinds}
    for kind in settings.identity.kinds:
        minted = [uri for uri in ledger.minted if uri.startswith(settings.base + kind.path)]
        assert minted
        others = (*(f"{uri}.html" for uri in minted), *(uri for uri in ledger.minted if uri not in minted))
        assert all(re.search(patterns[kind.name], uri) for uri in minted)
        assert not any(re.search(patterns[kind.name], uri) for uri in others)


def test_things_that_are_shown_are_there_and_none_that_is_to_be_left_out(
    published: Published, described: rdflib.Graph
) -> None:
    examples = {str(uri) for uri in described.objects(node(published), VOID.exampleResource)}
    assert examples
    for uri in examples:
        response = published.server.get(uri.removeprefix(published.base), accept="text/html")
        assert response.status_code == 200
        assert "X-Robots-Tag" not in response.headers
    assert str(described.value(node(published), VOID.uriSpace)) == published.base


# -- services and files


def test_the_endpoint_answers_at_every_address_that_is_given(published: Published, described: rdflib.Graph) -> None:
    here = f"{published.server.url}sparql"
    assert URIRef(here) in set(described.objects(node(published), VOID.sparqlEndpoint))
    (service,) = described.subjects(DCAT.servesDataset, node(published))
    assert (service, RDF.type, DCAT.DataService) in described
    assert described.value(service, DCAT.endpointURL) == URIRef(here)
    answer = requests.get(str(described.value(service, DCAT.endpointURL)), params={"query": "ASK {}"}, timeout=20)
    assert answer.json()["boolean"] is True
    description = rdflib.Graph().parse(str(described.value(service, DCAT.endpointDescription)), format="turtle")
    assert (service, None, None) in description


def test_every_file_is_what_its_description_says(published: Published, described: rdflib.Graph) -> None:
    distributions = set(described.objects(None, DCAT.distribution))
    assert {str(uri).rpartition("/")[2] for uri in distributions} == set(manifest(published.folder)["dumps"])  # type: ignore[call-overload]
    for entry in distributions:
        response = requests.get(str(described.value(entry, DCAT.downloadURL)), timeout=20)
        assert response.headers["Content-Type"] == "application/gzip"
        checksum = described.value(entry, SPDX.checksum)
        digest = Literal(sha256(response.content).hexdigest(), datatype=XSD.hexBinary, normalize=False)
        assert str(described.value(checksum, SPDX.checksumValue)) == str(digest)
        assert described.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert number(described, entry, DCAT.byteSize) == len(response.content)
        assert described.value(entry, DCAT.compressFormat) == URIRef(f"{IANA}application/gzip")
        media_type = str(described.value(entry, DCAT.mediaType)).removeprefix(IANA)
        content = pyoxigraph.parse(gzip.decompress(response.content), format=RdfFormat.from_media_type(media_type))
        (of,) = described.subjects(DCAT.distribution, entry)
        assert len({q.triple for q in content}) == number(described, of, VOID.triples)
        assert (of, VOID.dataDump, described.value(entry, DCAT.downloadURL)) in described


def test_files_have_the_licence_of_what_is_in_them(second: Published) -> None:
    graph = rdflib.Graph().parse(f"{second.server.url}{second.dataset}")
    dumps = f"{second.base}dumps/"
    whole, notes = "https://licence.example/ß", "https://licence.example/notes"
    for name, licences in (
        ("dataset.nq.gz", {whole, notes}), ("graph-notes.ttl.gz", {notes}), ("graph-concepts.ttl.gz", {whole})
    ):  # fmt: skip
        assert {str(uri) for uri in graph.objects(URIRef(dumps + name), DCTERMS.license)} == licences


# -- its version, and the archive's own word


def test_the_version_is_the_release_and_the_date_that_of_its_commit(first: Published, second: Published) -> None:
    for published, dates in ((first, {"2024-02-29T12:00:00+00:00"}), (second, set[str]())):
        graph = rdflib.Graph().parse(f"{published.server.url}{published.dataset}")
        release = (published.folder / ".kgpub" / "current").resolve().name
        assert [str(value) for value in graph.objects(node(published), VERSION)] == [release]
        assert {str(value) for value in graph.objects(node(published), DCTERMS.modified)} == dates
        page = f"{published.base}{published.dataset}.html"
        assert [str(value) for value in graph.objects(node(published), DCAT.landingPage)] == [page]


def test_what_the_archive_says_of_itself_stands(first: Published) -> None:
    graph = rdflib.Graph().parse(f"{first.server.url}{first.dataset}")
    titles = list(graph.objects(node(first), DCTERMS.title))
    assert titles == [Literal("Statements on political prisoners in Belarus: the seed archive", lang="en")]
    assert {str(uri).removeprefix(first.base) for uri in graph.objects(node(first), VOID.exampleResource)} == {
        "statement/bwq4rc3n",
        "iccpr/article/19/3/b",
    }


def test_people_find_the_files_on_the_page(published: Published) -> None:
    page = published.server.get("dumps", accept="text/html")
    assert page.url == f"{published.server.url}{published.dataset}.html#downloads"
    assert 'id="downloads"' in page.text
    for name in manifest(published.folder)["dumps"]:  # type: ignore[attr-defined]
        assert f'<a href="/dumps/{name}"' in page.text


# -- services, in the words of RFC 9727


def test_the_catalogue_of_services_names_what_answers(published: Published) -> None:
    url = f"{published.server.url}.well-known/api-catalog"
    response = requests.get(url, timeout=20)
    assert response.headers["Content-Type"] == (
        'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    )
    assert '</.well-known/api-catalog>; rel="api-catalog"' in requests.head(url, timeout=20).headers["Link"]
    contexts = {context.pop("anchor"): context for context in response.json()["linkset"]}
    items = {item["href"] for item in contexts.pop(url)["item"]}
    assert f"{published.server.url}sparql" in items
    assert items <= set(contexts)
    for context in contexts.values():
        for targets in context.values():
            for target in targets:
                answer = requests.get(target["href"], headers={"Accept": target["type"]}, timeout=20)
                assert answer.status_code == 200
                assert answer.headers["Content-Type"].partition(";")[0] == target["type"]
