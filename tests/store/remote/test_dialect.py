"""Reading answers in an endpoint's dialect."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import QueryResultsFormat, parse_query_results

from kgpub.store.remote.dialect import AnswerFile
from tests.endpoints import Given, middleman
from tests.store.remote.asking import JSON, ask, open_engine

TSV = "text/tab-separated-values"
AN_IRI = {"type": "uri", "value": "a:a"}
VIRTUOSO = """
{ "head": { "link": [], "vars": ["x"] },
  "results": { "distinct": false, "ordered": true, "bindings": [
    { "x": { "type": "bnode", "value": "nodeID://b10000" }},
    { "x": { "type": "uri", "value": "nodeID://b10000" }},
    { "x": { "type": "literal", "value": "\\"type\\": \\"bnode\\", \\"value\\": \\"nodeID://b1" }},
    { "x": { "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1" }},
    { "x": { "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "0" }},
    { "x": { "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "1" }} ] } }"""
AS_IT_IS = [
    "_:b10000",
    "<nodeID://b10000>",
    r'"\"type\": \"bnode\", \"value\": \"nodeID://b1"',
    "true",
    "false",
    "1",
]


@pytest.mark.parametrize("size", [1, 2, 7, 50, 64, 127, 128, 129, 1000, 10_000])
def test_blank_nodes_and_booleans_of_virtuoso_are_put_right_wherever_they_are_split(size: int) -> None:
    content = VIRTUOSO.encode()
    parts = iter([content[start : start + size] for start in range(0, len(content), size)])
    file = AnswerFile(lambda: next(parts, b""))
    read = b""
    while part := file.read(13):
        assert len(part) <= 13
        read += part
    lines = parse_query_results(read, QueryResultsFormat.JSON).serialize(format=QueryResultsFormat.TSV)
    assert (lines or b"").decode().splitlines()[1:] == AS_IT_IS


def test_an_engine_reads_virtuoso() -> None:
    given = Given(200, JSON, VIRTUOSO.encode())
    with middleman(rule=lambda _, __: given) as man:
        assert ask(open_engine(man.addresses.query), results=TSV).decode().splitlines()[1:] == AS_IT_IS


@pytest.mark.parametrize(
    ("bindings", "truth"),
    [('[{"__ask_retval":{"type":"typed-literal","datatype":"%s","value":"1"}}]', b"true"), ("[]", b"false")],
)
@pytest.mark.parametrize("variable", ["__ask_retval", "__ASK_RETVAL"])
def test_yes_and_no_that_come_as_a_row_are_yes_and_no(bindings: str, truth: bytes, variable: str) -> None:
    rows = bindings.replace("%s", "http://www.w3.org/2001/XMLSchema#integer").replace("__ask_retval", variable)
    body = f'{{"head":{{"vars":["{variable}"]}},"results":{{"bindings":{rows}}}}}'
    with middleman(rule=lambda _, __: Given(200, JSON, body.encode())) as man:
        assert ask(open_engine(man.addresses.query), "ASK {}", results="application/sparql-results+json") == (
            b'{"head":{},"boolean":' + truth + b"}"
        )


def test_triples_in_triples_are_read_as_long_as_they_can_be() -> None:
    term: dict[str, object] = {"type": "uri", "value": "a:a"}
    for _ in range(100):
        term = {"type": "triple", "value": {"subject": AN_IRI, "predicate": AN_IRI, "object": term}}
    brackets = {"type": "literal", "value": "{" * 500}
    rows = [{"x": term}] * 100 + [{"x": brackets}] + [{"x": term}]
    body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()
    with middleman(rule=lambda _, __: Given(200, JSON, body)) as man:
        lines = ask(open_engine(man.addresses.query), results=TSV).splitlines()
    assert len(lines) == 103


def test_graphs_are_read_as_turtle_too() -> None:
    given = Given(200, {"Content-Type": "text/turtle; charset=utf-8"}, b"@prefix : <a:> . :s :p 1 , 2 .")
    with middleman(rule=lambda _, __: given) as man:
        content = ask(open_engine(man.addresses.query), "CONSTRUCT WHERE { ?s ?p ?o }", graph="application/n-quads")
    assert content.decode().splitlines() == [
        '<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        '<a:s> <a:p> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    ]
