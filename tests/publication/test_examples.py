"""Example queries, as the archive holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgpub.publication.examples import Example, examples, with_prefixes
from kgpub.publication.naming import Naming
from kgpub.publication.quad_index import QuadIndex
from tests.engines import running_engine, trig

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix : <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spex: <https://purl.expasy.org/sparql-examples/ontology#> .
"""
ARCHIVE = """
:graph {
    :rows a sh:SPARQLSelectExecutable , sh:SPARQLExecutable ; rdfs:label "Rows"@en , "Rhesi"@cy ;
        rdfs:comment "Which things are there?"@en , "Pa bethau sydd?"@cy ; sh:order 2 ; sh:prefixes :declarations ;
        sh:select '''
SELECT ?x WHERE {
  ?x a ex:Thing , far:Thing .  # unknown:name
}
''' .
    :truth a sh:SPARQLAskExecutable ; rdfs:label "Truth"@en ; sh:order 10 ; sh:ask "ASK { ?x a ?y }" .
    :graph10 a sh:SPARQLConstructExecutable ; rdfs:label "graph 10" ; sh:construct "CONSTRUCT WHERE { ?x ?p ?o }" .
    :graph9 a sh:SPARQLExecutable ; rdfs:label "Graph 9" ; sh:order "soon" ; spex:describe "DESCRIBE <urn:x>" .
    :described a spex:SPARQLDescribeExecutable ; rdfs:label "One thing" ; spex:describe "DESCRIBE <urn:y>" .
    :later a sh:SPARQLDescribeExecutable ; sh:describe "DESCRIBE <urn:z>" .
    :two a sh:SPARQLExecutable ; rdfs:label "zwei" ; sh:select "SELECT * {}" ; sh:ask "ASK {}" , "ASK { }" .

    :empty a sh:SPARQLExecutable ; rdfs:label "no query" .
    [] a sh:SPARQLSelectExecutable ; rdfs:label "no URI" ; sh:select "SELECT * {}" .
    :untyped rdfs:label "not called executable" ; sh:select "SELECT * {}" .
}
:shapes {
    :declarations owl:imports :more ; sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/" ] .
    :more owl:imports :declarations ; sh:declare [ sh:prefix "far" ; sh:namespace "https://far.example/" ] ,
        [ sh:prefix "unknown" ; sh:namespace "https://unknown.example/" ] .
    :shape sh:sparql :constraint ; sh:rule :rule ; sh:target :target .
    :constraint a sh:SPARQLSelectExecutable ; sh:select "SELECT $this {}" .
    :rule a sh:SPARQLConstructExecutable ; sh:construct "CONSTRUCT { $this a :X } WHERE {}" .
    :target a sh:SPARQLSelectExecutable ; sh:select "SELECT ?this {}" .
    :component sh:validator :validator ; sh:nodeValidator :node ; sh:propertyValidator :property .
    :validator a sh:SPARQLAskExecutable ; sh:ask "ASK {}" .
    :node a sh:SPARQLSelectExecutable ; sh:select "SELECT $this {}" .
    :property a sh:SPARQLSelectExecutable ; sh:select "SELECT $this {}" .
    :function a sh:SPARQLFunction , sh:SPARQLSelectExecutable ; sh:select "SELECT (1 AS ?one) {}" .
}
"""
EXPECTED = (
    Example(
        "https://example.org/rows", "Rows", "Which things are there?", "SELECT",
        "PREFIX ex: <https://example.org/>\nPREFIX far: <https://far.example/>\n"
        "SELECT ?x WHERE {\n  ?x a ex:Thing , far:Thing .  # unknown:name\n}",
    ),
    Example("https://example.org/truth", "Truth", "", "ASK", "ASK { ?x a ?y }"),
    Example("https://example.org/later", "e:later", "", "DESCRIBE", "DESCRIBE <urn:z>"),
    Example("https://example.org/graph9", "Graph 9", "", "DESCRIBE", "DESCRIBE <urn:x>"),
    Example("https://example.org/graph10", "graph 10", "", "CONSTRUCT", "CONSTRUCT WHERE { ?x ?p ?o }"),
    Example("https://example.org/described", "One thing", "", "DESCRIBE", "DESCRIBE <urn:y>"),
    Example("https://example.org/two", "zwei", "", "ASK", "ASK { }"),
)  # fmt: skip


def naming(*languages: str) -> Naming:
    labels = ("http://www.w3.org/2000/01/rdf-schema#label",)
    return Naming(labels, languages, {"e": "https://example.org/"}, QuadIndex(()))


def test_what_no_shape_uses_is_an_example(tmp_path: Path) -> None:
    with running_engine(tmp_path, trig(PREFIXES + ARCHIVE)) as running:
        assert examples(running.engine, naming("en")) == EXPECTED
        first = examples(running.engine, naming("cy", "en"))[0]
    assert (first.title, first.question) == ("Rhesi", "Pa bethau sydd?")


def test_an_archive_without_examples_has_none(tmp_path: Path) -> None:
    with running_engine(tmp_path, trig("<urn:g> { <urn:a> <urn:b> <urn:c> }")) as running:
        assert examples(running.engine, naming("en")) == ()


DECLARED = {"a": "https://a.example/", "": "https://empty.example/", "odd": "not an IRI"}
TEXTS = [
    ("a prefix that is used", "ASK { a:x a a:y }", "PREFIX a: <https://a.example/>\nASK { a:x a a:y }"),
    ("the empty prefix", "ASK { :x a :y }", "PREFIX : <https://empty.example/>\nASK { :x a :y }"),
    ("two, in their order", "ASK { a:x a :y }",
        "PREFIX : <https://empty.example/>\nPREFIX a: <https://a.example/>\nASK { a:x a :y }"),
    ("one that the query declares", "PREFIX a: <urn:a:> ASK { a:x a a:y }", "PREFIX a: <urn:a:> ASK { a:x a a:y }"),
    ("one beside one that the query declares", "PREFIX b: <urn:b:>\nASK { a:x a b:y }",
        "PREFIX a: <https://a.example/>\nPREFIX b: <urn:b:>\nASK { a:x a b:y }"),
    ("one that nobody declares", "ASK { c:x a a:y }", "ASK { c:x a a:y }"),
    ("one in a string", 'ASK { ?x ?y "a:b" }', 'ASK { ?x ?y "a:b" }'),
    ("relative IRIs", "ASK { <x> a a:y }", "PREFIX a: <https://a.example/>\nASK { <x> a a:y }"),
    ("one that stands for no IRI is written all the same", "ASK { odd:x a 1 }",
        "PREFIX odd: <not an IRI>\nASK { odd:x a 1 }"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_a_text_gets_the_prefixes_that_it_needs(text: str, expected: str) -> None:
    assert with_prefixes(text, DECLARED) == expected
