"""What a query's tokens tell."""

from __future__ import annotations

import pytest

from kgpub.store.sparql import calls_services, names_its_dataset

SERVICE = [
    ("plain", "SELECT * { SERVICE <a:b> { ?s ?p ?o } }"),
    ("in small letters", "SELECT * { service <a:b> { ?s ?p ?o } }"),
    ("in mixed case", "SELECT * { sErViCe <a:b> { ?s ?p ?o } }"),
    ("silent", "SELECT * { SERVICE SILENT <a:b> { ?s ?p ?o } }"),
    ("to a variable", "SELECT * { SERVICE ?x { ?s ?p ?o } }"),
    ("to a variable without a space", "SELECT * { SERVICE?x{ ?s ?p ?o } }"),
    ("to a prefixed name", "PREFIX a: <a:> SELECT * { SERVICE a:b { ?s ?p ?o } }"),
    ("without any space", "SELECT*{SERVICE<a:b>{?s ?p ?o}}"),
    ("after a newline", "SELECT * {\nSERVICE\n<a:b> { ?s ?p ?o } }"),
    ("before a comment", "SELECT * { SERVICE#\n<a:b> { ?s ?p ?o } }"),
    ("after a comment", "SELECT * { # a comment\nSERVICE <a:b> { ?s ?p ?o } }"),
    ("after a comment that ends with a carriage return", "SELECT * { #\rSERVICE <a:b> { ?s ?p ?o } }"),
    ("its first letter escaped", r"SELECT * { \u0053ERVICE <a:b> { ?s ?p ?o } }"),
    ("all letters escaped", "SELECT * { " + "".join(rf"\U{ord(letter):08X}" for letter in "SERVICE") + " <a:b> {} }"),
    ("after an escaped newline that ends a comment", r"SELECT * { #\u000ASERVICE <a:b> { ?s ?p ?o } }"),
    ("after a string with an escaped quote", r'SELECT * { ?s ?p "\"" . SERVICE <a:b> { ?s ?p ?o } }'),
    ("after a long string with quotes", '''SELECT * { ?s ?p """a"b""c""" . SERVICE <a:b> { ?s ?p ?o } }'''),
    ("after an empty string", "SELECT * { ?s ?p '' . SERVICE <a:b> { ?s ?p ?o } }"),
    ("after an empty long string", "SELECT * { ?s ?p '''''' . SERVICE <a:b> { ?s ?p ?o } }"),
    ("after a language tag", 'SELECT * { ?s ?p "a"@en-GB SERVICE <a:b> { ?s ?p ?o } }'),
    ("after an IRI with a number sign", "SELECT * { ?s ?p <a:b#c> SERVICE <a:b> { ?s ?p ?o } }"),
    ("after a comparison", "SELECT * { FILTER(?a < 1 && ?b > 2) SERVICE <a:b> { ?s ?p ?o } }"),
    ("after a comparison without spaces", "SELECT*{FILTER(?a<?b)SERVICE<a:b>{?s?p?o}FILTER(?a>?b)}"),
    ("after a prefixed name and a dot", "SELECT * { ?s ?p a:b. SERVICE <a:b> {} }"),
    ("after an unbalanced quote", "SELECT * { ?s ?p ' \nSERVICE <a:b> { ?s ?p ?o } }"),
    ("after an escape beyond Unicode", r"SELECT * { \UFFFFFFFF SERVICE <a:b> { ?s ?p ?o } }"),
]

NO_SERVICE = [
    ("in a string", 'SELECT * { ?s ?p "SERVICE <a:b> {}" }'),
    ("in a string of single quotes", "SELECT * { ?s ?p 'SERVICE <a:b> {}' }"),
    ("in a string behind an escaped quote", r'SELECT * { ?s ?p "\" SERVICE <a:b> {}" }'),
    ("in a long string over lines", '''SELECT * { ?s ?p """a " \n SERVICE "" <a:b> {}""" }'''),
    ("in a long string of single quotes", "SELECT * { ?s ?p '''a ' \n SERVICE '' <a:b> {}''' }"),
    ("in a comment", "SELECT * { # SERVICE <a:b> {}\n ?s ?p ?o }"),
    ("in a comment at the end", "SELECT * { ?s ?p ?o } # SERVICE"),
    ("in an IRI", "SELECT * { ?s ?p <https://example.org/SERVICE> }"),
    ("behind a number sign in an IRI", "SELECT * { ?s ?p <https://example.org/#SERVICE> }"),
    ("as a variable", "SELECT ?SERVICE { ?s ?p ?SERVICE }"),
    ("as a variable with a dollar", "SELECT $service { ?s ?p $service }"),
    ("as a prefix", "PREFIX service: <a:> SELECT * { service:a ?p ?o }"),
    ("as a local name", "PREFIX a: <a:> SELECT * { a:SERVICE ?p ?o }"),
    ("as a local name of the empty prefix", "PREFIX : <a:> SELECT * { :SERVICE ?p ?o }"),
    ("as a part of a local name", "SELECT * { a:b.SERVICE-x ?p ?o }"),
    ("behind an escape in a local name", r"SELECT * { a:b\-SERVICE ?p ?o }"),
    ("behind a percent in a local name", "SELECT * { a:%20SERVICE ?p ?o }"),
    ("as the label of a blank node", "SELECT * { _:SERVICE ?p ?o }"),
    ("as a language tag", 'SELECT * { ?s ?p "a"@service }'),
    ("as a part of a word", "SELECT * { SERVICES }"),
    ("behind an underscore", "SELECT * { _SERVICE }"),
    ("nowhere", "SELECT * { ?s ?p ?o }"),
    ("in nothing", ""),
]


@pytest.mark.parametrize("text", [row[1] for row in SERVICE], ids=[row[0] for row in SERVICE])
def test_a_service_clause_is_seen(text: str) -> None:
    assert calls_services(text)


@pytest.mark.parametrize("text", [row[1] for row in NO_SERVICE], ids=[row[0] for row in NO_SERVICE])
def test_the_word_service_elsewhere_is_no_clause(text: str) -> None:
    assert not calls_services(text)


@pytest.mark.parametrize("text", [row[1] for row in SERVICE], ids=[row[0] for row in SERVICE])
def test_a_from_clause_is_seen_in_the_same_places(text: str) -> None:
    swapped = text.replace("SERVICE", "FROM").replace("service", "from").replace("sErViCe", "fRoM")
    assert names_its_dataset(swapped) == ("FROM" in swapped.upper())


@pytest.mark.parametrize("text", [row[1] for row in NO_SERVICE], ids=[row[0] for row in NO_SERVICE])
def test_the_word_from_elsewhere_is_no_clause(text: str) -> None:
    assert not names_its_dataset(text.replace("SERVICE", "FROM").replace("service", "from"))


@pytest.mark.parametrize("clause", ["FROM <a:g>", "FROM NAMED <a:g>", "from\n<a:g>", "FROM a:g", "FROM<a:g>"])
def test_each_form_of_from_names_a_dataset(clause: str) -> None:
    assert names_its_dataset(f"SELECT * {clause} {{ ?s ?p ?o }}")


@pytest.mark.parametrize("piece", ['"', "'''", '"""', "\\", "<", "a.", "a:b.", "_:", "@a-"])
def test_long_texts_without_an_end_are_read_in_a_moment(piece: str) -> None:
    assert not calls_services(piece * 100_000)
