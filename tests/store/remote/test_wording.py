"""The text of a query on its way to the endpoint that an archive is published from."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from kgpub.errors import EngineError, QueryFault, QueryForbidden, QuerySyntaxError
from kgpub.store.contract import Lane, Query
from kgpub.store.remote.wording import Wording, wording

BASE = "https://example.org/"
BEGUN = "BASE <https://example.org/> "


def worded(text: str, *, lane: Lane = Lane.PUBLIC) -> Wording:
    return wording(Query(text, base=BASE, lane=lane))


SENT = [
    ("what is absolute", "SELECT * { ?s <a:p> ?o }", "SELECT * { ?s <a:p> ?o }"),
    ("what is relative gets a base", "ASK { <a> ?p ?o }", BEGUN + "ASK { <a> ?p ?o }"),
    ("what has a base", "BASE <a:> ASK { <a> ?p ?o }", "BASE <a:> ASK { <a> ?p ?o }"),
    ("an empty IRI gets a base", "ASK { <> ?p ?o }", BEGUN + "ASK { <> ?p ?o }"),
    ("an undeclared prefix", "ASK { no:p ?p ?o }", "ASK { no:p ?p ?o }"),
    ("a dataset is taken out", "ASK FROM <a:g> { ?s ?p ?o }", "ASK            { ?s ?p ?o }"),
    ("the word in a string", "SELECT ('FROM' AS ?x) {}", "SELECT ('FROM' AS ?x) {}"),
    ("the word as a variable", "SELECT ?from {}", "SELECT ?from {}"),
    ("a prefix that is called so", "PREFIX from: <a:> ASK { ?s from:p ?o }", "PREFIX from: <a:> ASK { ?s from:p ?o }"),
    ("an IRI that holds bif:", "ASK { ?s <a:bif:b> ?o }", "ASK { ?s <a:bif:b> ?o }"),
]


@pytest.mark.parametrize(("text", "sent"), [row[1:] for row in SENT], ids=[row[0] for row in SENT])
def test_a_query_is_sent_with_a_base_and_without_a_dataset(text: str, sent: str) -> None:
    assert worded(text) == Wording(sent, len(BEGUN) if sent.startswith(BEGUN) else 0)


REFUSED: list[tuple[str, str, type[EngineError], str]] = [
    ("nothing", "", QuerySyntaxError, "empty"),
    ("spaces", " \n ", QuerySyntaxError, "empty"),
    ("no query", "SELEKT *", QuerySyntaxError, "begins with SELECT, ASK"),
    ("what steers Virtuoso", 'DEFINE get:soft "soft" SELECT * {}', QuerySyntaxError, "begins with"),
    ("no Unicode", 'SELECT ("\ud800" AS ?x) {}', QuerySyntaxError, "not Unicode"),
    ("an update", "INSERT DATA { <a:a> <a:b> 1 }", QueryForbidden, "read-only"),
    ("an update behind a prologue", "PREFIX : <a:> DELETE WHERE { ?s ?p ?o }", QueryForbidden, "read-only"),
    ("SERVICE", "SELECT * { SERVICE <a:b> { ?s ?p ?o } }", QueryForbidden, "SERVICE is off"),
    ("SERVICE, escaped", r"SELECT * { \u0053ERVICE <a:b> { ?s ?p ?o } }", QueryForbidden, "SERVICE is off"),
    ("a function of Virtuoso", "SELECT (bif:http_get('http://a/') AS ?x) {}", QueryForbidden, "bif: and sql:"),
    ("one that is declared", "PREFIX f: <bif:> SELECT (f:http_get('http://a/') AS ?x) {}", QueryForbidden, "bif:"),
    ("one in full", "SELECT (<bif:http_get>('http://a/') AS ?x) {}", QueryForbidden, "bif:"),
    ("one in capitals", "SELECT (BIF:http_get('http://a/') AS ?x) {}", QueryForbidden, "bif:"),
    ("one that is escaped", r"SELECT (<\u0062if:http_get>('http://a/') AS ?x) {}", QueryForbidden, "bif:"),
    ("a procedure of Virtuoso", "SELECT (sql:f('x') AS ?x) {}", QueryForbidden, "sql:"),
    ("a clause behind WHERE", "SELECT * { ?s ?p ?o } FROM <a:g>", QuerySyntaxError, "before WHERE"),
    ("a clause within", "SELECT * { { SELECT * FROM <a:g> { ?s ?p ?o } } }", QuerySyntaxError, "before WHERE"),
    ("braces", "SELECT * " + "{" * 101 + "}" * 101, QueryFault, "nested too deeply"),
    ("round brackets", "SELECT * { FILTER(" + "(" * 101 + "1" + ")" * 101 + ") }", QueryFault, "nested"),
    ("lists", "SELECT * { ?s ?p " + "[<a:p> " * 101 + "1" + "]" * 101 + " }", QueryFault, "nested"),
    ("many unions", "SELECT * { {} " + "UNION {} " * 401 + "}", QueryFault, "nested"),
    ("many alternatives", "SELECT * { FILTER(true" + "||true" * 201 + ") }", QueryFault, "nested"),
    ("many nots", "SELECT * { FILTER(" + "!" * 401 + "true) }", QueryFault, "nested"),
    ("a long path", "SELECT * { ?s <a:p>" + "/<a:p>" * 401 + " ?o }", QueryFault, "nested"),
    ("many bindings", "SELECT * {" + " BIND(1 AS ?x)" * 401 + "}", QueryFault, "nested"),
    ("many options", "SELECT * {" + " OPTIONAL { ?s ?p ?o }" * 401 + "}", QueryFault, "nested"),
]


@pytest.mark.parametrize(("text", "kind", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_must_not_be_sent_is_refused_in_words(text: str, kind: type[EngineError], words: str) -> None:
    with pytest.raises(kind, match=words):
        worded(text)


def test_pages_may_ask_what_is_intricate() -> None:
    text = "SELECT * { {} " + "UNION {} " * 1000 + "}"
    assert worded(text, lane=Lane.PAGE).text == text


def test_many_values_are_not_deep() -> None:
    text = "SELECT * { VALUES (?a ?b) { " + "(<a:a> 1) " * 10_000 + " } }"
    assert worded(text).text == text


PIECES = ("{", "}", "(", "<", "'", '"', "<a", "a:b", "?x", "#x", "\\u0053", "FROM ", "bif:x ", "a.b.", "_:a", "1.")


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_keeps_a_process_busy(piece: str) -> None:
    text = "SELECT * { " + piece * (400_000 // len(piece))
    begun = time.monotonic()
    with suppress(EngineError):
        worded(text)
    assert time.monotonic() - begun < 5
