"""The JSON-LD context of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kgpub.publication.context import digest, json_ld_context
from kgpub.publication.quad_index import QuadIndex

if TYPE_CHECKING:
    from kgpub.publication import Publication

EX = "https://example.org/"
PREFIXES = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def terms(ontology: str, prefixes: dict[str, str] | None = None) -> dict[str, Any]:
    found = parse(PREFIXES + ontology, format=RdfFormat.TURTLE)
    graph = NamedNode(EX + "g")
    index = QuadIndex(tuple(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found))
    context: dict[str, Any] = json_ld_context(prefixes or {}, index)["@context"]
    assert context.pop("@version") == 1.1
    return context


TERMS = [
    ("a class", ":A a owl:Class .", {"A": {"@id": EX + "A"}}),
    ("a property that leads to things", ":p a owl:ObjectProperty .", {"p": {"@id": EX + "p", "@type": "@id"}}),
    ("a property with a datatype", ":p a owl:DatatypeProperty ; rdfs:range xsd:date .",
        {"p": {"@id": EX + "p", "@type": "http://www.w3.org/2001/XMLSchema#date"}}),
    ("a property of texts keeps their language", ":p a owl:DatatypeProperty ; rdfs:range rdf:langString .",
        {"p": {"@id": EX + "p"}}),
    ("a property of strings", ":p a owl:DatatypeProperty ; rdfs:range xsd:string .", {"p": {"@id": EX + "p"}}),
    ("a property of two datatypes", ":p a owl:DatatypeProperty ; rdfs:range xsd:date , xsd:gYear .",
        {"p": {"@id": EX + "p"}}),
    ("a property of a datatype made of others", ":p a owl:DatatypeProperty ; rdfs:range [ owl:unionOf () ] .",
        {"p": {"@id": EX + "p"}}),
    ("a property of which nothing is known", ":p a rdf:Property .", {"p": {"@id": EX + "p"}}),
    ("a name that needs quotes has no short form", "<https://example.org/a-b> a owl:Class .", {}),
    ("a name of digits has no short form", "<https://example.org/1> a owl:Class .", {}),
    ("of two terms with one name the first has it", "<https://a.example/p> a rdf:Property . :p a owl:Class .",
        {"p": {"@id": "https://a.example/p"}}),
    ("a blank node is no term", "[] a owl:Class .", {}),
]  # fmt: skip


@pytest.mark.parametrize(("ontology", "expected"), [row[1:] for row in TERMS], ids=[row[0] for row in TERMS])
def test_terms_of_the_ontology_have_short_names(ontology: str, expected: dict[str, Any]) -> None:
    assert terms(ontology) == expected


def test_a_prefix_is_not_hidden_by_a_term() -> None:
    assert terms(":p a owl:Class .", {"p": "https://other.example/"}) == {
        "p": {"@id": "https://other.example/", "@prefix": True}
    }


def test_an_empty_prefix_is_left_out() -> None:
    assert terms("", {"": "https://other.example/"}) == {}


def test_a_context_is_named_after_its_content() -> None:
    one, other = ({"@context": {"a": name}} for name in ("b", "c"))
    assert digest(one) == digest(dict(one)) != digest(other)


def test_the_context_of_the_thesaurus_has_its_prefixes_and_terms(thesaurus: Publication) -> None:
    context = thesaurus.context["@context"]
    assert context["w"] == {"@id": "https://thesaurus.example/weather/", "@prefix": True}
    assert context["observation"] == {"@id": "https://thesaurus.example/terms#observation", "@type": "@id"}
    assert thesaurus.names("https://host.example/").context_url == (
        f"https://host.example/context/{thesaurus.context_name}.jsonld"
    )
