"""What shapes say about pages: everything has a layout, nothing is shown twice, views only show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, serialize
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib.term import Node

ROOT = Path(__file__).parents[2]
SHOWS = {SH.path, SH.name, SH.order, SH.node, SH.group, SH.property, RDF.type, RDFS.label, RDFS.isDefinedBy}


@pytest.fixture(scope="module")
def everything(quads: list[Quad]) -> Graph:
    data = serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES) or b""
    return Graph().parse(data=data, format="nt")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    graph = Graph()
    for path in ROOT.glob("shapes/*.ttl"):
        graph.parse(path)
    return graph


def layout(everything: Graph, thing: Node) -> set[Node]:
    """Give the property shapes that lay out the page of `thing`."""
    classes = {
        parent
        for each in everything.objects(thing, RDF.type)
        for parent in everything.transitive_objects(each, RDFS.subClassOf)
    }
    targeting = {shape for each in classes for shape in everything.subjects(SH.targetClass, each)}
    properties = {each for shape in targeting for each in everything.objects(shape, SH.property)}
    return {each for each in properties if (each, SH.name, None) in everything}


def things(everything: Graph) -> list[Node]:
    return [thing for thing in set(everything.subjects(RDF.type)) if isinstance(thing, URIRef)]


def path_of(everything: Graph, shape: Node) -> str:
    path = everything.value(shape, SH.path)
    return str(path) if isinstance(path, URIRef) else " ".join(sorted(map(str, everything.cbd(path).objects())))  # type: ignore[arg-type]


def test_every_thing_that_has_a_class_has_a_layout(everything: Graph) -> None:
    assert [thing for thing in things(everything) if not layout(everything, thing)] == []


def test_no_page_shows_a_property_twice(everything: Graph) -> None:
    for thing in things(everything):
        paths = [
            path_of(everything, shape)
            for shape in layout(everything, thing)
            if isinstance(everything.value(shape, SH.path), URIRef)
        ]
        assert sorted(paths) == sorted(set(paths)), thing


def test_what_a_page_shows_has_a_group_and_an_order(everything: Graph) -> None:
    shown = {shape for thing in things(everything) for shape in layout(everything, thing)}
    groups = set(everything.subjects(RDF.type, SH.PropertyGroup))
    for shape in shown:
        assert everything.value(shape, SH.group) in groups, shape
        assert isinstance(everything.value(shape, SH.order), Literal), shape


def test_every_property_shape_has_a_name_and_an_order(shapes: Graph) -> None:
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert shapes.value(shape, SH.name), shape
        assert shapes.value(shape, SH.order), shape


def test_everything_that_constrains_has_a_message(shapes: Graph) -> None:
    silent = SHOWS | {SH.targetClass, SH.targetSubjectsOf, SH.message, SH.sparql, SH.severity, RDFS.comment}
    for shape in {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}:
        if set(shapes.predicates(shape)) - silent:
            assert shapes.value(shape, SH.message), shape
    for constraint in shapes.subjects(RDF.type, SH.SPARQLConstraint):
        assert shapes.value(constraint, SH.message), constraint


def test_messages_are_sentences_in_english(shapes: Graph) -> None:
    for message in shapes.objects(None, SH.message):
        assert isinstance(message, Literal)
        assert message.language == "en"
        assert str(message).endswith("."), message
        assert len(message) > 25, message


def views(shapes: Graph) -> set[Node]:
    return set(shapes.objects(None, SH.node))


def test_views_have_no_target_and_constrain_nothing(shapes: Graph) -> None:
    for view in views(shapes):
        parts = {view, *shapes.objects(view, SH.property)}
        assert {predicate for part in parts for predicate in shapes.predicates(part)} <= SHOWS, view


def test_no_view_leads_back_to_itself(shapes: Graph) -> None:
    def inside(view: Node, above: tuple[Node, ...]) -> None:
        assert view not in above, view
        assert len(above) < 6, "pySHACL gives up at fifteen nested shapes"
        for shape in shapes.objects(view, SH.property):
            for nested in shapes.objects(shape, SH.node):
                inside(nested, (*above, view))

    for view in views(shapes):
        inside(view, ())


def test_every_view_is_used_and_every_property_shape_belongs_to_a_shape(shapes: Graph) -> None:
    named = {shape for shape in shapes.subjects(RDF.type, SH.NodeShape) if "#View" in str(shape)}
    assert named == views(shapes)
    assert set(shapes.subjects(RDF.type, SH.PropertyShape)) == set(shapes.objects(None, SH.property))
    assert not [shape for shape in shapes.objects(None, SH.property) if isinstance(shape, BNode)]


@pytest.mark.parametrize(
    ("thing", "predicates"),
    [
        ("person/wtgmjsf4", {"recognises", "chargedPerson", "statusOf", "about", "target", "names"}),
        ("iccpr/article/19/3", {"is_part_of", "underProvision", "invokesProvision"}),
        ("source/7cace155", {"wasQuotedFrom", "source", "assertedIn", "about", "identifiedAs"}),
        ("passage/7cace155/29-96", {"hasPassage", "assertedIn"}),
    ],
)
def test_a_page_tells_what_points_to_the_thing(thing: str, predicates: set[str], everything: Graph) -> None:
    shown = layout(everything, URIRef(f"https://w3id.org/kgpub/{thing}"))
    paths = [everything.value(shape, SH.path) for shape in shown]
    inverse = {everything.value(path, SH.inversePath) for path in paths if isinstance(path, BNode)}
    assert {str(each).replace("#", "/").rpartition("/")[2] for each in inverse if each} == predicates
