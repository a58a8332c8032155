"""What shapes demand, in words."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kgpub.publication.constraints import Constraint, ShapesInWords, listed
from kgpub.publication.naming import Naming
from kgpub.publication.quad_index import QuadIndex

PREFIXES = """@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
TERMS = """:author rdfs:label "author"@en , "аўтар"@be . :Book rdfs:label "book"@en . :title rdfs:label "title"@en ."""
NAMES = """:red rdfs:label "red"@en , "чырвоны"@be . :blue rdfs:label "blue"@en ."""
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def index(text: str) -> QuadIndex:
    graph = NamedNode("https://example.org/g")
    quads = parse(PREFIXES + text, format=RdfFormat.TURTLE)
    return QuadIndex(tuple(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads))


def constraints(text: str, *, languages: tuple[str, ...] = ("en",)) -> list[Constraint]:
    naming = Naming((LABEL,), languages, {"ex": "https://example.org/"}, index(TERMS))
    words = ShapesInWords(index(text), naming, index(NAMES))
    return list(words.constraints(NamedNode("https://example.org/S")))


def conditions(parameters: str) -> str:
    """Give what is demanded of a property, in words."""
    found = constraints(f":S sh:property [ sh:path :author ; {parameters} ] .")
    assert all((entry.about, entry.predicate) == ("author", "https://example.org/author") for entry in found)
    return "; ".join(condition for entry in found for condition in entry.conditions)


WORDS = [
    ("sh:minCount 1 ; sh:maxCount 1", "exactly 1"),
    ("sh:minCount 1", "1 or more"),
    ("sh:maxCount 3", "3 at most"),
    ("sh:maxCount 0", "none"),
    ("sh:minCount 2 ; sh:maxCount 3", "2 to 3"),
    ("sh:minCount 0", ""),
    ("sh:datatype xsd:date", "a day"),
    ("sh:datatype rdf:langString", "a text with its language"),
    ("sh:datatype :celsius", "a value of the type ex:celsius"),
    ("sh:class :Book", "of the class “book”"),
    ("sh:nodeKind sh:IRI", "something with a URI"),
    ("sh:minInclusive 1 ; sh:maxExclusive 7", "1 or more; less than 7"),
    ("sh:minLength 1", "length 1 or more"),
    ('sh:pattern "^a+$"', "of the form ^a+$"),
    ("sh:equals :title", "the same as “title”"),
    ("sh:disjoint :title", "never one that is also “title”"),
    ("sh:in ( :red :blue 7 )", "one of: red, blue, 7"),
    (f"sh:in ( {' '.join(map(str, range(20)))} )", "one of: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more"),
    ("sh:hasValue :red", "among them: red"),
    ('sh:languageIn ( "en" "be" )', "in one of the languages en, be"),
    ("sh:uniqueLang true", "one in each language"),
    ("sh:uniqueLang false", ""),
    ("sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )", "a day or a year"),
    ("sh:xone ( [ sh:class :Book ] [ sh:nodeKind sh:IRI ] )", "of the class “book” or else something with a URI"),
    ("sh:and ( [ sh:minLength 2 ] [ sh:maxLength 5 ] )", "length 2 or more and length 5 or less"),
    ("sh:not [ sh:class :Book ]", "not of the class “book”"),
    ("sh:or ( [ rdfs:label \"A day\"@en ; sh:datatype xsd:date ] [ sh:hasValue 1 ] )", "a day or among them: 1"),
    ("sh:qualifiedValueShape [ sh:class :Book ] ; sh:qualifiedMinCount 1", "1 or more of them: of the class “book”"),
    ("sh:deactivated true ; sh:minCount 1", ""),
]  # fmt: skip


@pytest.mark.parametrize(("parameters", "words"), WORDS, ids=[case[0] for case in WORDS])
def test_a_parameter_in_words(parameters: str, words: str) -> None:
    assert conditions(parameters) == words


PATHS = [
    (":author", "author"),
    ("[ sh:inversePath :author ]", "what has it as “author”"),
    ("[ sh:alternativePath ( :author :title ) ]", "author or title"),
    ("( :author :title )", "author, then title"),
    ("( [ sh:inversePath :author ] :title )", "what has it as “author”, then title"),
]


@pytest.mark.parametrize(("path", "name"), PATHS, ids=[case[0] for case in PATHS])
def test_a_path_without_a_name_is_read_out(path: str, name: str) -> None:
    (found,) = constraints(f":S sh:property [ sh:path {path} ; sh:minCount 1 ] .")
    assert (found.about, bool(found.predicate)) == (name, path == ":author")


def test_names_messages_and_severities_are_the_shapes_own_in_the_readers_language() -> None:
    text = """:S sh:property [ sh:path :author ; sh:name "writer"@en , "пісьменнік"@be ; sh:in ( :red ) ;
        sh:message "Name one."@en , "Назавіце."@be ; sh:severity sh:Warning ] ."""
    author = "https://example.org/author"
    assert constraints(text) == [Constraint("writer", author, ("one of: red",), "Name one.", "warning")]
    assert constraints(text, languages=("be", "en")) == [
        Constraint("пісьменнік", author, ("one of: чырвоны",), "Назавіце.", "warning")
    ]


def test_the_thing_comes_first_then_queries_then_properties_in_their_order() -> None:
    text = """:S sh:nodeKind sh:IRI ; sh:closed true ; sh:message "A book has a URI."@en ;
        sh:sparql [ sh:message "Nobody is the author of everything."@en ; sh:select "" ] ;
        sh:property [ sh:path :title ; sh:order 2 ; sh:minCount 1 ] ,
            [ sh:path :author ; sh:order 1 ; sh:maxCount 1 ; sh:sparql [ sh:message "Look again."@en ] ] ,
            [ sh:path :title ; sh:name "only laid out"@en ] ."""
    base = "https://example.org/"
    closed = "nothing may be said of it but what stands here"
    assert constraints(text) == [
        Constraint("", "", ("something with a URI", closed), "A book has a URI.", ""),
        Constraint("", "", (), "Nobody is the author of everything.", ""),
        Constraint("author", f"{base}author", ("1 at most",), "", ""),
        Constraint("author", "", (), "Look again.", ""),
        Constraint("title", f"{base}title", ("1 or more",), "", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        ":S sh:or ( :S :S ) .",
        ":S sh:not :S .",
        ":S sh:property [ sh:path [ sh:zeroOrMorePath ( :a :b ) ] ; sh:minCount 1 ] .",
        ":S sh:property [ sh:minCount 1 ] .",
        ':S sh:property [ sh:path :a ; sh:minCount "many" ; sh:in :nothing ] .',
    ],
)
def test_what_makes_no_sense_does_no_harm(text: str) -> None:
    assert all(isinstance(entry, Constraint) for entry in constraints(text))


def test_what_shapes_list_is_known() -> None:
    assert listed(index(":S sh:in ( :red :blue 7 ) ; sh:hasValue :green .")) == {
        f"https://example.org/{name}" for name in ("red", "blue", "green")
    }
