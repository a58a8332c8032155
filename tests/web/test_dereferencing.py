"""Every URI of the archive answers, in every format, with the same graph."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
import requests
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat

from kgpub.rdf.formats import RDF_FORMATS, Format
from tests.servers import manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.servers import Server

BASE = "https://w3id.org/kgpub/"
ARTICLE = "iccpr/article/19/3/b"


def dataset(archive: Path) -> list[Quad]:
    content = gzip.decompress((archive / ".kgpub/current/dataset.nq.gz").read_bytes())
    return list(pyoxigraph.parse(content, format=RdfFormat.N_QUADS))


def instance(archive: Path, class_: str) -> str:
    """Give the path of the first thing of a class."""
    type_ = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    typed = (q.subject for q in dataset(archive) if q.predicate == type_ and q.object == NamedNode(class_))
    return min(thing.value for thing in typed if isinstance(thing, NamedNode)).removeprefix(BASE)


@pytest.fixture(scope="session")
def examples(archive: Path) -> dict[str, str]:
    """A path of every sort of thing."""
    kg = f"{BASE}ns#"
    return {
        "article": ARTICLE,
        "person": instance(archive, f"{kg}Person"),
        "statement": instance(archive, f"{kg}Statement"),
        "passage": instance(archive, f"{kg}Passage"),
        "source": "source/7cace155",
        "charge": instance(archive, f"{kg}Charge"),
        "terms": "ns",
        "shapes": "shapes",
        "graph": "graph/seed",
        "dataset": "dataset",
        "concept": "right/expression",
    }


SORTS = (
    "article", "person", "statement", "passage", "source", "charge", "terms", "shapes", "graph", "dataset", "concept",
)  # fmt: skip


def canonical(quads: Iterable[Quad]) -> list[str]:
    graph = Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, graph))


def parsed(response: requests.Response, representation: Format) -> list[str]:
    """Read a document and give its graph in canonical form, graph names dropped."""
    body = response.content
    if representation.extension == "jsonld":
        document = json.loads(body)
        context = requests.get(document["@context"], timeout=10)
        assert context.headers["Content-Type"] == "application/ld+json"
        document["@context"] = context.json()["@context"]
        body = json.dumps(document).encode()
    format_ = RdfFormat.from_media_type(representation.media_type)
    assert format_ is not None
    return canonical(pyoxigraph.parse(body, format=format_))


@pytest.mark.parametrize("sort", SORTS)
def test_all_formats_of_a_document_hold_the_same_graph(server: Server, examples: dict[str, str], sort: str) -> None:
    path = examples[sort]
    graphs = {}
    for representation in RDF_FORMATS:
        response = server.get(path, accept=representation.media_type)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == representation.content_type
        assert response.url == f"{server.url}{path}.{representation.extension}"
        graphs[representation.name] = parsed(response, representation)
    assert len(graphs["Turtle"]) > 3
    assert {name for name, graph in graphs.items() if graph != graphs["Turtle"]} == set()


def test_rdflib_reads_all_that_the_release_says_of_whatever_it_dereferences(server: Server, archive: Path) -> None:
    """By the URI alone: rdflib negotiates, follows to the document, and finds what is said of the thing and its parts.

    The document of a graph is what the graph says, no more and no less, of whatever it is.
    """
    said, graphs = dataset(archive), set(manifest(archive)["graphs"])  # type: ignore[call-overload]
    own = defaultdict(set)
    for quad in said:
        # Blank nodes have other names in each document, so what has one cannot be compared alone.
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, BlankNode):
            own[quad.subject.value.partition("#")[0]].add(str(quad.triple))
    missed = []
    for path in documents_of(archive):
        uri = BASE + path
        read = rdflib.Graph().parse(server.url + path).serialize(format="nt")
        quads = list(pyoxigraph.parse(read.encode(), format=RdfFormat.N_TRIPLES))
        if uri in graphs:
            assert canonical(quads) == canonical(quad for quad in said if quad.graph_name == NamedNode(uri)), path
        elif not own[uri] or own[uri] - {str(quad.triple) for quad in quads}:
            missed.append(path)
    assert missed == []


def documents_of(archive: Path) -> list[str]:
    """Give the path of everything that the archive says something of."""
    subjects = {quad.subject.value for quad in dataset(archive) if isinstance(quad.subject, NamedNode)}
    documents = sorted({uri.partition("#")[0].removeprefix(BASE) for uri in subjects if uri.startswith(BASE)})
    assert len(documents) > 400
    return documents


def test_csv_has_a_row_for_every_triple(server: Server) -> None:
    rows = list(csv.DictReader(io.StringIO(server.get(f"{ARTICLE}.csv").content.decode())))
    turtle = server.get(f"{ARTICLE}.nt").text.splitlines()
    assert len(rows) == len(turtle)
    assert {
        "subject": f"{BASE}{ARTICLE}",
        "predicate": "http://data.europa.eu/eli/ontology#number",
        "object": "b",
        "datatype": "http://www.w3.org/2001/XMLSchema#string",
        "language": "",
    } in rows


def test_every_uri_of_the_archive_answers(server: Server, archive: Path) -> None:
    documents = documents_of(archive)
    with requests.Session() as session:
        answers = {path: session.get(f"{server.url}{path}", headers={"Accept": "text/turtle"}) for path in documents}
    wrong = {path: a.status_code for path, a in answers.items() if a.status_code != 200 or len(a.history) != 1}
    assert wrong == {}
    assert {path for path, answer in answers.items() if not answer.content.strip()} == set()


def test_every_uri_of_the_archive_has_a_page(server: Server, archive: Path) -> None:
    documents = documents_of(archive)
    with requests.Session() as session:
        pages = {path: session.get(f"{server.url}{path}.html") for path in documents}
    assert {path: page.status_code for path, page in pages.items() if page.status_code != 200} == {}
    assert {path for path, page in pages.items() if f"<code>{BASE}{path}</code>" not in page.text} == set()


def test_a_persons_turtle_tells_what_is_said_of_them_by_whom_where_and_when(server: Server) -> None:
    ask = (
        "PREFIX kg: <https://w3id.org/kgpub/ns#> PREFIX foaf: <http://xmlns.com/foaf/0.1/> "
        "SELECT ?person ?charge ?article ?date ?page { ?charge kg:chargedPerson ?person ; kg:underProvision ?article ; "
        "kg:onDate ?date ; kg:assertedIn/foaf:page ?page } ORDER BY ?charge LIMIT 1"
    )
    row = server.query(ask).json()["results"]["bindings"][0]
    person = row["person"]["value"]
    graph = rdflib.Graph().parse(data=server.get(f"{person.removeprefix(BASE)}.ttl").text, format="turtle")
    kg = rdflib.Namespace(f"{BASE}ns#")
    charge = rdflib.URIRef(row["charge"]["value"])
    assert (charge, kg.chargedPerson, rdflib.URIRef(person)) in graph
    assert (charge, kg.underProvision, rdflib.URIRef(row["article"]["value"])) in graph
    assert str(graph.value(charge, kg.onDate)) == row["date"]["value"]
    assert str(graph.value(graph.value(charge, kg.assertedIn), rdflib.FOAF.page)) == row["page"]["value"]

    recognition = next(graph.subjects(kg.recognises, rdflib.URIRef(person)))
    passages = [passage for passage in graph.objects(None, kg.assertedIn) if "/passage/" in str(passage)]
    assert recognition is not None
    assert passages, "no passage of the source text leads to this person"
    for passage in passages:
        text = graph.value(passage, rdflib.SDO.text)
        assert text is not None, f"{passage} is quoted without its words"
        assert any(graph.subjects(kg.hasPassage, passage)), f"{passage} does not lead to its statement"


def test_pages_keep_the_visitor_on_the_host_and_show_the_canonical_uri(
    server: Server, examples: dict[str, str]
) -> None:
    page = server.get(f"{examples['person']}.html").text
    assert f"<code>{BASE}{examples['person']}</code>" in page
    links = re.findall(r'href="([^"]*)"', page)
    assert [link for link in links if link.startswith(BASE)] == []
    assert f"/{examples['terms']}#Person" in links


def test_documents_carry_canonical_uris_under_any_host_name(server: Server) -> None:
    here = server.get(f"{ARTICLE}.nq")
    elsewhere = requests.get(f"{server.url}{ARTICLE}.nq", headers={"Host": "mirror.example"}, timeout=10)
    assert here.content == elsewhere.content
    assert b"127.0.0.1" not in here.content


def test_a_document_that_is_known_is_not_sent_again(server: Server) -> None:
    first = server.get(f"{ARTICLE}.ttl")
    again = requests.get(first.url, headers={"If-None-Match": first.headers["ETag"]}, timeout=10)
    assert (again.status_code, again.content) == (304, b"")
    assert server.get(f"{ARTICLE}.nt").headers["ETag"] != first.headers["ETag"]


def test_a_missing_page_is_a_page_for_a_browser(server: Server) -> None:
    response = server.get("person/<script>alert(1)</script>", accept="text/html")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<script" not in response.text


def test_incoming_links_are_listed_a_page_at_a_time(server: Server) -> None:
    expression = f"{BASE}right/expression"
    graph = rdflib.Graph().parse(data=server.get("right/expression.ttl").text, format="turtle")
    hydra = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
    collections = list(graph.objects(rdflib.URIRef(expression), hydra.collection))
    assert collections
    listed = {str(uri): int(str(graph.value(uri, hydra.totalItems))) for uri in collections}
    for uri, total in listed.items():
        page = rdflib.Graph().parse(server.url + uri.removeprefix(BASE))
        view = page.value(predicate=rdflib.RDF.type, object=hydra.PartialCollectionView)
        assert view is not None
        assert len(set(page.objects(rdflib.URIRef(uri), hydra.member))) == total
        html = server.get(uri.removeprefix(BASE), accept="text/html")
        assert html.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["", "?to=x&by=y", "?to=https://w3id.org/kgpub/ns%23Person", "?to=http://a/&by=http://b/&page=0",
     "?to=http://a/&by=http://b/&page=99999999999999999999", "?to=http://a/%3E%20&by=http://b/"],
)  # fmt: skip
def test_a_list_that_makes_no_sense_is_a_client_error(server: Server, query: str) -> None:
    assert server.get(f"links.ttl{query}").status_code in (400, 404)
