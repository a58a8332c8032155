"""What is wrong with a query is said in words, at its place."""

from __future__ import annotations

import pytest
from pyoxigraph import QuerySolutions, Store

from kgpub.errors import EngineError, QueryForbidden, QuerySyntaxError
from kgpub.store.contract import Query
from kgpub.store.embedded.worker import evaluate
from kgpub.store.sharing import StoredDataset

CASES = [
    pytest.param("", 1, 1, "The query is empty.", id="nothing"),
    pytest.param("SELECT ?x { ?s ex:p ?o }", 1, 16, "the prefix ex: is not declared; add PREFIX ex: <…>", id="prefix"),
    pytest.param(
        "PREFIX a: <http://a/>\n# b:c\nSELECT * {\n  ?s a:p 'b:c' ; b:c ?o }",
        4,
        18,
        "the prefix b: is not",
        id="second",
    ),
    pytest.param("SELECT * { ?s :p ?o }", 1, 15, "the prefix : is not declared", id="the empty prefix"),
    pytest.param("SELECT * { <x> ?p ?o }", 1, 12, "<x> is a relative IRI; write it in full", id="a relative IRI"),
    pytest.param("SELECT ?p { ?s ?p ?o } GROUP BY ?s", 0, 0, "GROUP BY does not; group by it too", id="not grouped"),
    pytest.param("SELECT * {", 1, 11, "expected one of", id="an open brace"),
]


def refused(text: str) -> EngineError:
    with pytest.raises(EngineError) as raised:
        evaluate(StoredDataset(Store()), Query(text), union=True)
    return raised.value


@pytest.mark.parametrize(("text", "line", "column", "words"), CASES)
def test_a_syntax_error_says_where_and_why(text: str, line: int, column: int, words: str) -> None:
    error = refused(text)
    assert isinstance(error, QuerySyntaxError)
    assert words in str(error)
    if line:
        assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize("text", [case.values[0] for case in CASES])
def test_no_message_lists_character_classes(text: object) -> None:
    message = str(refused(str(text)))
    assert "\\u{" not in message
    assert "['" not in message
    assert len(message) < 250


@pytest.mark.parametrize("text", ["BASE <http://a/> SELECT * { <x> <y> ?o", "SELECT * { <a:b> <urn:x> _:b"])
def test_what_is_resolved_is_not_blamed(text: str) -> None:
    assert "expected" in str(refused(text))


def test_with_a_base_a_relative_iri_is_resolved() -> None:
    rows = evaluate(StoredDataset(Store()), Query("SELECT (<x> AS ?x) {}", base="https://a.example/b/"), union=True)
    assert isinstance(rows, QuerySolutions)
    assert [row["x"].value for row in rows] == ["https://a.example/b/x"]


def test_a_declared_prefix_is_none_that_is_missing() -> None:
    assert "prefix" not in str(refused("PREFIX ex: <http://ex/> SELECT * { ex:a ex:b"))


def test_an_update_is_told_as_such() -> None:
    assert isinstance(refused("PREFIX ex: <http://ex/> INSERT DATA { ex:a ex:b ex:c }"), QueryForbidden)
