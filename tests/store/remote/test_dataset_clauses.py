"""Taking the dataset clauses out of a query's text."""

from __future__ import annotations

import pytest

from kgpub.store.sparql import without_dataset_clauses

CLAUSES = [
    ("none", "SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o }"),
    ("one", "SELECT * FROM <a:g> { ?s ?p ?o }", "SELECT *             { ?s ?p ?o }"),
    ("both kinds", "ASK FROM <a:g> FROM NAMED <a:h> {}", "ASK                             {}"),
    ("of names", "PREFIX : <a:> ASK FROM:g FROM NAMED :h{}", "PREFIX : <a:> ASK                     {}"),
    ("over lines", "SELECT *\nFROM <a:g> # one\r\nFROM <a:h>\n{}", "SELECT *\n                \r\n          \n{}"),
    ("what is no clause", "SELECT * FROM { ?s ?p ?o }", "SELECT * FROM { ?s ?p ?o }"),
    ("in a string", 'SELECT ("FROM <a:g>" AS ?x) {}', 'SELECT ("FROM <a:g>" AS ?x) {}'),
    ("escaped", r"ASK \u0046ROM <a:g> {}", "ASK             {}"),
]


@pytest.mark.parametrize(("text", "without"), [row[1:] for row in CLAUSES], ids=[row[0] for row in CLAUSES])
def test_clauses_leave_spaces_behind(text: str, without: str) -> None:
    assert without_dataset_clauses(text).split() == without.split()
    if "\\" not in text:
        assert [len(line) for line in without_dataset_clauses(text).splitlines()] == [
            len(line) for line in text.splitlines()
        ]
