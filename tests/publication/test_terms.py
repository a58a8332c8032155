"""The terms of an archive: its ontology's and those that its data use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kgpub.publication.naming import Naming
from kgpub.publication.quad_index import QuadIndex
from kgpub.publication.terms import Term, classes, properties

if TYPE_CHECKING:
    from kgpub.publication import Publication

EX = "https://example.org/"
PREFIXES = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def naming(ontology: str) -> Naming:
    found = parse(PREFIXES + ontology, format=RdfFormat.TURTLE)
    graph = NamedNode(EX + "g")
    index = QuadIndex(tuple(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found))
    return Naming((LABEL,), ("be", "en"), {}, index)


CASES = [
    ("of the ontology, not used", ":A a owl:Class .", {}, [Term(EX + "A", (), 0)]),
    ("of RDF Schema", ":A a rdfs:Class .", {}, [Term(EX + "A", (), 0)]),
    ("used, not of the ontology", "", {EX + "A": 3}, [Term(EX + "A", (), 3)]),
    ("of both, once", ":A a owl:Class , rdfs:Class .", {EX + "A": 3}, [Term(EX + "A", (), 3)]),
    ("the most used first, then by URI", ":C a owl:Class .", {EX + "B": 1, EX + "A": 1, EX + "D": 2},
        [Term(EX + "D", (), 2), Term(EX + "A", (), 1), Term(EX + "B", (), 1), Term(EX + "C", (), 0)]),
    ("the best name first", ':A a owl:Class ; rdfs:label "one"@en , "адзін"@be , "один"@ru .', {},
        [Term(EX + "A", ("адзін", "one", "один"), 0)]),
    ("the same name in two languages once", ':A a owl:Class ; rdfs:label "акт"@be , "акт"@ru .', {},
        [Term(EX + "A", ("акт",), 0)]),
    ("a class without a URI cannot be named", "[] a owl:Class .", {"_:c14n0": 4}, []),
    ("a property is no class", ":p a owl:ObjectProperty .", {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("ontology", "counts", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_classes_are(ontology: str, counts: dict[str, int], expected: list[Term]) -> None:
    assert list(classes(naming(ontology), counts)) == expected


@pytest.mark.parametrize(
    "kind", ["owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdf:Property"]
)
def test_properties_are_of_every_kind(kind: str) -> None:
    found = properties(naming(f':p a {kind} ; rdfs:label "part"@en . :A a owl:Class .'), {EX + "q": 2})
    assert found == (Term(EX + "q", (), 2), Term(EX + "p", ("part",), 0))


def test_the_thesaurus_counts_its_terms(thesaurus: Publication) -> None:
    counts = thesaurus.release.manifest["dataset"]
    found = {term.uri: term for term in classes(thesaurus.naming, counts["classes"])}
    phenomenon = "https://thesaurus.example/terms#Phenomenon"
    assert found[phenomenon] == Term(phenomenon, ("phenomenon", "ffenomen"), counts["classes"][phenomenon])
