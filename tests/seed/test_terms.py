"""Terms, concepts, shapes and graphs: everything that is used is described."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Quad

    from kgpub.config import Config

NS = "https://w3id.org/kgpub/ns#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
VOID_SUBSET = "http://rdfs.org/ns/void#subset"
TERMS = {f"{OWL}Class", f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty", f"{RDFS}Datatype"}


def iri(term: object) -> str:
    """Give the IRI of a named node; of any other term what is none."""
    return str(term).strip("<>")


def defined(quads: list[Quad]) -> set[str]:
    return {iri(quad.subject) for quad in quads if iri(quad.predicate) == RDF_TYPE and iri(quad.object) in TERMS}


def iris(quads: list[Quad]) -> set[str]:
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)}
    terms |= {quad.object.datatype for quad in quads if hasattr(quad.object, "datatype")}
    return {term.value for term in terms if isinstance(term, NamedNode)}


def test_every_class_and_property_is_in_the_namespace_of_the_ontology(quads: list[Quad]) -> None:
    assert all(term.startswith(NS) for term in defined(quads))
    assert len(defined(quads)) == 53


@pytest.mark.parametrize("predicate", ["label", "comment", "isDefinedBy"])
def test_every_class_and_property_has(predicate: str, quads: list[Quad]) -> None:
    having = {iri(quad.subject) for quad in quads if quad.predicate.value == RDFS + predicate}
    assert defined(quads) - having == set()


def test_every_term_that_is_used_is_defined(quads: list[Quad]) -> None:
    assert {term for term in iris(quads) if term.startswith(NS)} == defined(quads)


def test_every_term_that_a_query_or_a_constraint_uses_is_defined(quads: list[Quad], root: Path) -> None:
    texts = [path.read_text() for path in [*root.glob("data/examples/*.ttl"), *root.glob("shapes/*.ttl")]]
    used = {NS + name for text in texts for name in re.findall(r"\bkg:(\w+)", text)}
    assert used <= defined(quads)


def test_whatever_a_statement_points_to_inside_the_archive_is_described(quads: list[Quad], settings: Config) -> None:
    described = {iri(quad.subject) for quad in quads} | {settings.base + "sparql"}  # the endpoint describes itself
    assert {term for term in iris(quads) if term.startswith(settings.base)} - described == set()


def test_every_graph_is_described_as_a_part_of_the_dataset(quads: list[Quad], settings: Config) -> None:
    subsets = [quad for quad in quads if iri(quad.predicate) == VOID_SUBSET]
    parts = {iri(quad.object) for quad in subsets if iri(quad.subject) == settings.dataset}
    assert parts == {graph.uri for graph in settings.graphs}
    assert parts == {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}


def test_every_entity_that_the_home_page_lists_has_things(quads: list[Quad], settings: Config) -> None:
    classes = {
        quad.object.value for quad in quads if quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode)
    }
    assert set(settings.entities) <= classes


def test_every_shape_constraint_and_group_has_a_uri_and_says_where_it_is_defined(quads: list[Quad]) -> None:
    shapes = {
        quad.subject
        for quad in quads
        if quad.predicate.value == RDF_TYPE
        and str(quad.object).startswith("<http://www.w3.org/ns/shacl#")
        and iri(quad.graph_name).endswith("/shapes")
    }
    having = {quad.subject for quad in quads if quad.predicate.value == f"{RDFS}isDefinedBy"}
    assert all(isinstance(shape, NamedNode) for shape in shapes)
    assert shapes - having == set()
