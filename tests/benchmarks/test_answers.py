"""Answers of different engines are compared by what they say."""

from __future__ import annotations

import json

import pytest

from benchmarks.answers import difference, read
from benchmarks.queries import Query

ROWS = Query("rows", "SELECT …")
ANY_ROWS = Query("some rows", "SELECT … LIMIT 2", is_deterministic=False)
GRAPH = Query("graph", "DESCRIBE …", form="graph")
XSD = "http://www.w3.org/2001/XMLSchema#"


def solutions(*values: dict[str, str] | None) -> bytes:
    bindings = [{} if value is None else {"it": value} for value in values]
    return json.dumps({"head": {"vars": ["it"]}, "results": {"bindings": bindings}}).encode()


def uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


def literal(value: str, **more: str) -> dict[str, str]:
    return {"type": "literal", "value": value, **more}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (solutions(uri("urn:a"), uri("urn:b")), solutions(uri("urn:b"), uri("urn:a"))),
        (solutions(literal("a")), solutions(literal("a", datatype=f"{XSD}string"))),
        (
            solutions(literal("5", datatype=f"{XSD}integer")),
            solutions({"type": "typed-literal", "value": "5", "datatype": f"{XSD}int"}),
        ),
        (solutions(literal("a", **{"xml:lang": "be-latn"})), solutions(literal("a", **{"xml:lang": "be-Latn"}))),
        (solutions({"type": "bnode", "value": "x"}), solutions({"type": "bnode", "value": "y"})),
    ],
    ids=["order", "strings", "integers", "language tags", "blank nodes"],
)
def test_answers_that_say_the_same_are_the_same(one: bytes, other: bytes) -> None:
    assert difference(read(one, ROWS), read(other, ROWS), ROWS) == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (solutions(uri("urn:a")), "1 rows instead of 2"),
        (solutions(uri("urn:a"), uri("urn:a")), "1 of 2 rows differ"),
        (solutions(uri("urn:a"), literal("urn:b")), "1 of 2 rows differ"),
        (solutions(uri("urn:a"), None), "1 of 2 rows differ"),
        (solutions(uri("urn:a"), literal("b", **{"xml:lang": "en"})), "1 of 2 rows differ"),
    ],
    ids=["a row is missing", "a row stands twice", "an IRI is a string", "a value is missing", "a tag"],
)
def test_answers_that_differ_are_told_apart(body: bytes, words: str) -> None:
    expected = read(solutions(uri("urn:a"), uri("urn:b")), ROWS)
    found = difference(read(body, ROWS), expected, ROWS)
    assert found.split(" ")[-2:] == words.split(" ")[-2:]
    assert found


def test_of_a_limit_without_an_order_the_number_of_rows_counts() -> None:
    expected = read(solutions(uri("urn:a"), uri("urn:b")), ANY_ROWS)
    assert difference(read(solutions(uri("urn:c"), uri("urn:d")), ANY_ROWS), expected, ANY_ROWS) == ""
    assert difference(read(solutions(uri("urn:a")), ANY_ROWS), expected, ANY_ROWS) == "1 rows instead of 2"


def test_graphs_are_compared_whatever_their_order_and_format() -> None:
    expected = read(b'<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> "2" .\n', GRAPH)
    turned = read(b'<urn:a> <urn:p> "2" .\n<urn:a> <urn:p> "1" .\n', GRAPH)
    in_xml = read(
        b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:n="urn:">'
        b'<rdf:Description rdf:about="urn:a"><n:p>1</n:p><n:p>2</n:p></rdf:Description></rdf:RDF>',
        GRAPH,
    )
    assert difference(turned, expected, GRAPH) == ""
    assert difference(in_xml, expected, GRAPH) == ""
    assert difference(read(b"", GRAPH), expected, GRAPH) == "0 rows instead of 2"


@pytest.mark.parametrize(("body", "query"), [(b"<html>", ROWS), (b"not a triple", GRAPH)], ids=["rows", "graph"])
def test_what_is_no_answer_is_told(body: bytes, query: Query) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(body, query)
