from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING

import pyshacl.shape
import pytest
import rdflib
import rdflib.plugins.sparql as rdflib_sparql
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.parser import parseQuery

from kgpub import config
from kgpub.check import Diagnostic, check
from kgpub.check.material import gather
from kgpub.check.progress import silent
from kgpub.check.rules import shacl
from kgpub.check.selection import select
from kgpub.check.shacl.graphs import to_graph

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
[archive]
base = "https://example.org/"
title = "Letters"
languages = ["be", "en"]
labels = ["ex:name"]
[prefixes]
ex = "https://example.org/ns#"
[[graphs]]
uri = "graph/data"
files = ["data.ttl"]
[[graphs]]
uri = "graph/ontology"
files = ["ontology.ttl"]
kind = "ontology"
[[graphs]]
uri = "graph/shapes"
files = ["shapes.ttl"]
kind = "shapes"
"""
PREFIXES = """\
@prefix ex: <https://example.org/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def findings(folder: Path, *, shapes: str, data: str, ontology: str = "") -> tuple[Diagnostic, ...]:
    """Ask the shapes of an archive of three files. `PREFIXES` stand in the first five lines of each."""
    (folder / "kgpub.toml").write_text(CONFIG, encoding="utf-8")
    for name, content in (("shapes", shapes), ("data", data), ("ontology", ontology)):
        (folder / f"{name}.ttl").write_text(PREFIXES + content, encoding="utf-8")
    settings = config.load(folder)
    asked = select(settings, select=["shacl"])
    return check(settings, config.open_archive(settings), selection=asked).diagnostics


def shape(constraint: str) -> str:
    return f"ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; {constraint} ] ."


VALUES = [
    ("a plain string in a list", 'sh:in ( "a" "b" )', '"a"'),
    ("a plain string as the value asked for", 'sh:hasValue "a"', '"a"'),
    ("a string with its datatype", "sh:datatype xsd:string", '"a"^^xsd:string'),
    ("a tag in capitals", 'sh:languageIn ( "en" )', '"a"@EN'),
    ("a subtag", 'sh:languageIn ( "be" )', '"a"@be-tarask'),
    ("a thing of a subclass that the ontology declares", "sh:class ex:Wide", "ex:narrow"),
]


@pytest.mark.parametrize(("constraint", "value"), [row[1:] for row in VALUES], ids=[row[0] for row in VALUES])
def test_what_conforms_is_not_told(tmp_path: Path, constraint: str, value: str) -> None:
    data = f"ex:t a ex:Thing ; ex:p {value} . ex:narrow a ex:Narrow ."
    ontology = "ex:Narrow rdfs:subClassOf ex:Wide ."
    told = findings(tmp_path, shapes=shape(constraint), data=data, ontology=ontology)
    assert [item for item in told if item.rule == "shacl"] == []


def test_a_boolean_is_not_rewritten_before_it_is_validated(tmp_path: Path) -> None:
    data = 'ex:t a ex:Thing ;\n ex:p "yes"^^xsd:boolean .'
    (found,) = (
        item for item in findings(tmp_path, shapes=shape("sh:datatype xsd:boolean"), data=data) if item.rule == "shacl"
    )
    assert found.message == '"yes"^^xsd:boolean is not a literal of the type xsd:boolean'
    assert (found.span.path, found.span.line, found.span.column) == ("data.ttl", 7, 7)


def test_the_shape_speaks_in_the_language_of_the_archive_and_the_reason_stands_beside(tmp_path: Path) -> None:
    shapes = shape('sh:maxCount 1 ; sh:message "Only one."@en , "Толькі адно."@be')
    (found,) = findings(tmp_path, shapes=shapes, data='ex:t a ex:Thing ; ex:name "Т"@be , "T"@en ; ex:p 1 , 2 .')
    assert found.message == "Толькі адно."
    assert found.reason == "ex:p has 2 values, but may have at most 1"
    assert found.focus == 'ex:t "Т"'
    assert found.help == "the shape is at shapes.ttl:6"


PATHS = [
    ("inverse", "[ sh:inversePath ex:p ]", "^ex:p"),
    ("sequence", "( ex:p [ sh:inversePath ex:q ] )", "ex:p/^ex:q"),
    ("alternative", "[ sh:alternativePath ( ex:p ex:q ) ]", "(ex:p|ex:q)"),
    ("zero or more", "( ex:p [ sh:zeroOrMorePath ex:q ] )", "ex:p/ex:q*"),
    ("one or more", "[ sh:oneOrMorePath ex:p ]", "ex:p+"),
    ("zero or one", "( ex:p [ sh:zeroOrOnePath ex:q ] )", "ex:p/ex:q?"),
]


@pytest.mark.parametrize(("path", "shown"), [row[1:] for row in PATHS], ids=[row[0] for row in PATHS])
def test_a_path_is_shown_as_sparql_writes_it(tmp_path: Path, path: str, shown: str) -> None:
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path {path} ; sh:minCount 1 ] ."
    (found,) = findings(tmp_path, shapes=shapes, data="ex:t a ex:Thing .")
    assert found.message == f"{shown} has too few values, but needs at least 1"


def test_the_message_of_a_constraint_in_sparql_stands_before_that_of_its_shape(tmp_path: Path) -> None:
    (found,) = findings(
        tmp_path,
        shapes="""ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:nodeKind sh:IRI ; sh:message "Give it a URI."@en ;
            sh:sparql [ sh:message "Two is too much."@en ;
                sh:select "SELECT $this ?value { $this <https://example.org/ns#p> ?value FILTER(?value = 2) }" ] .""",
        data="ex:a a ex:Thing ; ex:p 2 .",
    )
    assert found.message == "Two is too much."


def test_a_thing_that_is_nowhere_is_told_at_the_shape_that_asks_for_it(tmp_path: Path) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetNode ex:missing ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    (found,) = findings(tmp_path, shapes=shapes, data="")
    assert (found.span.path, found.span.line) == ("shapes.ttl", 6)


def test_alike_blank_nodes_are_told_apart_by_what_is_around_them(tmp_path: Path) -> None:
    data = 'ex:a ex:q [ a ex:Thing ; ex:p "right" ] .\nex:b ex:q [ a ex:Thing ; ex:p 1 ] , [ a ex:Thing ;\n ex:p 2 ] .'
    found = findings(tmp_path, shapes=shape("sh:datatype xsd:string"), data=data)
    assert [(item.span.line, item.span.column) for item in found] == [(7, 31), (8, 7)]


BROKEN = [
    ("SPARQL that is none", 'sh:sparql [ sh:select "SELECT" ]', "Expected"),
    ("a pattern that is none", 'sh:property [ sh:path ex:p ; sh:pattern "(" ]', "unterminated subpattern"),
    ("another server", 'sh:sparql [ sh:select "SELECT $this { SERVICE <http://localhost:9/> { $this ?p ?o } }" ]',
     "SERVICE"),
    ("another graph", 'sh:sparql [ sh:select "SELECT $this FROM <http://localhost:9/> { $this ?p ?o }" ]', "FROM"),
    ("a file", 'sh:sparql [ sh:select "SELECT $this FROM NAMED <file:///etc/passwd> { GRAPH ?g { $this ?p ?o } }" ]',
     "FROM"),
]  # fmt: skip


@pytest.mark.parametrize(("constraint", "message"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_shape_that_cannot_be_evaluated_is_a_finding_and_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, constraint: str, message: str
) -> None:
    forbid_connections(monkeypatch)
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:Thing ;\n {constraint} ."
    found = findings(tmp_path, shapes=shapes, data="ex:t a ex:Thing ; ex:p 'x' .")
    assert [item.rule for item in found] == ["shacl"]
    assert "cannot be evaluated" in found[0].message
    assert message in found[0].message
    assert found[0].span.path == "shapes.ttl"


def test_imports_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_connections(monkeypatch)
    imports = "<https://example.org/o> a owl:Ontology ; owl:imports <http://localhost:9/x> , <file:///etc/passwd> .\n"
    shapes = imports + shape("sh:minCount 1")
    assert findings(tmp_path, shapes=shapes, data=imports + "ex:t a ex:Thing ; ex:p 1 .", ontology=imports) == ()


def forbid_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_a_query_is_parsed_once_however_many_things_it_is_asked_of(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def noted(text: str) -> object:
        parsed.append(text)
        return parseQuery(text)

    monkeypatch.setattr(processor, "parseQuery", noted)
    graph = to_graph([])
    for _ in range(20):
        graph.query("SELECT ?this WHERE { ?this a 1 }")
    assert len(parsed) == 1


def test_a_prefix_that_is_declared_by_what_is_imported_is_known_to_queries(tmp_path: Path) -> None:
    shapes = """ex:declared sh:declare [ sh:prefix "e" ; sh:namespace "https://example.org/ns#"^^xsd:anyURI ] .
        ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql [ sh:prefixes [ owl:imports ex:declared ] ;
            sh:message "bad" ; sh:select "SELECT $this WHERE { $this e:p 1 }" ] ."""
    found = findings(tmp_path, shapes=shapes, data="ex:t a ex:Thing ; ex:p 1 .")
    assert [item.message for item in found] == ["bad"]


def test_nothing_global_is_left_changed(tmp_path: Path) -> None:
    def state() -> tuple[object, ...]:
        log = logging.getLogger("rdflib.term")
        evaluations = dict(rdflib_sparql.CUSTOM_EVALS)
        constraints = vars(pyshacl.shape).get("CONSTRAINT_PARAMS")
        return rdflib.NORMALIZE_LITERALS, rdflib_sparql.SPARQL_LOAD_GRAPHS, log.disabled, evaluations, constraints

    findings(tmp_path, shapes=shape("sh:minCount 1"), data="ex:t a ex:Thing .")
    settings = config.load(tmp_path)
    material = gather(settings, config.open_archive(settings), progress=silent)
    # In a check, a process of its own asks this rule; whoever asks it here finds all as it was.
    assert len(list(shacl.find(material))) == 1
    before = state()
    assert len(list(shacl.find(material))) == 1
    assert state() == before
    assert before[:4] == (True, True, False, {})


def test_two_checks_of_the_same_files_find_the_same_in_the_same_order(tmp_path: Path) -> None:
    data = "".join(f"ex:t{number} a ex:Thing ; ex:p [] , [] , {number} .\n" for number in range(10))
    shapes = shape("sh:nodeKind sh:IRI ; sh:maxCount 1")
    first = findings(tmp_path, shapes=shapes, data=data)
    assert len(first) == 40
    assert findings(tmp_path, shapes=shapes, data=data) == first


NESTED = [
    ("or", "sh:or ( [ sh:minLength 2 ] [ sh:nodeKind sh:IRI ] )",
     '"a" conforms to none of the shapes: "a" has fewer characters than 2; or "a" is not of the kind sh:IRI'),
    ("node", "sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]",
     '"a" does not conform to the shape: ex:q has no value, but needs at least 1'),
    ("too few", 'sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1',
     "too few values of ex:p conform; the least is 1"),
    ("too many", 'sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMaxCount 0',
     "too many values of ex:p conform; the most is 0"),
    ("node in node", "sh:node [ sh:node [ sh:nodeKind sh:IRI ] ]",
     '"a" does not conform to the shape: "a" does not conform to the shape: "a" is not of the kind sh:IRI'),
]  # fmt: skip


@pytest.mark.parametrize(("constraint", "message"), [row[1:] for row in NESTED], ids=[row[0] for row in NESTED])
def test_the_reason_says_why_a_shape_in_a_shape_does_not_hold(tmp_path: Path, constraint: str, message: str) -> None:
    (found,) = findings(tmp_path, shapes=shape(constraint), data='ex:t a ex:Thing ; ex:p "a" .')
    assert found.message == message


def test_what_two_constraints_say_of_one_value_is_one_finding(tmp_path: Path) -> None:
    shapes = shape('sh:nodeKind sh:IRI ; sh:maxLength 2 ; sh:message "Give a URI."@en')
    (found,) = findings(tmp_path, shapes=shapes, data='ex:t a ex:Thing ; ex:p "abc" .')
    assert found.message == "Give a URI."
    assert found.reason == '"abc" has more characters than 2; "abc" is not of the kind sh:IRI'
    assert [(item.message, item.span.path, item.span.line) for item in found.related] == [
        ("the shape", "shapes.ttl", 6)
    ]


NUMBERS = ["positiveInteger", "int", "byte", "unsignedShort", "nonNegativeInteger", "decimal", "double"]


@pytest.mark.parametrize("name", NUMBERS)
def test_literals_are_checked_as_they_are_written_whatever_a_store_makes_of_them(tmp_path: Path, name: str) -> None:
    data = f'ex:a a ex:Thing ; ex:p "1"^^xsd:{name} . ex:b a ex:Thing ; ex:p "01"^^xsd:{name} .'
    assert not findings(tmp_path, shapes=shape(f"sh:datatype xsd:{name}"), data=data)
    told = findings(tmp_path, shapes=shape("sh:datatype xsd:string"), data=data)
    assert [found.message.partition(" ")[0] for found in told] == [f'"1"^^xsd:{name}', f'"01"^^xsd:{name}']


def test_nothing_but_findings_is_told_of_a_date_that_there_is_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:on ; sh:property [ sh:path ex:on ; sh:maxCount 0 ] ."
    found = findings(tmp_path, shapes=shapes, data='ex:one ex:on "2020-02-30"^^xsd:date .')
    assert len(found) == 1
    assert caplog.messages == []
