"""The endpoint, asked as its clients ask."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
import requests
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat
from SPARQLWrapper import CSV, JSON, POST, TURTLE, URLENCODED, SPARQLWrapper

if TYPE_CHECKING:
    from tests.servers import Server

CHARGES = """
PREFIX kg: <https://w3id.org/kgpub/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?name ?article WHERE {
  ?statement kg:hasPassage/^kg:assertedIn ?recognition .
  ?recognition a kg:Recognition ; kg:recognises ?person .
  ?statement kg:hasPassage/^kg:assertedIn/kg:recognises ?other FILTER(?other != ?person)
  ?charge kg:chargedPerson ?person ; kg:underProvision/skos:prefLabel ?article FILTER(LANG(?article) = "en")
  ?person skos:prefLabel ?name FILTER(LANG(?name) = "en")
} ORDER BY ?name ?article
"""

EXPECTED_CHARGES = [
    ("Aliaksei Artsetski", "Criminal Code of Belarus, Article 342, part 1"),
    ("Dzmitry Bunevich", "Criminal Code of Belarus, Article 342, part 1"),
    ("Ihar Bantsar", "Criminal Code of Belarus, Article 339, part 1"),
    ("Volha Zavadskaya", "Criminal Code of Belarus, Article 339"),
    ("Yuliya Bodak", "Criminal Code of Belarus, Article 339"),
    ("Yuliya Bodak", "Criminal Code of Belarus, Article 339, part 2"),
]


@pytest.mark.parametrize("method", ["GET", "POST form", "POST direct"])
def test_sparqlwrapper_gets_the_charges_of_people_recognised_together(server: Server, method: str) -> None:
    client = SPARQLWrapper(server.url + "sparql", returnFormat=JSON)
    if method != "GET":
        client.setMethod(POST)
    if method == "POST direct":
        client.setRequestMethod("postdirectly")
    elif method == "POST form":
        client.setRequestMethod(URLENCODED)
    client.setQuery(CHARGES)
    converted: Any = client.queryAndConvert()  # a union of all that SPARQLWrapper knows
    rows = converted["results"]["bindings"]
    assert [tuple(row[name]["value"] for name in ("name", "article")) for row in rows] == EXPECTED_CHARGES


def test_sparqlwrapper_gets_csv_and_turtle(server: Server) -> None:
    client = SPARQLWrapper(server.url + "sparql", returnFormat=CSV)
    client.setQuery(CHARGES)
    assert len(bytes(client.queryAndConvert()).splitlines()) == 1 + len(EXPECTED_CHARGES)  # type: ignore[arg-type]
    client = SPARQLWrapper(server.url + "sparql", returnFormat=TURTLE)
    client.setQuery("DESCRIBE <https://w3id.org/kgpub/iccpr/article/19>")
    assert b"ICCPR article 19" in bytes(client.queryAndConvert())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/turtle, application/sparql-results+xml;q=0.2", "application/sparql-results+xml"),
        ("*/*", "application/sparql-results+json"),
    ],
)
def test_rows_come_in_the_format_asked_for(server: Server, accept: str, content_type: str) -> None:
    response = server.query(CHARGES, accept=accept)
    assert response.headers["Content-Type"] == content_type
    format_ = QueryResultsFormat.from_media_type(content_type)
    assert format_ is not None
    if format_ != QueryResultsFormat.CSV:  # pyoxigraph writes CSV and does not read it, since it says no types
        rows = pyoxigraph.parse_query_results(response.content, format_)
        assert isinstance(rows, QuerySolutions)
        assert [(row["name"].value, row["article"].value) for row in rows] == EXPECTED_CHARGES


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "application/trig",
     "application/n-quads"],
)  # fmt: skip
def test_graphs_come_in_the_format_asked_for(server: Server, media_type: str) -> None:
    response = server.query(
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <https://w3id.org/kgpub/graph/seed> { ?s ?p ?o } }", accept=media_type
    )
    assert response.headers["Content-Type"].split(";")[0] == media_type
    format_ = RdfFormat.from_media_type(media_type)
    assert format_ is not None
    rows = server.query("SELECT * { GRAPH <https://w3id.org/kgpub/graph/seed> { ?s ?p ?o } }").json()
    quads = set(pyoxigraph.parse(response.content, format=format_))
    assert len(quads) == len(rows["results"]["bindings"])


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_ask_says_yes_or_no(server: Server, accept: str) -> None:
    for query, word in (("ASK { ?s ?p ?o }", "true"), ("ASK { <urn:a> ?p ?o }", "false")):
        response = server.query(query, accept=accept)
        assert (response.status_code, word in response.text) == (200, True)


@pytest.mark.parametrize("content_type", ["application/sparql-query", "application/sparql-query; charset=utf-8"])
def test_a_query_may_be_the_whole_body(server: Server, content_type: str) -> None:
    response = requests.post(
        server.url + "sparql", data=CHARGES.encode(), headers={"Content-Type": content_type}, timeout=10
    )
    assert len(response.json()["results"]["bindings"]) == len(EXPECTED_CHARGES)


def test_a_form_is_decoded_once(server: Server) -> None:
    response = requests.post(server.url + "sparql", data={"query": 'SELECT ("100%25" AS ?x) {}'}, timeout=10)
    assert response.json()["results"]["bindings"][0]["x"]["value"] == "100%25"


def test_a_chunked_body_is_read_whole(server: Server) -> None:
    chunks = iter([CHARGES[:100].encode(), CHARGES[100:].encode()])
    headers = {"Content-Type": "application/sparql-query"}
    response = requests.post(server.url + "sparql", data=chunks, headers=headers, timeout=10)
    assert len(response.json()["results"]["bindings"]) == len(EXPECTED_CHARGES)


def test_the_format_can_be_named_in_the_address(server: Server) -> None:
    response = requests.get(server.url + "sparql", params={"query": "ASK {}", "format": "xml"}, timeout=10)
    assert response.headers["Content-Type"] == "application/sparql-results+xml"


def test_without_from_a_query_sees_all_graphs_and_with_it_only_those(server: Server) -> None:
    count = "SELECT (COUNT(*) AS ?n) {0} {{ ?s a <https://w3id.org/kgpub/ns#Person> }}"

    def number(text: str, **parameters: str) -> int:
        response = requests.get(server.url + "sparql", params={"query": text, **parameters}, timeout=10)
        return int(response.json()["results"]["bindings"][0]["n"]["value"])

    assert number(count.format("")) == 9
    assert number(count.format("FROM <https://w3id.org/kgpub/graph/iccpr>")) == 0
    assert number(count.format("FROM <https://w3id.org/kgpub/graph/seed>")) == 9
    assert number(count.format(""), **{"default-graph-uri": "https://w3id.org/kgpub/graph/iccpr"}) == 0


PROBLEMS = [
    ("SELECT * {", {}, 400),
    ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", {}, 403),
    ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", {}, 403),
    ("CONSTRUCT WHERE { ?s ?p ?o }", {"Accept": "text/csv"}, 406),
    ("SELECT * { ?s ?p ?o }", {"Accept": "text/turtle"}, 406),
    ("SELECT * {" + "{" * 20_000 + "?s ?p ?o" + "}" * 20_000 + "}", {}, 500),
]


@pytest.mark.parametrize(("query", "headers", "status"), PROBLEMS, ids=[str(number) for number in range(len(PROBLEMS))])
def test_what_cannot_be_answered_is_a_problem_document(
    server: Server, query: str, headers: dict[str, str], status: int
) -> None:
    response = requests.post(server.url + "sparql", data={"query": query}, headers=headers, timeout=30)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]


def test_a_syntax_error_says_where(server: Server) -> None:
    problem = server.query("SELECT *\nWHERE {").json()
    assert (problem["line"], problem["column"]) == (2, 8)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "application/sparql-update", 403),
        (b"\xff", "application/sparql-query", 400),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"query=ASK{}&query=ASK{}", "application/x-www-form-urlencoded", 400),
        (b"a" * 2_000_000, "application/sparql-query", 413),
    ],
)
def test_a_body_that_is_no_query_is_refused(server: Server, body: bytes, content_type: str, status: int) -> None:
    response = requests.post(server.url + "sparql", data=body, headers={"Content-Type": content_type}, timeout=10)
    assert response.status_code == status
    assert json.loads(response.content)["status"] == status


def test_an_address_without_a_query_is_a_form_for_people_and_an_error_for_programs(server: Server) -> None:
    assert "<textarea" in server.get("sparql", accept="text/html").text
    assert server.get("sparql", accept="application/sparql-results+json").status_code == 400


def test_a_browser_may_post_a_query_from_another_site(server: Server) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    response = requests.options(
        server.url + "sparql", headers=asked | {"Access-Control-Request-Headers": "content-type"}, timeout=10
    )
    assert response.ok
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_the_form_begins_with_the_query(server: Server) -> None:
    page = server.get("sparql", accept="text/html").text
    assert re.search(r"<textarea[^>]*>PREFIX [^<]*SELECT ", page)
