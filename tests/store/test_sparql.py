"""What a query's tokens tell."""

from __future__ import annotations

import time

import pytest

from kgpub.store.opening import QueryForm
from kgpub.store.sparql import calls_services, dataset_clauses, form, is_volatile, names_its_dataset

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
    ("run together with what precedes", "SELECT * { ?s ?p trueSERVICE<a:b>{} }"),
    ("run together with silent", "SELECT * { SERVICESILENT<a:b>{} }"),
    ("run together with its name", "PREFIX : <a:> SELECT * { SERVICE:x { ?s ?p ?o } }"),
    ("run together with silent and its name", "PREFIX a: <a:> SELECT * { SERVICESILENTa:x { ?s ?p ?o } }"),
    ("that reads as a name of another prefix", "PREFIX a: <a:> SELECT * { SERVICEa:x { ?s ?p ?o } }"),
    ("that reads as a declared name", "PREFIX service: <a:> PREFIX : <a:> SELECT * { service:x { ?s ?p ?o } }"),
    ("that reads as a graph", "PREFIX service: <a:> PREFIX : <a:> SELECT * { ?s ?p ?oGRAPH service:x { ?s ?p ?o } }"),
    ("behind what reads as an IRI", "SELECT * { FILTER(?a<'x>y'||true)SERVICE<a:b> {} FILTER('b'='b') }"),
    ("among what is selected", "SELECT (EXISTS { SERVICE <a:b> {} } AS ?x) {}"),
    ("after an escape beyond Unicode", r"SELECT * { \UFFFFFFFF SERVICE <a:b> { ?s ?p ?o } }"),
]

NO_SERVICE = [
    ("as a prefix of a graph", "PREFIX service: <a:> SELECT * FROM service:g { GRAPH service:g { ?s ?p ?o } }"),
    ("as a prefix of what is described", "PREFIX service: <a:> DESCRIBE service:g { ?s ?p ?o }"),
    ("as a variable before a group", "SELECT * { GRAPH ?service { ?s ?p ?o } }"),
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
    ("nowhere", "SELECT * { ?s ?p ?o }"),
    ("in nothing", ""),
]


@pytest.mark.parametrize("text", [row[1] for row in SERVICE], ids=[row[0] for row in SERVICE])
def test_a_service_clause_is_seen(text: str) -> None:
    assert calls_services(text)


@pytest.mark.parametrize("text", [row[1] for row in NO_SERVICE], ids=[row[0] for row in NO_SERVICE])
def test_the_word_service_elsewhere_is_no_clause(text: str) -> None:
    assert not calls_services(text)


@pytest.mark.parametrize("piece", ['"', "'''", '"""', "\\", "<", "a.", "a:b.", "_:", "@a-", '"\\', '"""\n\\', "?a<"])
def test_long_texts_without_an_end_are_read_in_a_moment(piece: str) -> None:
    text = "CONSTRUCT" + piece * (1_000_000 // len(piece)) + "SERVICES NOW"
    begun = time.process_time()
    assert (calls_services(text), names_its_dataset(text), is_volatile(text)) == (False, False, False)
    assert time.process_time() - begun < 5


OPENINGS = [
    "BASE <a:> ", "PREFIX a: <a:> ", "PREFIX a: <b> BASE <c> ", "PREFIX", "VERSION '1.2' ", "SELECT ?x ", "(1 AS ?x)",
    "(", "DESCRIBE <a:b> ", "FROM <a:b> ", "FROM", "FROM NAMED ", "FROM NAMED <a:b> ", "{}", "# FROM\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", OPENINGS)
@pytest.mark.parametrize("beginning", ["", "SELECT ", "ASK ", "DESCRIBE ", "CONSTRUCT "])
def test_long_openings_are_read_in_a_moment(beginning: str, piece: str) -> None:
    text = beginning + piece * (300_000 // len(piece)) + " FROM"
    begun = time.process_time()
    dataset_clauses(text, "a:")
    assert time.process_time() - begun < 3


FORMS = [
    ("", None),
    ("SELECT * {}", QueryForm.SELECT),
    ("select*{}", QueryForm.SELECT),
    ("ASK {}", QueryForm.ASK),
    ("ASKFROM<a:g>{}", QueryForm.ASK),
    ("CONSTRUCT {} WHERE {}", QueryForm.CONSTRUCT),
    ("DESCRIBE <a:a>", QueryForm.DESCRIBE),
    ("PREFIX ask: <a:> BASE <a:select> PREFIX : <a:> DESCRIBE :a", QueryForm.DESCRIBE),
    ("PREFIXa:<a:>BASE<a:>SELECT*{}", QueryForm.SELECT),
    ("VERSION '1.2' ASK {}", QueryForm.ASK),
    ("# SELECT\n ASK {}", QueryForm.ASK),
    (r"\u0041SK {}", QueryForm.ASK),
    ("INSERT DATA {}", None),
    ("SELEKT", None),
    ("{ SELECT * {} }", None),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_the_form_is_the_first_word_behind_the_prologue(text: str, expected: QueryForm | None) -> None:
    assert form(text) == expected


VOLATILE = [
    ("the time", "SELECT (NOW() AS ?x) {}"),
    ("in small letters", "SELECT (now() AS ?x) {}"),
    ("chance", "SELECT (RAND() AS ?x) {}"),
    ("an IRI made up", "SELECT (UUID() AS ?x) {}"),
    ("a string made up", "SELECT (STRUUID() AS ?x) {}"),
    ("a blank node made up", "SELECT (BNODE() AS ?x) {}"),
    ("a blank node made up for a string", 'SELECT (BNODE("a") AS ?x) {}'),
    ("a space before the bracket", "SELECT (NOW ( ) AS ?x) {}"),
    ("a comment before the bracket", "SELECT (NOW # (\n() AS ?x) {}"),
    ("run together with what precedes", "SELECT * { ?s ?p ?o FILTERRAND() }"),
    ("run together in an order", "SELECT * { ?s ?p ?o } ORDER BYRAND()"),
    ("behind a comparison without spaces", "SELECT * { ?s ?p ?o FILTER(?o<NOW()&&?s>1) }"),
    ("behind a comparison of a number", "SELECT * { ?s ?p ?o FILTER(1<RAND()&&2>1) }"),
    ("behind a comparison of a call", "SELECT * { ?s ?p ?o FILTER(STR(?o)<STR(NOW())&&2>1) }"),
    ("behind a comparison with what has a quote", "SELECT * { ?s ?p ?o FILTER(?o<'a>b'||RAND()>0||?o='c') }"),
    ("in a function of the archive's", "SELECT * { ?s ?p ?o FILTER <a:f>(?o<NOW()&&2>1) }"),
    ("in the order of a selection within", "SELECT * { { SELECT * { ?s ?p ?o } ORDER BY (?o<RAND()&&2>1) } }"),
    ("among what a selection within gives", "SELECT * { { SELECT ?s (?o<RAND()&&2>1 AS ?x) { ?s ?p ?o } } }"),
    ("behind a string with an escaped quote", r'SELECT * { BIND("\"" AS ?a) BIND(NOW() AS ?b) BIND("" AS ?c) }'),
    ("behind a string with an escape", r'SELECT ("\u0022" AS ?a) (NOW() AS ?b) ("\u0022" AS ?c) {}'),
    ("escaped", r"SELECT (\u004EOW() AS ?x) {}"),
    ("behind an escaped end of a comment", r"SELECT * { #\u000A BIND(NOW() AS ?x)" + "\n}"),
    ("a blank node in a template", "CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o }"),
    ("a blank node in a template with properties", "CONSTRUCT { ?s ?p [ ?p ?o ] } WHERE { ?s ?p ?o }"),
    ("a label in a template", "CONSTRUCT { _:a ?p ?o } WHERE { ?s ?p ?o }"),
    ("a label in a template behind a truth", "CONSTRUCT { ?s ?p true._:a ?p ?o } WHERE { ?s ?p ?o }"),
    ("a list in a template", "CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }"),
    ("a reifier in a template", "CONSTRUCT { ?s ?p ?o {| <a:p> 1 |} } WHERE { ?s ?p ?o }"),
    ("a reifier without a name in a template", "CONSTRUCT { ?s ?p ?o ~ } WHERE { ?s ?p ?o }"),
    ("a reified triple in a template", "CONSTRUCT { <<?s ?p ?o>> ?p ?o } WHERE { ?s ?p ?o }"),
    ("a template without a space", "CONSTRUCT{[]?p?o}{?s?p?o}"),
    ("the short form", "CONSTRUCT WHERE { [] ?p ?o }"),
    ("the short form with a dataset", "PREFIX : <a:> CONSTRUCT FROM :g FROM NAMED <a:h> WHERE { ?s ?p _:a }"),
]
CONSTANT = [
    ("nothing", "SELECT * { ?s ?p ?o }"),
    ("in a string", 'SELECT ("NOW()" AS ?x) {}'),
    ("in a comment", "SELECT * { ?s ?p ?o } # NOW()"),
    ("in an IRI", "SELECT * { ?s <https://example.org/NOW()> ?o }"),
    ("a variable", "SELECT ?known { ?s ?p ?known FILTER(?NOW) FILTER(?now = 1) }"),
    ("a name that ends so", "SELECT * { ?s foaf:know ?o FILTER foaf:NOW() }"),
    ("a prefix", "PREFIX now: <a:> SELECT * { ?s now: ?o }"),
    ("a language", 'SELECT ("a"@now AS ?x) {}'),
    ("a label of a blank node", "SELECT * { _:NOW ?p (1 2) }"),
    ("a test of blank nodes", "SELECT (isBLANK(?s) AS ?x) { ?s ?p ?o }"),
    ("a template without blank nodes", "CONSTRUCT { ?s ?p ?o . ?o ?p () } WHERE { [] ?p ?o . ?s ?p (1) }"),
    ("a template with strings", "CONSTRUCT { ?s ?p '[' , '_:a', <a:(> } WHERE { ?s ?p ?o }"),
    ("a template with a comment", "CONSTRUCT { ?s ?p ?o # [] \n } WHERE { ?s ?p ?o }"),
    ("an empty template", "CONSTRUCT {} WHERE { [] ?p ?o }"),
    ("the short form", "CONSTRUCT WHERE { ?s ?p ?o }"),
    ("the word as a variable", "SELECT ?construct { [] ?p ?construct }"),
    ("blank nodes of another form", "DESCRIBE ?s { ?s ?p [] , (1) , _:a }"),
]


@pytest.mark.parametrize("text", [row[1] for row in VOLATILE], ids=[row[0] for row in VOLATILE])
def test_what_may_give_another_answer_is_volatile(text: str) -> None:
    assert is_volatile(text)


@pytest.mark.parametrize("text", [row[1] for row in CONSTANT], ids=[row[0] for row in CONSTANT])
def test_what_gives_the_same_answer_is_not_volatile(text: str) -> None:
    assert not is_volatile(text)
