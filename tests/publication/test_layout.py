"""How shapes lay out things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kgpub.publication.layout import LAST, Layouts, Words, superclasses
from kgpub.publication.quad_index import QuadIndex

if TYPE_CHECKING:
    from kgpub.publication.layout import Field

PREFIXES = """@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
EX = "https://example.org/"


def layouts(shapes: str, classes: dict[str, str] | None = None) -> Layouts:
    found = parse(PREFIXES + shapes, format=RdfFormat.TURTLE)
    index = QuadIndex(tuple(Quad(quad.subject, quad.predicate, quad.object, NamedNode(EX + "g")) for quad in found))
    pairs = [(EX + below, EX + above) for below, above in (classes or {}).items()]
    return Layouts(index, superclasses(pairs))


def names(fields: tuple[Field, ...]) -> list[str]:
    """Give the names of fields; those that are nested stand in brackets behind."""
    return [field.name.best(()) + (f"({' '.join(names(field.nested))})" if field.nested else "") for field in fields]


def laid_out(shapes: str, *types: str, classes: dict[str, str] | None = None) -> str:
    return " ".join(names(layouts(shapes, classes).fields(EX + name for name in types)))


LAYOUTS = [
    ("nothing", "", "A", ""),
    ("fields stand in their order", """:s sh:targetClass :A ; sh:property
        [ sh:path :c ; sh:name "c" ; sh:order 3 ] , [ sh:path :a ; sh:name "a" ; sh:order 1 ] ,
        [ sh:path :b ; sh:name "b" ; sh:order 2.5 ] .""", "A", "a b c"),
    ("a field without an order comes last", """:s sh:targetClass :A ; sh:property
        [ sh:path :b ; sh:name "b" ] , [ sh:path :a ; sh:name "a" ; sh:order 999 ] .""", "A", "a b"),
    ("an order may be below nothing", """:s sh:targetClass :A ; sh:property
        [ sh:path :b ; sh:name "b" ; sh:order 0 ] , [ sh:path :a ; sh:name "a" ; sh:order -1 ] .""", "A", "a b"),
    ("an order that is no number is none", """:s sh:targetClass :A ; sh:property
        [ sh:path :b ; sh:name "b" ; sh:order "first" ] , [ sh:path :a ; sh:name "a" ; sh:order 1 ] .""", "A", "a b"),
    ("groups stand in their order, what has none behind them", """
        :first sh:order 1 . :second sh:order 2 .
        :s sh:targetClass :A ; sh:property
        [ sh:path :a ; sh:name "a" ; sh:order 9 ; sh:group :first ] , [ sh:path :c ; sh:name "c" ; sh:order 0 ] ,
        [ sh:path :b ; sh:name "b" ; sh:order 1 ; sh:group :second ] .""", "A", "a b c"),
    ("a property shape without a name is not shown", """:s sh:targetClass :A ; sh:property
        [ sh:path :a ; sh:order 1 ] , [ sh:path :b ; sh:name "b" ] .""", "A", "b"),
    ("a property shape that is deactivated is not shown", """:s sh:targetClass :A ; sh:property
        [ sh:path :a ; sh:name "a" ; sh:deactivated true ] , [ sh:path :b ; sh:name "b" ; sh:deactivated false ] .""",
        "A", "b"),
    ("a path that cannot be shown is not shown", """:s sh:targetClass :A ; sh:property
        [ sh:path [ sh:zeroOrMorePath ( :a :b ) ] ; sh:name "a" ] , [ sh:path :b ; sh:name "b" ] .""", "A", "b"),
    ("the shapes of all its types lay out a thing", """
        :s sh:targetClass :A ; sh:property [ sh:path :a ; sh:name "a" ; sh:order 1 ] .
        :t sh:targetClass :B ; sh:property [ sh:path :b ; sh:name "b" ; sh:order 2 ] .""", "B A", "a b"),
    ("a shape with two classes lays out both", """:s sh:targetClass :A , :B ;
        sh:property [ sh:path :a ; sh:name "a" ] .""", "B", "a"),
    ("a class with properties is a shape of its own instances", """:A a rdfs:Class , sh:NodeShape ;
        sh:property [ sh:path :a ; sh:name "a" ] .""", "A", "a"),
    ("a path that two shapes have is shown once, where it comes first", """
        :s sh:targetClass :A ; sh:property [ sh:path :a ; sh:name "later" ; sh:order 2 ] .
        :t sh:targetClass :A ; sh:property [ sh:path :a ; sh:name "first" ; sh:order 1 ] .""", "A", "first"),
    ("a property shape that two shapes share is shown once", """
        :s sh:targetClass :A ; sh:property :p . :t sh:targetClass :B ; sh:property :p .
        :p sh:path :a ; sh:name "a" .""", "A B", "a"),
    ("values are laid out by the shape that sh:node names", """
        :s sh:targetClass :A ; sh:property [ sh:path :a ; sh:name "a" ; sh:node :v ] .
        :v sh:property [ sh:path :c ; sh:name "c" ; sh:order 2 ] , [ sh:path :b ; sh:name "b" ; sh:order 1 ] .""",
        "A", "a(b c)"),
    ("and so on", """
        :s sh:targetClass :A ; sh:property [ sh:path :a ; sh:name "a" ; sh:node :v ] .
        :v sh:property [ sh:path :b ; sh:name "b" ; sh:node :w ] . :w sh:property [ sh:path :c ; sh:name "c" ] .""",
        "A", "a(b(c))"),
    ("a shape that leads back to itself ends somewhere", """:s sh:targetClass :A ; sh:property :p .
        :p sh:path :a ; sh:name "a" ; sh:node :s .""", "A", "a(a(a(a(a(a)))))"),
    ("a shape for which there is a target is not for others", """:s sh:targetClass :A ;
        sh:property [ sh:path :a ; sh:name "a" ] .""", "B", ""),
]  # fmt: skip


@pytest.mark.parametrize(("shapes", "types", "expected"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS])
def test_shapes_lay_out_things(shapes: str, types: str, expected: str) -> None:
    assert laid_out(shapes, *types.split()) == expected


def test_a_thing_is_laid_out_by_the_shapes_of_the_classes_above_its_own() -> None:
    shapes = """:s sh:targetClass :Above ; sh:property [ sh:path :a ; sh:name "a" ; sh:order 1 ] .
        :t sh:targetClass :Top ; sh:property [ sh:path :b ; sh:name "b" ; sh:order 2 ] ."""
    assert laid_out(shapes, "Below", classes={"Below": "Above", "Above": "Top"}) == "a b"
    assert laid_out(shapes, "Top", classes={"Below": "Above", "Above": "Top"}) == "b"


def test_classes_in_a_circle_are_above_each_other() -> None:
    assert superclasses([("a", "b"), ("b", "c"), ("c", "a")]) == dict.fromkeys("abc", frozenset("abc"))


def test_a_field_knows_its_words_group_and_path() -> None:
    (field,) = layouts("""
        :s sh:targetClass :A ; sh:property :p . :g rdfs:label "group"@en ; sh:order 4 .
        :p sh:path :a ; sh:name "name"@en , "enw"@cy ; sh:description "why"@en ; sh:group :g .""").fields([EX + "A"])
    assert (field.order, field.shape, field.path.predicate) == (LAST, f"<{EX}p>", EX + "a")
    assert (field.name.best(["cy"]), field.description.best([]), field.group.order) == ("enw", "why", 4)
    assert (field.group.uri, field.group.label.best(["en"])) == (f"<{EX}g>", "group")


WORDS = [
    ("the first language that there is", "en:a cy:b", ("cy", "en"), "b"),
    ("the next one", "en:a", ("cy", "en"), "a"),
    ("words without a language before other languages", "fr:a :b", ("cy", "en"), "b"),
    ("any before none", "fr:a", ("cy", "en"), "a"),
    ("nothing where there is nothing", "", ("cy", "en"), ""),
    ("the first of two in one language", "en:a en:b", ("en",), "a"),
]


@pytest.mark.parametrize(("given", "languages", "best"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_words_are_chosen_by_language(given: str, languages: tuple[str, ...], best: str) -> None:
    pairs = [entry.split(":") for entry in given.split()]
    words = Words(tuple(Literal(word, language=tag) if tag else Literal(word) for tag, word in pairs))
    assert words.best(languages) == best
