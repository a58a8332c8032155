"""Every format says what the quads say."""

from __future__ import annotations

import csv
import io
import json
import random
import socket
from typing import TYPE_CHECKING

import pytest
from pyld.jsonld import JsonLdError
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kgpub.errors import NotAcceptable
from kgpub.rdf import formats
from kgpub.rdf.documents import Names, serialize, triples
from kgpub.rdf.vocabularies import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgpub.rdf.formats import Format

EX = "https://example.org/"
CONTEXT = {
    "@context": {
        "@version": 1.1,
        "ex": {"@id": EX, "@prefix": True},
        "exa": {"@id": EX + "a", "@prefix": True},
        "deep": {"@id": EX + "deep/er/", "@prefix": True},
        "rdf": {"@id": RDF.iri, "@prefix": True},
        "xsd": {"@id": XSD.iri, "@prefix": True},
        "p": {"@id": EX + "p", "@type": "@id"},
        "number": {"@id": EX + "number", "@type": XSD.iri + "integer"},
        "Thing": {"@id": EX + "Thing"},
    }
}
PREFIXES = {"ex": EX, "exa": EX + "a", "deep": EX + "deep/er/", "rdf": RDF.iri, "xsd": XSD.iri, "near": EX + "nea"}
DIRECTIONS = (BaseDirection.LTR, BaseDirection.RTL)
CONTEXT_URL = "https://example.org/context.jsonld"
NAMES = Names(PREFIXES, CONTEXT, CONTEXT_URL)

PARSED_AS = {
    formats.TURTLE: RdfFormat.TURTLE,
    formats.JSON_LD: RdfFormat.JSON_LD,
    formats.N_TRIPLES: RdfFormat.N_TRIPLES,
    formats.RDF_XML: RdfFormat.RDF_XML,
    formats.TRIG: RdfFormat.TRIG,
    formats.N_QUADS: RdfFormat.N_QUADS,
}
WITH_GRAPHS = (formats.TRIG, formats.N_QUADS)


def read(content: bytes, format_: Format) -> list[Quad]:
    if format_ is formats.JSON_LD:
        document = json.loads(content)
        match document.pop("@context"):
            case [first, own]:
                context = [CONTEXT["@context"], own]
            case first:
                context = [CONTEXT["@context"]]
        assert first == CONTEXT_URL
        content = json.dumps({"@context": context, **document}).encode()
    return list(parse(content, format=PARSED_AS[format_], without_named_graphs=format_ not in WITH_GRAPHS))


def canonical(quads: Iterable[Quad | Triple]) -> list[str]:
    """Give quads or triples so that isomorphic ones are equal."""
    dataset = Dataset(Quad(quad.subject, quad.predicate, quad.object, graph_of(quad)) for quad in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def graph_of(quad: Quad | Triple) -> NamedNode | BlankNode | DefaultGraph:
    return quad.graph_name if isinstance(quad, Quad) else DefaultGraph()


def said(quads: Sequence[Quad], format_: Format) -> list[str]:
    return canonical(quads if format_ in WITH_GRAPHS else triples(quads))


def turtle(text: str) -> list[Quad]:
    prefixes = f"@prefix : <{EX}> . @prefix rdf: <{RDF.iri}> . @prefix xsd: <{XSD.iri}> .\n"
    graph = NamedNode(EX + "g")
    return [
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in parse(prefixes + text, format=RdfFormat.TURTLE)
    ]


def of_literals(*literals: Literal | str) -> list[Quad]:
    terms = (literal if isinstance(literal, Literal) else Literal(literal) for literal in literals)
    return [Quad(NamedNode(EX + "s"), NamedNode(EX + "q"), term, NamedNode(EX + "g")) for term in terms]


def spelled(datatype: str, *lexical: str) -> list[Quad]:
    return of_literals(*(Literal(text, datatype=XSD(datatype)) for text in lexical))


def of_objects(*uris: str) -> list[Quad]:
    s = NamedNode(EX + "s")
    return [Quad(s, NamedNode(EX + "p"), NamedNode(uri), DefaultGraph()) for uri in uris] + [
        Quad(NamedNode(uri), NamedNode(EX + "p"), s, DefaultGraph()) for uri in uris
    ]


GRAPHS = {
    "nothing": [],
    "one triple": turtle(":a :p :b ."),
    "a blank node": turtle(":a :p [ :q 1 ] ."),
    "a blank node of which nothing is said": turtle(":a :p [] , [] ."),
    "a blank node that nothing points to": turtle("[] :q 1 . [] :q 2 ; :p :a ."),
    "blank nodes in blank nodes": turtle(":a :p [ :p [ :p [ :p [ :q 1 ] ; :q 2 ] ] ] ."),
    "a blank node pointed to twice": turtle(":a :p _:x . :b :p _:x . _:x :q 1 ."),
    "a blank node pointed to twice by one": turtle(":a :p _:x ; :r _:x . _:x :q 1 ."),
    "a blank node that points to itself": turtle("_:x :p _:x ."),
    "two blank nodes in a circle": turtle("_:x :p _:y . _:y :p _:x ."),
    "three blank nodes in a circle, entered from outside": turtle(":a :p _:x . _:x :p _:y . _:y :p _:z . _:z :p _:x ."),
    "a list": turtle(":a :p (1 2.0 :b 'four' ( 5 ) [ :q 6 ]) ."),
    "an empty list": turtle(":a :p () ; :r ( () ) ."),
    "a list as subject": turtle("(1 2) :q 3 ."),
    "a long list": turtle(":a :p (" + " ".join(map(str, range(2000))) + ") ."),
    "a long list that is none": turtle(
        ":a :p _:n0 . _:n400 rdf:first 1 . "
        + "".join(f"_:n{number} rdf:first {number} ; rdf:rest _:n{number + 1} . " for number in range(400))
    ),
    "blank nodes nested very deeply": turtle(
        ":a :p _:n0 . " + "".join(f"_:n{number} :q {number} ; :p _:n{number + 1} . " for number in range(400))
    ),
    "lists in lists": turtle(":a :p (((( 1 ) 2 ) 3 ) 4 ) ."),
    "a list that two share": turtle(":a :p _:x . :b :p _:x . _:x rdf:first 1 ; rdf:rest rdf:nil ."),
    "lists that share a tail": turtle(
        ":a :p [ rdf:first 1 ; rdf:rest _:t ] . :b :p [ rdf:first 2 ; rdf:rest _:t ] . _:t rdf:first 3 ; rdf:rest () ."
    ),
    "a list without an end": turtle(":a :p [ rdf:first 1 ] ."),
    "a list with a rest alone": turtle(":a :p [ rdf:rest rdf:nil ] ."),
    "a list with two firsts": turtle(":a :p [ rdf:first 1 , 2 ; rdf:rest rdf:nil ] ."),
    "a list with two rests": turtle(":a :p [ rdf:first 1 ; rdf:rest () , (2) ] ."),
    "a list with a property": turtle(":a :p [ rdf:first 1 ; rdf:rest rdf:nil ; :q 2 ] ."),
    "a list with a type": turtle(":a :p [ a rdf:List ; rdf:first 1 ; rdf:rest rdf:nil ] ."),
    "a list that ends in a name": turtle(":a :p [ rdf:first 1 ; rdf:rest :b ] . :b :q 1 ."),
    "a list that ends in a literal": turtle(":a :p [ rdf:first 1 ; rdf:rest 'end' ] ."),
    "a list of named nodes": turtle(":a :p :l . :l rdf:first 1 ; rdf:rest :m . :m rdf:first 2 ; rdf:rest rdf:nil ."),
    "a list in a circle": turtle(":a :p _:x . _:x rdf:first 1 ; rdf:rest _:y . _:y rdf:first 2 ; rdf:rest _:x ."),
    "a list that is its own rest": turtle(":a :p _:x . _:x rdf:first 1 ; rdf:rest _:x ."),
    "a list that holds itself": turtle(":a :p _:x . _:x rdf:first _:x ; rdf:rest rdf:nil ."),
    "something said of the empty list": turtle("rdf:nil :q 1 . rdf:nil rdf:first 1 ; rdf:rest () ."),
    "decimals": spelled("decimal", "1", "1.", ".5", "0.5", "-1.50", "+1.0", "00.1", "1e1", ""),
    "integers": spelled("integer", "1", "01", "-0", "+7", "1.0", " 1", "", "9" * 50),
    "doubles": spelled("double", "1", "1e0", "1.0E0", "-1E-10", "INF", "-INF", "NaN", "1.", ".5e1", "e1"),
    "booleans": spelled("boolean", "true", "false", "1", "0", "TRUE", "yes", ""),
    "dates": spelled("date", "2020-02-30", "2020-01-01", "2020-01-01Z", "soon"),
    "strings of other types": spelled("anyURI", "a b", "") + spelled("language", "en") + spelled("string", "", "a"),
    "texts of many lines": of_literals("a\nb", "\n", '"""\n', 'a\n"', "a\n\\", "\r\n", "\r"),
    "quotes and backslashes": of_literals('"', "'", '""""', "\\", "\\n", '\\"', "C:\\new\\table"),
    "tabs and spaces": of_literals("\t", "  a  ", " ", "", "\u00a0"),
    "other letters": of_literals("Беларусь", "🙂", "\u202eשלום\u200f", "e\u0301", "é", "\ufeff"),
    "separators that only some see": of_literals(*(f"a{mark}b" for mark in "\u2028\u2029\u0085")),
    "what looks like markup": of_literals("<a>&amp;]]></a>", "_:x", "<https://x>", "@en"),
    "languages": of_literals(*(Literal("a", language=tag) for tag in ("en", "en-GB", "be-tarask", "zh-Hant-TW"))),
    "texts of many lines in a language": of_literals(Literal("a\nb", language="en")),
    "directions": of_literals(*(Literal("a", language="he", direction=way) for way in DIRECTIONS)),
    "terms of a context": turtle(":a :p :b ; a :Thing ; :number 7 , '7' , 7.0 . :b :p 'text' , [] ; :number :a ."),
    "odd IRIs": of_objects(
        EX + "a%20b",
        EX + "a(b)",
        EX + "a.",
        EX + ".a",
        EX + "a..b.",
        EX + "a-",
        EX + "-a",
        EX + "'a'",
        EX + "a,b;c=d",
        EX + "a~!$&*+@",
        EX + "%41",
        EX + "a?b=c",
        EX + "a#",
        EX + "#",
        EX,
        EX + "a/b#c",
        EX + "Беларусь",
        EX + "1a",
        EX + "a:b",
        EX + ":",
        EX + "🙂",
        EX + "·a",
        EX + "a_",
        EX + "_",
        EX + "true",
        EX + "e\u0301",
    ),
    "IRIs of other schemes": of_objects("urn:a:b", "mailto:a@b.c", "tag:a,2020:b", "ex:a", "p:a", "x:a"),
    "prefixes that nearly match": of_objects(EX + "deep/er", EX + "deep/er/", EX + "deep/er/x", EX + "deep"),
    "several graphs": [
        *turtle(":a :p :b ."),
        Quad(NamedNode(EX + "a"), NamedNode(EX + "p"), NamedNode(EX + "b"), NamedNode(EX + "h")),
        Quad(NamedNode(EX + "a"), NamedNode(EX + "p"), BlankNode("x"), NamedNode(EX + "h")),
        Quad(BlankNode("x"), NamedNode(EX + "p"), NamedNode(EX + "b"), DefaultGraph()),
        Quad(NamedNode(EX + "a"), NamedNode(EX + "p"), NamedNode(EX + "b"), BlankNode("g")),
    ],
}
CASES = [(graph, format_) for graph in GRAPHS for format_ in PARSED_AS]


@pytest.mark.parametrize(("graph", "format_"), CASES, ids=[f"{graph}, {format_.name}" for graph, format_ in CASES])
def test_each_format_says_what_the_quads_say(graph: str, format_: Format) -> None:
    quads = GRAPHS[graph]
    content = serialize(quads, format_, NAMES)
    assert canonical(read(content, format_)) == said(quads, format_)


# -- graphs drawn at random

PREDICATES = [NamedNode(EX + name) for name in ("p", "q", "number")] + [RDF("first"), RDF("rest"), RDF("type")]
LEXICAL = ["", "1", "01", "1.0", "1e0", "true", "a\nb", '"', "\\", "é", "\t", "]]>", "a\rb"]


def drawn(seed: int) -> list[Quad]:
    """Draw a small graph in which blank nodes, lists and literals of all kinds meet."""
    dice = random.Random(seed)
    nodes = (
        [NamedNode(EX + letter) for letter in "abc"] + [BlankNode(f"n{number}") for number in range(5)] + [RDF("nil")]
    )

    def literal() -> Literal:
        text = dice.choice(LEXICAL)
        kind = dice.randrange(3)
        if kind == 0:
            return Literal(text, language=dice.choice(["en", "be-tarask"]))
        return Literal(text, datatype=XSD(dice.choice(["integer", "decimal", "double", "boolean", "string", "date"])))

    def quad() -> Quad:
        value = literal() if dice.random() < 0.3 else dice.choice(nodes)
        graph = NamedNode(EX + dice.choice("gh"))
        return Quad(dice.choice(nodes), dice.choice(PREDICATES), value, graph)

    return list(dict.fromkeys(quad() for _ in range(dice.randrange(1, 14))))


@pytest.mark.parametrize("format_", PARSED_AS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("start", range(0, 300, 50))
def test_each_format_says_what_graphs_drawn_at_random_say(start: int, format_: Format) -> None:
    for seed in range(start, start + 50):
        quads = drawn(seed)
        content = serialize(quads, format_, NAMES)
        assert canonical(read(content, format_)) == said(quads, format_), f"seed {seed}"


@pytest.mark.parametrize("format_", [*PARSED_AS, formats.CSV], ids=lambda format_: format_.name)
def test_equal_quads_give_equal_bytes(format_: Format) -> None:
    for seed in range(30):
        quads = drawn(seed)
        assert serialize(quads, format_, NAMES) == serialize(list(quads), format_, NAMES)


def test_turtle_does_not_hang_on_the_order_of_the_quads() -> None:
    dice = random.Random(3)
    quads = turtle(":a :p :b ; :q 1 , 'x' , 2.5 ; a :Thing . :b <urn:other:z> :a ; <urn:more:y> [ :q (1 2) ] .")
    first = serialize(quads, formats.TURTLE, NAMES)
    for _ in range(20):
        dice.shuffle(quads)
        assert serialize(quads, formats.TURTLE, NAMES) == first


# -- as people read it


def test_turtle_uses_prefixes_nests_blank_nodes_and_writes_lists() -> None:
    quads = turtle(":a a :Thing ; :o (:b 2.5 'x'@en) ; :p [ :q 1 ; :number true ] ; :q 'long\\ntext' , '1'^^xsd:date .")
    names = Names({"ex": EX, "xsd": XSD.iri, "unused": "urn:unused:"}, CONTEXT, CONTEXT_URL)
    assert serialize(quads, formats.TURTLE, names).decode() == (
        "@prefix ex: <https://example.org/> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        "ex:a a ex:Thing ;\n"
        '    ex:o ( ex:b 2.5 "x"@en ) ;\n'
        "    ex:p [ ex:number true ;\n            ex:q 1 ] ;\n"
        '    ex:q "1"^^xsd:date,\n        """long\ntext""" .\n'
        "\n"
    )


def test_json_ld_is_compact() -> None:
    quads = turtle(":a a :Thing ; :p :b ; :q (1 'x'@en) ; :number 7 .")
    assert json.loads(serialize(quads, formats.JSON_LD, NAMES)) == {
        "@context": CONTEXT_URL,
        "@graph": [
            {
                "@id": "ex:a",
                "@type": "Thing",
                "ex:q": {
                    "@list": [{"@type": "xsd:integer", "@value": "1"}, {"@language": "en", "@value": "x"}],
                },
                "number": "7",
                "p": "ex:b",
            }
        ],
    }


def test_an_empty_graph_is_a_document_all_the_same() -> None:
    documents = {format_.name: serialize([], format_, NAMES) for format_ in PARSED_AS}
    assert json.loads(documents["JSON-LD"]) == {"@context": CONTEXT_URL, "@graph": []}
    assert documents["RDF/XML"].startswith(b"<?xml")
    assert [documents[name].strip() for name in ("Turtle", "N-Triples", "TriG", "N-Quads")][1::2] == [b"", b""]


def test_json_ld_is_written_without_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was made")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    remote = Names(PREFIXES, {"@context": "https://example.org/remote"}, CONTEXT_URL)
    assert serialize(turtle(":a :p :b ."), formats.JSON_LD, NAMES)
    with pytest.raises(JsonLdError):
        serialize(turtle(":a :p :b ."), formats.JSON_LD, remote)


UNSPLITTABLE = [
    "https://example.org/",
    "https://example.org/ns/123",
    "https://example.org/a%20",
    "urn:1",
    "https://example.org/a(",
]


@pytest.mark.parametrize("predicate", UNSPLITTABLE)
@pytest.mark.parametrize("format_", PARSED_AS, ids=lambda format_: format_.name)
def test_a_property_that_is_no_xml_name_is_written_or_refused_in_words(predicate: str, format_: Format) -> None:
    quads = [Quad(NamedNode(EX + "a"), NamedNode(predicate), Literal("x"), NamedNode(EX + "g"))]
    if format_ is formats.RDF_XML:
        with pytest.raises(NotAcceptable, match=predicate.replace("(", "\\(")):
            serialize(quads, format_, NAMES)
        return
    assert canonical(read(serialize(quads, format_, NAMES), format_)) == said(quads, format_)


# -- CSV


def test_csv_holds_every_triple_once_with_datatype_and_language() -> None:
    quads = [
        *turtle(":a :p :b , 'x, \"y\"\\nz' , 'x'@be , 1 , '01'^^xsd:integer . _:n :p _:m ."),
        *turtle(":a :p :b ."),
    ]
    content = serialize(quads, formats.CSV, NAMES).decode()
    rows = list(csv.reader(io.StringIO(content, newline="")))
    a, p, string = EX + "a", EX + "p", XSD("string").value
    integer = XSD("integer").value
    assert rows[0] == ["subject", "predicate", "object", "datatype", "language"]
    assert rows[1:-1] == [
        [a, p, EX + "b", "", ""],
        [a, p, 'x, "y"\nz', string, ""],
        [a, p, "x", RDF("langString").value, "be"],
        [a, p, "1", integer, ""],
        [a, p, "01", integer, ""],
    ]
    assert rows[-1][0].startswith("_:")
    assert rows[-1][2].startswith("_:")


@pytest.mark.parametrize("graph", ["texts of many lines", "quotes and backslashes", "other letters", "tabs and spaces"])
def test_csv_gives_texts_back_as_they_are(graph: str) -> None:
    content = serialize(GRAPHS[graph], formats.CSV, NAMES).decode()
    rows = list(csv.reader(io.StringIO(content, newline="")))[1:]
    assert [row[2] for row in rows] == [quad.object.value for quad in GRAPHS[graph]]  # type: ignore[union-attr]
