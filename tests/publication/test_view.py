"""How a description is arranged on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kgpub.publication.description import Description, Subject
from kgpub.publication.layout import Layouts
from kgpub.publication.naming import Naming
from kgpub.publication.quad_index import QuadIndex
from kgpub.publication.view import Arrangement, FieldView, Value, natural_order

if TYPE_CHECKING:
    from kgpub.publication import Publication
    from kgpub.publication.view import SubjectView

BASE = "https://thesaurus.example/"
EX = "https://example.org/"


def page(publication: Publication, document: str, number: int = 0) -> SubjectView:
    description = publication.describe(BASE + document)
    assert description is not None
    return Arrangement(description, publication.naming, "Other").subjects()[number]


def shown(field: FieldView) -> str:
    """Write a field on a line: its name, its values, in brackets what they hold."""
    return f"{field.name}: {', '.join(map(value_shown, field.values))}"


def value_shown(value: Value) -> str:
    fields = "; ".join(map(shown, value.fields))
    text = f"{value.text}@{value.language}" if value.language else value.text
    return f"{text}[{fields}]" if fields else text


def lines(subject: SubjectView) -> list[str]:
    return [line for section in subject.sections for line in (f"# {section.heading}", *map(shown, section.fields))]


def test_a_page_shows_groups_fields_nested_things_blank_nodes_and_the_rest(thesaurus: Publication) -> None:
    rain = page(thesaurus, "weather/rain")
    assert (rain.name, rain.language) == ("rain", "en")
    assert ([value.text for value in rain.types], [name.text for name in rain.other_names]) == (
        ["phenomenon"],
        ["glaw"],
    )
    assert lines(rain) == [
        "# Words",
        "code: 61",
        "name: glaw@cy, rain@en",
        "other names: rian@en, wet weather@en",
        "# Tree",
        "broader: precipitation",
        "narrower: downpour[notation: R9], drizzle[notation: R10]",
        "all that is broader: precipitation",
        "# ",
        "written about by: Ann Lee",
        "# Other",
        (
            "observation: [t:date: 2024-02-29; t:instrument: [t:kind: gauge@en; t:reading: [t:unit: mm; "
            "t:values: [: 1.5, 2.5, [t:missing: true]]]]]"
        ),
        "skos:definition: Diferion o ddŵr sy'n disgyn.@cy, Drops of water that fall.@en",
        "skos:inScheme: Weather",
        "skos:notation: R1",
    ]


def test_a_page_shows_things_and_their_fragments(thesaurus: Publication) -> None:
    order = page(thesaurus, "weather", 1)
    assert (order.uri, order.name) == (BASE + "weather#order", "from light to heavy")
    assert lines(order)[:2] == ["# Other", "skos:memberList: [: drizzle, rain, downpour]"]


def test_values_lead_on_by_their_uri(thesaurus: Publication) -> None:
    rain = page(thesaurus, "weather/rain")
    (broader,) = (field for section in rain.sections for field in section.fields if field.name == "broader")
    assert [(value.uri, value.types) for value in broader.values] == [(BASE + "weather/precipitation", ())]
    assert broader.predicate == "http://www.w3.org/2004/02/skos/core#broader"


# -- arranged from little: no engine is asked


def arranged(data: str, shapes: str = "") -> list[str]:
    prefixes = f"@prefix : <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"

    def read(text: str) -> QuadIndex:
        found = parse(prefixes + text, format=RdfFormat.TURTLE)
        return QuadIndex(tuple(Quad(quad.subject, quad.predicate, quad.object, NamedNode(EX + "g")) for quad in found))

    statements, layouts = read(data), Layouts(read(shapes), {})
    subject = Subject(EX + "a", layouts.fields([EX + "A"]), ())
    naming = Naming((EX + "name",), ("en",), {"": EX}, QuadIndex(()))
    (view,) = Arrangement(Description((subject,), statements), naming).subjects()
    return lines(view)


ORDERS = [
    ("numbers in names by their size", "'a10' , 'a9' , 'a1'", "a1, a9, a10"),
    ("numbers of any length", f"'{'9' * 5000}' , '1'", f"1, {'9' * 5000}"),
    ("digits of other scripts", "'٣' , 'a' , '1'", "1, a, ٣"),
    ("what begins with a digit and what does not", "'1a' , 'a1' , 'a' , '1'", "1, 1a, a, a1"),
    ("literals, things, blank nodes", ":b , 'x' , []", "x, :b, "),
    ("nothing at all", "'' , 'a'", ", a"),
]


@pytest.mark.parametrize(("values", "expected"), [row[1:] for row in ORDERS], ids=[row[0] for row in ORDERS])
def test_values_stand_in_an_order(values: str, expected: str) -> None:
    assert arranged(f":a :p {values} .") == ["# ", f":p: {expected}"]


def test_leading_zeros_do_not_change_a_number() -> None:
    assert sorted(["a2", "a010", "a1", "a01"], key=natural_order) == ["a1", "a01", "a2", "a010"]


OTHERS = [
    ("a predicate", ":p", [":q: 2"]),
    ("an alternative", "[ sh:alternativePath ( :p :q ) ]", []),
    ("a path that repeats", "[ sh:oneOrMorePath :p ]", [":q: 2"]),
    ("an inverse path", "[ sh:inversePath :p ]", [":p: 1", ":q: 2"]),
    ("a sequence shows its end only", "( :p :r )", [":p: 1", ":q: 2"]),
]


@pytest.mark.parametrize(("path", "rest"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_what_a_field_shows_is_not_shown_again_among_the_rest(path: str, rest: list[str]) -> None:
    shapes = f":s sh:targetClass :A ; sh:property [ sh:path {path} ; sh:name 'field' ] ."
    found = arranged(":a :p 1 ; :q 2 .", shapes)
    assert [line for line in found if line.startswith(":")] == rest


def test_a_blank_node_is_shown_by_the_fields_of_its_shape_then_by_what_else_is_said_of_it() -> None:
    shapes = """:s sh:targetClass :A ; sh:property [ sh:path :p ; sh:name 'field' ; sh:node :v ] .
        :v sh:property [ sh:path :z ; sh:name 'first' ; sh:order 1 ] ,
            [ sh:path :y ; sh:name 'second' ; sh:order 2 ] ."""
    found = arranged(":a :p [ :x 1 ; :y 2 ; :z 3 ] .", shapes)
    assert found == ["# ", "field: [first: 3; second: 2; :x: 1]"]


def test_a_list_that_bites_its_tail_is_shown_once_around() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    found = arranged(f":a :p _:x . _:x <{rdf}first> 1 ; <{rdf}rest> _:y . _:y <{rdf}first> 2 ; <{rdf}rest> _:x .")
    assert found == ["# ", ":p: [: 1, 2]"]


def test_blank_nodes_in_a_circle_end_somewhere() -> None:
    assert len(arranged(":a :p _:x . _:x :p _:y . _:y :p _:x .")) == 2


@pytest.mark.parametrize(
    ("literal", "language", "datatype"),
    [
        (Literal("x"), "", ""),
        (Literal("x", language="en"), "en", ""),
        (Literal("1", datatype=NamedNode(EX + "t")), "", EX + "t"),
    ],
)
def test_a_literal_keeps_its_language_or_datatype(literal: Literal, language: str, datatype: str) -> None:
    index = QuadIndex((Quad(NamedNode(EX + "a"), NamedNode(EX + "p"), literal),))
    naming = Naming((), ("en",), {"": EX}, QuadIndex(()))
    (view,) = Arrangement(Description((Subject(EX + "a", (), ()),), index), naming).subjects()
    (value,) = view.sections[0].fields[0].values
    assert (value.language, value.datatype) == (language, datatype)


QUERY = "SELECT ?x WHERE {\n  ?x ?p ?o\n}"
TEXTS = [
    ("a query", Value(QUERY), True),
    ("the end of one line and the beginning of another", Value("one //\n  two\n\n"), False),
    ("a line", Value("SELECT * {}"), False),
    ("a poem", Value("one\ntwo\nthree", language="en"), False),
    ("lines of another datatype", Value(QUERY, datatype=f"{EX}json"), False),
    ("a thing with a strange name", Value(QUERY, uri=EX), False),
]


@pytest.mark.parametrize(("value", "expected"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_many_lines_in_no_language_are_code_and_get_the_whole_width(value: Value, expected: bool) -> None:
    assert (value.is_code, FieldView("field", (value,)).is_wide) == (expected, expected)
