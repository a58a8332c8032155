"""The service description over HTTP: the W3C's tests, every format, and every figure in it tried."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
import requests
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat
from rdflib import RDF, RDFS, Namespace

from kgpub.rdf.formats import RDF_FORMATS, Format
from kgpub.web.responses import WRITTEN_NEATLY
from tests.servers import REPOSITORY, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
SPARQL = "http://www.w3.org/ns/sparql#"
XSD = "http://www.w3.org/2001/XMLSchema#"
GEOF = "http://www.opengis.net/def/function/geosparql/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

PLAIN = """
[archive]
base = "https://many.example/"
title = "Many graphs"
[[graphs]]
uri = "graph/shapes"
files = ["shapes.ttl"]
kind = "shapes"
[[graphs]]
uri = "graph/data"
files = ["data.trig"]
"""
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://many.example/shapes#Any> a sh:NodeShape ; sh:targetSubjectsOf <https://many.example/p> ;
    sh:property [ sh:path <https://many.example/p> ; sh:maxCount 9 ; sh:message "Say less."@en ] .
"""
GRAPHS = 900


def described(server: Server) -> rdflib.Graph:
    response = server.get("sparql", accept="text/turtle")
    return rdflib.Graph().parse(data=response.content, format="turtle")


@pytest.fixture(scope="module")
def description(server: Server) -> rdflib.Graph:
    return described(server)


@pytest.fixture(scope="module")
def many_graphs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An archive of so many graphs that its description is not written for people."""
    folder: Path = tmp_path_factory.mktemp("many")
    (folder / "kgpub.toml").write_text(PLAIN)
    (folder / "shapes.ttl").write_text(SHAPES)
    graphs = (
        f'<https://many.example/graph/{number}> {{ <https://many.example/{number % 7}> <https://many.example/p> "x" }}'
        for number in range(GRAPHS)
    )
    (folder / "data.trig").write_text("\n".join(graphs))
    with serving(folder) as running:
        yield running


# -- the W3C's tests

CASES = 3
# What the vocabulary says of the properties used here: https://www.w3.org/TR/sparql11-service-description/#vocab
SCHEMA = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, {SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs,
                              SD.BasicFederatedQuery}),
    SD.defaultEntailmentRegime: (SD.Service, {rdflib.URIRef("http://www.w3.org/ns/entailment/Simple")}),
    SD.supportedLanguage: (SD.Service, {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}),
    SD.extensionFunction: (SD.Service, SD.Function),
    SD.resultFormat: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.availableGraphs: (SD.Service, SD.Dataset),  # a subclass of its range, sd:GraphCollection
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}  # fmt: skip
ONLY_ONE = {SD.endpoint, SD.defaultDataset, SD.defaultGraph, SD.name, SD.graph, SD.defaultEntailmentRegime}


def returns_rdf(server: Server) -> str:
    """GET on endpoint returns RDF."""
    response = requests.get(server.url + "sparql", timeout=20)
    graph = rdflib.Graph().parse(data=response.content, format=response.headers["Content-Type"].partition(";")[0])
    return "" if len(graph) else "no triples"


def has_endpoint_triple(server: Server) -> str:
    """Service description contains a matching sd:endpoint triple."""
    endpoint = rdflib.URIRef(server.url + "sparql")
    return "" if list(described(server).subjects(SD.endpoint, endpoint)) else f"no endpoint {endpoint}"


def conforms_to_schema(server: Server) -> str:
    """Service description conforms to schema."""
    graph = described(server)
    used = {term for term in map(str, graph.predicates()) if term.startswith(str(SD))}
    wrong = [f"{term} is no property" for term in used - set(map(str, SCHEMA))]
    for predicate in SCHEMA:
        for subject, value in graph.subject_objects(predicate):
            wrong += _mistakes(graph, subject, predicate, value)
    return "\n".join(wrong)


def _mistakes(
    graph: rdflib.Graph, subject: rdflib.term.Node, predicate: rdflib.URIRef, value: rdflib.term.Node
) -> Iterator[str]:
    domain, range_ = SCHEMA[predicate]
    if (subject, RDF.type, domain) not in graph:
        yield f"{subject}, which has {predicate}, is no {domain}"
    if isinstance(value, rdflib.Literal):
        yield f"{predicate} has the literal {value}"
    if isinstance(range_, set) and value not in range_:
        yield f"{value} is no value of {predicate}"
    if isinstance(range_, rdflib.URIRef) and (value, RDF.type, range_) not in graph:
        yield f"{value}, to which {predicate} leads, is no {range_}"
    if predicate in ONLY_ONE and len(list(graph.objects(subject, predicate))) > 1:
        yield f"{subject} has several {predicate}"


TESTS = {
    "returns-rdf": returns_rdf,
    "has-endpoint-triple": has_endpoint_triple,
    "conforms-to-schema": conforms_to_schema,
}


def test_every_case_of_the_suite(server: Server, suites: Path) -> None:
    manifest = rdflib.Graph().parse(suites / "sparql11-service-description" / "manifest.ttl")
    (head,) = manifest.objects(None, MF.entries)
    names = [str(name).rpartition("#")[2] for name in manifest.items(head)]
    assert len(names) == CASES
    assert {name: TESTS[name](server) for name in names} == dict.fromkeys(names, "")


# -- formats


def canonical(response: requests.Response, representation: Format) -> list[str]:
    """Read a description and give its graph in canonical form."""
    body = response.content
    if representation.extension == "jsonld" and isinstance(document := json.loads(body), dict):
        document["@context"] = requests.get(document["@context"], timeout=10).json()["@context"]
        body = json.dumps(document).encode()
    format_ = RdfFormat.from_media_type(representation.media_type)
    assert format_ is not None
    parsed = pyoxigraph.parse(body, format=format_)
    graph = Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in parsed)
    graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, graph))


def asked(server: Server, representation: Format, *, by: str) -> requests.Response:
    if by == "Accept":
        return server.get("sparql", accept=representation.media_type)
    return server.get(f"sparql?format={representation.extension}", accept=BROWSER)


@pytest.mark.parametrize("by", ["Accept", "format"])
def test_every_format_says_the_same(server: Server, by: str) -> None:
    graphs = {}
    for representation in RDF_FORMATS:
        response = asked(server, representation, by=by)
        assert (response.status_code, response.headers["Content-Type"]) == (200, representation.content_type)
        graphs[representation.name] = canonical(response, representation)
    assert len(set(map(tuple, graphs.values()))) == 1
    assert len(graphs["Turtle"]) > 1000


@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda representation: representation.name)
def test_rdflib_reads_every_format(server: Server, description: rdflib.Graph, representation: Format) -> None:
    response = server.get("sparql", accept=representation.media_type)
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=response.content, format=representation.media_type)
    assert len({triple[:3] for triple in graph.triples((None, None, None))}) == len(description)


def test_a_description_too_large_for_people_says_the_same_in_every_format(many_graphs: Server) -> None:
    graphs = {
        representation.name: canonical(asked(many_graphs, representation, by="Accept"), representation)
        for representation in RDF_FORMATS
    }
    assert len(set(map(tuple, graphs.values()))) == 1
    assert len(graphs["Turtle"]) > WRITTEN_NEATLY
    assert sum("#NamedGraph>" in line for line in graphs["Turtle"]) == GRAPHS + 1  # and the shapes


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "text/turtle; charset=utf-8"),
        ("", "text/turtle; charset=utf-8"),
        ("*/*", "text/turtle; charset=utf-8"),
        ("text/*", "text/turtle; charset=utf-8"),
        ("application/rdf+xml, */*;q=0.1", "application/rdf+xml"),
        ("application/json", "application/ld+json"),
        ("text/turtle;q=0.2, application/trig;q=0.3", "application/trig"),
        ("text/turtle, text/html", "text/turtle; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        (BROWSER, "text/html; charset=utf-8"),
    ],
)
def test_browsers_get_the_page_and_everybody_else_the_description(
    server: Server, accept: str | None, content_type: str
) -> None:
    response = requests.get(server.url + "sparql", headers={"Accept": accept}, timeout=20)
    assert (response.status_code, response.headers["Content-Type"]) == (200, content_type)
    assert response.headers["Vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("sparql", "application/sparql-results+json", 400),
        ("sparql", "text/csv", 400),
        ("sparql", "image/png", 406),
        ("sparql?format=xyz", "*/*", 400),
        ("sparql?format=csv", "*/*", 400),
    ],
)
def test_who_cannot_be_given_it_is_told_what_there_is(server: Server, path: str, accept: str, status: int) -> None:
    problem = server.get(path, accept=accept)
    assert (problem.status_code, problem.headers["Content-Type"]) == (status, "application/problem+json")
    assert all(f"{entry.media_type} (format={entry.extension})" in problem.json()["detail"] for entry in RDF_FORMATS)
    assert "no query" in problem.json()["detail"]


@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda representation: representation.name)
def test_head_and_a_known_tag_spare_the_body(server: Server, representation: Format) -> None:
    url, headers = server.url + "sparql", {"Accept": representation.media_type}
    whole = requests.get(url, headers=headers, timeout=20)
    head = requests.head(url, headers=headers, timeout=20)
    names = ("ETag", "Content-Type", "Content-Length", "Vary", "Cache-Control")
    assert (head.status_code, head.content) == (200, b"")
    assert {name: head.headers.get(name) for name in names} == {name: whole.headers.get(name) for name in names}
    known = requests.get(url, headers={**headers, "If-None-Match": whole.headers["ETag"]}, timeout=20)
    assert (known.status_code, known.content, known.headers["ETag"]) == (304, b"", whole.headers["ETag"])
    other = requests.get(url, headers={**headers, "If-None-Match": '"another"'}, timeout=20)
    assert (other.status_code, other.content) == (200, whole.content)


# -- the formats of answers

RESULTS = {
    "SPARQL_Results_JSON": "application/sparql-results+json",
    "SPARQL_Results_XML": "application/sparql-results+xml",
    "SPARQL_Results_CSV": "text/csv",
    "SPARQL_Results_TSV": "text/tab-separated-values",
    "Turtle": "text/turtle",
    "N-Triples": "application/n-triples",
    "RDF_XML": "application/rdf+xml",
    "JSON-LD": "application/ld+json",
    "TriG": "application/trig",
    "N-Quads": "application/n-quads",
    # registered too, and not given
    "N3": "text/n3",
    "RDF_JSON": "application/rdf+json",
    "RDFa": "application/xhtml+rdfa",
}
QUERIES = ("SELECT * { ?s ?p ?o } LIMIT 1", "ASK {}", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1", "DESCRIBE <urn:a>")


def test_the_formats_named_are_those_that_answers_come_in(server: Server, description: rdflib.Graph) -> None:
    named = {str(iri).rpartition("/")[2] for iri in description.objects(None, SD.resultFormat)}
    given = {
        name
        for name, media_type in RESULTS.items()
        if any(_content_type(server, query, media_type) == media_type for query in QUERIES)
    }
    assert named == given
    assert len(given) == 10


def _content_type(server: Server, query: str, accept: str) -> str:
    return server.query(query, accept=accept).headers["Content-Type"].partition(";")[0]


# -- functions

POINT, SQUARE, LINE = (
    f'"{text}"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'
    for text in ("POINT(0.5 0.5)", "POLYGON((0 0,1 0,1 1,0 1,0 0))", "LINESTRING(0 0,0 1)")
)
METRE, SQUARE_METRE = (f"<http://www.opengis.net/def/uom/OGC/1.0/{name}>" for name in ("metre", "square_metre"))
TRIPLE = "TRIPLE(<urn:a>, <urn:b>, 1)"
WKT = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
CALLS = {
    f"{SPARQL}triple": (f"STR(PREDICATE({TRIPLE}))", "urn:b"),
    f"{SPARQL}subject": (f"STR(SUBJECT({TRIPLE}))", "urn:a"),
    f"{SPARQL}predicate": (f"STR(PREDICATE({TRIPLE}))", "urn:b"),
    f"{SPARQL}object": (f"OBJECT({TRIPLE})", "1"),
    f"{SPARQL}isTriple": (f"isTRIPLE({TRIPLE})", "true"),
    f"{SPARQL}langdir": ('LANGDIR("a"@he--rtl)', "rtl"),
    f"{SPARQL}hasLang": ('hasLANG("a"@be)', "true"),
    f"{SPARQL}hasLangdir": ('hasLANGDIR("a"@he--rtl)', "true"),
    f"{SPARQL}strlangdir": ('LANGDIR(STRLANGDIR("a", "he", "rtl"))', "rtl"),
    f"{SPARQL}adjust": (
        f'ADJUST("2021-05-21T12:00:00Z"^^<{XSD}dateTime>, "PT3H"^^<{XSD}dayTimeDuration>)',
        "2021-05-21T15:00:00+03:00",
    ),
    **{
        f"{XSD}{name}": (f'<{XSD}{name}>("{value}")', value)
        for name, value in {
            "date": "2021-05-21", "time": "12:00:00", "duration": "P1Y2D", "dayTimeDuration": "P2D",
            "yearMonthDuration": "P1Y", "gYear": "2021", "gYearMonth": "2021-05", "gMonth": "--05",
            "gMonthDay": "--05-21", "gDay": "---21",
        }.items()
    },
    **{
        f"{GEOF}{name}": (f"<{GEOF}{name}>({arguments})", value)
        for name, arguments, value in (
            ("area", f"{SQUARE}, {SQUARE_METRE}", "1230"),
            ("length", f"{LINE}, {METRE}", "1111"),
            ("perimeter", f"{SQUARE}, {METRE}", "4447"),
            ("distance", f"{POINT}, {POINT}, {METRE}", "0"),
            ("asGeoJSON", POINT, '{"type":"Point","coordinates":[0.5,0.5]}'),
            ("centroid", SQUARE, f"{WKT} POINT(0.5 0.5)"),
            ("convexHull", SQUARE, f"{WKT} POLYGON("),
            ("envelope", SQUARE, f"{WKT} POLYGON("),
            ("coordinateDimension", POINT, "2"),
            ("spatialDimension", POINT, "0"),
            ("dimension", SQUARE, "2"),
            ("getSRID", POINT, "http://www.opengis.net/def/crs/OGC/1.3/CRS84"),
            ("isEmpty", POINT, "false"),
            ("isSimple", SQUARE, "true"),
            ("relate", f'{SQUARE}, {SQUARE}, "T*F**FFF*"', "true"),
            ("intersection", f"{SQUARE}, {SQUARE}", f"{WKT} MULTIPOLYGON((("),
            ("union", f"{SQUARE}, {SQUARE}", f"{WKT} MULTIPOLYGON((("),
            ("difference", f"{SQUARE}, {SQUARE}", f"{WKT} MULTIPOLYGON EMPTY"),
            ("symDifference", f"{SQUARE}, {SQUARE}", f"{WKT} MULTIPOLYGON EMPTY"),
        )
    },
    **{
        f"{GEOF}{name}": (f"<{GEOF}{name}>({POINT}, {SQUARE})", value)
        for names, value in (
            ("sfIntersects sfWithin ehCoveredBy ehInside rcc8ntpp", "true"),
            ("sfContains sfCrosses sfDisjoint sfEquals sfOverlaps sfTouches", "false"),
            ("ehContains ehCovers ehDisjoint ehEquals ehMeet ehOverlap", "false"),
            ("rcc8dc rcc8ec rcc8eq rcc8ntppi rcc8po rcc8tpp rcc8tppi", "false"),
        )
        for name in names.split()
    },
}  # fmt: skip

OTHERS = {
    XSD: (
        "anyURI", "base64Binary", "byte", "dateTimeStamp", "hexBinary", "int", "language", "long",
        "negativeInteger", "nonNegativeInteger", "nonPositiveInteger", "normalizedString", "positiveInteger",
        "short", "token", "unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort",
    ),
    GEOF: (
        "aggBoundingBox", "aggCentroid", "aggUnion", "asDGGS", "asGML", "asKML", "asWKT", "boundary",
        "boundingCircle", "buffer", "concaveHull", "geometryN", "geometryType", "is3D", "isMeasured", "maxX",
        "maxY", "maxZ", "metricArea", "metricBuffer", "metricDistance", "metricLength", "metricPerimeter",
        "minX", "minY", "minZ", "numGeometries", "transform",
    ),
    SPARQL: ("triple", "strlen"),  # by its keyword only
    "http://www.w3.org/2005/xpath-functions": ("#concat", "#abs", "/math#pi", "/math#sqrt"),
    "http://jena.apache.org/ARQ/function#": ("now",),
}  # fmt: skip
"""Functions that other engines have, in the namespaces of those listed."""
UNKNOWN = "The function <{}> is not known here. The service description lists those beyond SPARQL 1.1."
STANDARD = ("boolean", "double", "float", "decimal", "integer", "dateTime", "string")


def first_value(server: Server, expression: str) -> str:
    response = server.query(f"SELECT ({expression} AS ?x) {{}}")
    assert response.status_code == 200, response.text
    bindings = response.json()["results"]["bindings"]
    return str(bindings[0]["x"]["value"]) if bindings and "x" in bindings[0] else ""


def test_every_function_listed_works_and_every_one_that_is_tried_is_listed(
    server: Server, description: rdflib.Graph
) -> None:
    listed = {str(function) for function in description.objects(None, SD.extensionFunction)}
    assert listed == set(CALLS)
    values = {iri: first_value(server, call) for iri, (call, _) in CALLS.items()}
    assert {iri: value for iri, value in values.items() if not value.startswith(CALLS[iri][1])} == {}


def test_functions_that_have_keywords_are_called_by_them(server: Server, description: rdflib.Graph) -> None:
    functions = set(description.objects(None, SD.extensionFunction))
    keywords = {str(iri): str(label) for iri, label in description.subject_objects(RDFS.label) if iri in functions}
    assert set(keywords) == {iri for iri in CALLS if iri.startswith(SPARQL)}
    assert {iri for iri, keyword in keywords.items() if keyword not in CALLS[iri][0] + TRIPLE} == set()
    assert {iri: f"<{iri}>(" in CALLS[iri][0] for iri in CALLS} == {iri: iri not in keywords for iri in CALLS}


@pytest.mark.parametrize("iri", [namespace + name for namespace, names in OTHERS.items() for name in names])
def test_what_is_not_listed_is_not_there(server: Server, iri: str) -> None:
    for arguments in ("", "1", '"a", "b"'):
        answer = server.query(f"SELECT (<{iri}>({arguments}) AS ?x) {{}}")
        assert (answer.status_code, answer.json()["detail"]) == (400, UNKNOWN.format(iri))


def test_a_function_that_is_not_there_costs_no_worker(server: Server) -> None:
    before = server.workers(public=True)
    for form in ("ASK { FILTER(<urn:f>()) }", "SELECT * { ?s ?p ?o } ORDER BY <urn:f>(?s)"):
        assert server.query(form).json()["detail"] == UNKNOWN.format("urn:f")
    assert server.workers(public=True) == before


@pytest.mark.parametrize("name", STANDARD)
def test_the_functions_of_the_standard_are_not_listed(description: rdflib.Graph, name: str) -> None:
    assert (None, SD.extensionFunction, rdflib.URIRef(XSD + name)) not in description


# -- limits


def test_the_query_of_the_documentation_finds_the_limits(description: rdflib.Graph) -> None:
    page = (REPOSITORY / "docs" / "service-description.md").read_text()
    query = page.partition("```sparql\n")[2].partition("```")[0]
    rows = {tuple(None if term is None else str(term) for term in row) for row in description.query(query)}  # type: ignore[union-attr]
    assert {("deadline_seconds", "30.0", "s"), ("queue_length", "32", None)} <= rows


# -- what it counts, counted by queries


@dataclass(frozen=True)
class Figures:
    triples: int
    subjects: int
    objects: int
    properties: dict[str, int]
    classes: dict[str, int]


def figures(description: rdflib.Graph, node: rdflib.term.Node) -> Figures:
    def number(name: str, of: rdflib.term.Node = node) -> int:
        (value,) = description.objects(of, VOID[name])
        return int(str(value))

    def parts(kind: str, by: str, count: str) -> dict[str, int]:
        nodes = description.objects(node, VOID[kind])
        return {str(description.value(part, VOID[by])): number(count, part) for part in nodes}

    found = Figures(
        number("triples"),
        number("distinctSubjects"),
        number("distinctObjects"),
        parts("propertyPartition", "property", "triples"),
        parts("classPartition", "class", "entities"),
    )
    assert (number("properties"), number("classes")) == (len(found.properties), len(found.classes))
    return found


def counted(server: Server, graph: str) -> Figures:
    """Count by queries; `graph` is what stands before the pattern: nothing, or GRAPH and a name."""

    def rows(select: str, pattern: str) -> list[list[str]]:
        query = f"SELECT {select} WHERE {{ {graph} {{ {pattern} }} }}{' GROUP BY ?x' if '?x' in select else ''}"
        return [line.split(",") for line in server.query(query, accept="text/csv").text.splitlines()[1:]]

    def by(pattern: str, what: str) -> dict[str, int]:
        return {name: int(count) for name, count in rows(f"?x (COUNT({what}) AS ?n)", pattern)}

    def distinct(variable: str) -> int:
        return int(rows(f"(COUNT(DISTINCT ?{variable}) AS ?n)", "?s ?p ?o")[0][0])

    return Figures(
        int(rows("(COUNT(*) AS ?n)", "?s ?p ?o")[0][0]),
        distinct("s"),
        distinct("o"),
        by("?s ?x ?o", "*"),
        by("?s a ?x", "DISTINCT ?s"),
    )


@pytest.fixture(scope="module")
def graph_names(server: Server) -> list[str]:
    text = server.query("SELECT DISTINCT ?g { GRAPH ?g {} }", accept="text/csv").text
    return text.splitlines()[1:]


def test_the_counts_of_the_whole_are_those_that_queries_give(server: Server, description: rdflib.Graph) -> None:
    (dataset,) = description.objects(None, SD.defaultDataset)
    assert figures(description, dataset) == counted(server, "")


def test_the_counts_of_each_graph_are_those_that_queries_give(
    server: Server, description: rdflib.Graph, graph_names: list[str]
) -> None:
    described_graphs = {str(name): node for node, name in description.subject_objects(SD.name)}
    assert set(described_graphs) == set(graph_names)
    assert len(graph_names) > 5
    found = {
        name: figures(description, graph)
        for name, node in described_graphs.items()
        for graph in description.objects(node, SD.graph)
    }
    assert found == {name: counted(server, f"GRAPH <{name}>") for name in graph_names}


def test_example_resources_dereference(server: Server, description: rdflib.Graph) -> None:
    examples = list(description.objects(None, VOID.exampleResource))
    assert examples
    for uri in examples:
        assert server.get(str(uri).removeprefix("https://w3id.org/kgpub/"), accept="text/turtle").status_code == 200
