"""Which graphs a query's own clauses name."""

from __future__ import annotations

import pytest

from kgpub.errors import QuerySyntaxError
from kgpub.store.opening import DatasetClauses
from kgpub.store.sparql import dataset_clauses, names_its_dataset

BASE = "https://example.org/"
P = "PREFIX : <g:> PREFIX x: <g:x/> "

# the query, what FROM names, what FROM NAMED names
CLAUSES = [
    ("one graph", "ASK FROM <g:1> {}", "g:1", ""),
    ("a named graph", "ASK FROM NAMED <g:1> {}", "", "g:1"),
    ("several, in their order", "ASK FROM <g:2> FROM NAMED <g:3> FROM <g:1> {}", "g:2 g:1", "g:3"),
    ("the same graph twice", "ASK FROM <g:1> FROM <g:1> {}", "g:1 g:1", ""),
    ("in small letters", "select * from <g:1> from named <g:2> where {}", "g:1", "g:2"),
    ("behind variables", "SELECT ?from ?x FROM <g:1> {}", "g:1", ""),
    ("behind expressions", "SELECT (1<2&&3>2 AS ?x) ('}' AS ?y) FROM <g:1> {}", "g:1", ""),
    ("behind a pattern", "SELECT (EXISTS { ?s <a:)> ')' } AS ?x) FROM <g:1> {}", "g:1", ""),
    ("behind a string with an escape", r'SELECT ("\u0022" AS ?x) FROM <g:1> { FILTER("" = "") }', "g:1", ""),
    ("behind a template", "CONSTRUCT { ?s ?p '}' . ?s ?p (1) } FROM <g:1> WHERE {}", "g:1", ""),
    ("in the short form", "CONSTRUCT FROM <g:1> WHERE { ?s ?p ?o }", "g:1", ""),
    ("behind what is described", P + "DESCRIBE ?s <a:a> :b FROM <g:1>", "g:1", ""),
    ("behind all that is described", "DESCRIBE * FROM <g:1> {}", "g:1", ""),
    ("behind comments", "ASK # FROM <g:0>\nFROM # <g:0>\n<g:1> {}", "g:1", ""),
    ("a prefixed name", P + "ASK FROM x:1 FROM NAMED :2 {}", "g:x/1", "g:2"),
    ("a prefix alone", P + "ASK FROM x: {}", "g:x/", ""),
    ("an escape in a name", P + r"ASK FROM :a\,b%20c {}", "g:a,b%20c", ""),
    ("an escape in an IRI", r"ASK FROM <g:\u0031> {}", "g:1", ""),
    ("the last declaration of a prefix", P + "PREFIX : <h:> ASK FROM :1 {}", "h:1", ""),
    ("a relative IRI", "ASK FROM <graph/a> {}", BASE + "graph/a", ""),
    ("a relative IRI with a base", "BASE <https://example.com/b/c> ASK FROM <../a> {}", "https://example.com/a", ""),
    ("a base relative to the one before", "BASE <https://example.com/b/> BASE <c/> ASK FROM <a> {}",
     "https://example.com/b/c/a", ""),
    ("a relative prefix", "PREFIX : <b/> BASE <https://example.com/> ASK FROM :a {}", BASE + "b/a", ""),
    ("run together with what precedes", "ASKFROM<g:1>{}", "g:1", ""),
    ("run together with NAMED", "SELECT*FROMNAMED<g:1>{}", "", "g:1"),
    ("run together with an empty prefix", P + "ASK FROM:1 {}", "g:1", ""),
    ("run together with a prefix", P + "ASK FROMx:1 {}", "g:x/1", ""),
    ("run together with NAMED and a prefix", P + "ASKFROMNAMEDx:1{}", "", "g:x/1"),
    ("NAMED as a prefix", "PREFIX NAMED: <g:> ASK FROM NAMED:1 {}", "g:1", ""),
    ("NAMED as no prefix", P + "ASK FROM NAMED:1 {}", "", "g:1"),
    ("FROM as a prefix where no name can stand", "PREFIX FROM: <a:> " + P + "SELECT * FROM:1 {}", "g:1", ""),
    ("run together behind an IRI", P + "DESCRIBE <a:a>FROM:1", "g:1", ""),
    ("behind a form that reads as a prefix", "PREFIX ASKFROM: <a:> " + P + "ASKFROM:1 {}", "g:1", ""),
    ("escaped, as SPARQL 1.1 allows", r"SELECT * \u0046ROM <g:1> {}", "g:1", ""),
    ("behind an escaped variable", r"SELECT ?\u0061 FROM <g:1> {}", "g:1", ""),
]  # fmt: skip
NONE = [
    ("nothing", "SELECT * { ?s ?p ?o }"),
    ("in a comment", "SELECT * # FROM <g:1>\n{ ?s ?p ?o }"),
    ("in a comment behind an escaped newline", r"SELECT * #\u000AFROM <g:1>" + "\n{ ?s ?p ?o }"),
    ("in a string", "SELECT ('FROM <g:1>' AS ?x) { ?s ?p ?o }"),
    ("in a template", "CONSTRUCT { ?s ?p 'FROM <g:1>' } WHERE { ?s ?p ?o }"),
    ("in an IRI", "BASE <a:FROM> DESCRIBE <a:FROM>"),
    ("as a variable", "SELECT ?FROM { ?s ?p ?FROM }"),
    ("as the end of a variable", "SELECT ?xFROM { ?s ?p ?xFROM }"),
    ("as a prefix", "PREFIX FROM: <g:> DESCRIBE ?s FROM:1 { ?s ?p ?o }"),
    ("as a prefix that begins so", "PREFIX x: <g:> PREFIX FROMx: <g:> DESCRIBE FROMx:1"),
    ("as a prefix in a pattern", "PREFIX from: <g:> SELECT * { ?s from:p ?o }"),
    ("where no clause can stand", "SELECT * { ?s ?p ?o } FROM <g:1>"),
    ("within a pattern", "SELECT * { { SELECT * FROM <g:1> { ?s ?p ?o } } }"),
    ("in an update", "INSERT { ?s ?p ?o } FROM <g:1> WHERE { ?s ?p ?o }"),
    ("in nothing", ""),
]


@pytest.mark.parametrize(("text", "default", "named"), [row[1:] for row in CLAUSES], ids=[row[0] for row in CLAUSES])
def test_clauses_name_graphs(text: str, default: str, named: str) -> None:
    assert dataset_clauses(text, BASE) == DatasetClauses(tuple(default.split()), tuple(named.split()))
    assert names_its_dataset(text)


@pytest.mark.parametrize("text", [row[1] for row in NONE], ids=[row[0] for row in NONE])
def test_the_word_from_elsewhere_names_no_graph(text: str) -> None:
    assert dataset_clauses(text, BASE) is None
    assert not names_its_dataset(text)


@pytest.mark.parametrize("text", ["ASK FROM <a> {}", "BASE <b/> ASK FROM <a> {}", "PREFIX : <b/> ASK FROM :a {}"])
def test_a_relative_graph_without_a_base_is_an_error(text: str) -> None:
    assert names_its_dataset(text)
    with pytest.raises(QuerySyntaxError, match="write it in full"):
        dataset_clauses(text)
