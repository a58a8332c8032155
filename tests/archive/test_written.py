"""Places in JSON-LD and RDF/XML: each statement that is parsed gets the place of the tokens that make it."""

from __future__ import annotations

import json
import time
from collections import Counter
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import Graph

from kgpub.archive import NoPositions, read_written
from tests.archive.test_positions import SUITES, positive_cases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

ROOT = Path(__file__).parents[2]
JSON_LD, RDF_XML = RdfFormat.JSON_LD, RdfFormat.RDF_XML
OURS = sorted(path for folder in ("data", "ontology", "shapes") for path in (ROOT / folder).rglob("*.ttl"))
BOUND_SECONDS = 30
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Shown(NamedTuple):
    """A statement of a document, the offset of its subject, and the tokens at which it is placed."""

    quad: Quad
    start: int
    subject: str
    predicate: str
    object: str


def shown(text: str, format_: RdfFormat) -> list[Shown]:
    """Give the statements of a document, of which each must have a place."""
    quads = list(parse(text.encode(), format=format_, rename_blank_nodes=True))
    written = read_written(text, format_)
    places = written.placed(quads)
    assert [item.quad for item in places] == quads
    starts = ((item, (item.subject, item.predicate, item.object)) for item in places)
    return [
        Shown(item.quad, item.subject, *(text[start : written.ends[start]] for start in offsets))
        for item, offsets in starts
    ]


@pytest.mark.parametrize(("name", "format_", "base", "count"), SUITES, ids=[row[0] for row in SUITES])
def test_all_statements_of_the_w3cs_suites_are_placed_exactly_in_json_ld(
    suites: Path, name: str, format_: RdfFormat, base: str, count: int
) -> None:
    documents = [
        plainly(parse(path.read_bytes(), format=format_, base_iri=base + path.name), JSON_LD)
        for path in positive_cases(suites / name, base)
    ]
    assert len(documents) == count
    found = [item for document in documents for item in shown(document, JSON_LD)]
    assert len(found) == {"turtle": 510, "trig": 807}[name]
    assert [item for item in found if not is_right(item, JSON_LD)] == []


@pytest.mark.parametrize(("name", "format_", "base", "count"), SUITES, ids=[row[0] for row in SUITES])
def test_all_statements_of_the_w3cs_suites_are_placed_exactly_in_rdf_xml(
    suites: Path, name: str, format_: RdfFormat, base: str, count: int
) -> None:
    found: list[Shown] = []
    refused = 0
    for path in positive_cases(suites / name, base):
        quads = parse(path.read_bytes(), format=format_, base_iri=base + path.name)
        document = plainly((quad.triple for quad in quads), RDF_XML)
        try:
            found.extend(shown(document, RDF_XML))
        except (SyntaxError, NoPositions):  # what pyoxigraph writes is not XML: control characters, names such as `0`
            refused += 1
    assert (count, refused, len(found)) == {"turtle": (219, 15, 489), "trig": (241, 16, 722)}[name]
    assert [item for item in found if not is_right(item, RDF_XML)] == []


@pytest.mark.parametrize("format_", [JSON_LD, RDF_XML], ids=["JSON-LD", "RDF/XML"])
def test_all_statements_of_this_archive_are_placed_exactly(format_: RdfFormat) -> None:
    for path in OURS:
        triples = [quad.triple for quad in parse(path=path)]
        found = shown(plainly(triples, format_), format_)
        assert len(found) == len(triples)
        assert [item for item in found if not is_right(item, format_)] == []


def plainly(statements: Iterable[Quad] | Iterable[Triple], format_: RdfFormat) -> str:
    """Give a document as pyoxigraph writes it: nothing is nested, each IRI is written out."""
    content = serialize(statements, format=format_)
    assert content is not None
    return content.decode()


def is_right(item: Shown, format_: RdfFormat) -> bool:
    """Tell whether tokens that a plain serializer wrote say what a statement says."""
    quad = item.quad
    subject, predicate = (item.subject, quad.subject), (item.predicate, quad.predicate)
    is_of = is_json_of if format_ == JSON_LD else is_xml_of
    is_empty = format_ == RDF_XML and quad.object == Literal("")
    pairs = [subject, predicate] if is_empty else [subject, predicate, (item.object, quad.object)]
    return all(is_of(token, term) for token, term in pairs)


def is_json_of(token: str, term: object) -> bool:
    value = json.loads(token)
    if isinstance(term, BlankNode):
        return str(value).startswith("_:")
    return getattr(term, "value", "") == (RDF_TYPE if value == "@type" else value)


def is_xml_of(token: str, term: object) -> bool:
    quoted = unescape(token[1:-1]) if token.startswith('"') else None
    if isinstance(term, BlankNode):
        return quoted is not None
    if isinstance(term, Literal):
        return unescape(token) == term.value
    assert isinstance(term, NamedNode)
    return term.value in (quoted, RDF_TYPE) or term.value.endswith(token.partition(":")[2])


# rdflib says that it leaves out rdf:type rdf:List, which is a loss to nobody here.
@pytest.mark.filterwarnings("ignore:Assertions on .* are ignored")
@pytest.mark.parametrize(
    ("written", "format_"), [("json-ld", JSON_LD), ("pretty-xml", RDF_XML)], ids=["JSON-LD", "RDF/XML"]
)
def test_documents_as_people_write_them_have_all_statements_at_their_tokens(written: str, format_: RdfFormat) -> None:
    """Nested, with prefixes and lists: who wrote them is rdflib, so nothing of ours is on both sides."""
    for path in (ROOT / "shapes").glob("*.ttl"):
        graph = Graph().parse(path)
        found = shown(graph.serialize(format=written, auto_compact=True), format_)
        texts = [(item.quad.object, item.object) for item in found]
        wrong = [text for literal, text in texts if not is_value_of(text, literal, format_)]
        assert wrong == []
        assert_one_place_each(found)


def is_value_of(token: str, term: object, format_: RdfFormat) -> bool:
    if not isinstance(term, Literal):
        return True
    value = unescape(token) if format_ == RDF_XML else json.loads(token)
    return term.value == (value if isinstance(value, str) else token)


def assert_one_place_each(found: Iterable[Shown]) -> None:
    """Assert that each blank node begins at one place, where no other does."""
    places = {(item.quad.subject, item.start) for item in found if isinstance(item.quad.subject, BlankNode)}
    for column in (0, 1):
        assert [row for row, times in Counter(place[column] for place in places).items() if times > 1] == []


JSON = """\
{"@context": {"@base": "http://b/", "@vocab": "http://v/", "x": "http://x/", "id": "@id", "a": "@type",
  "T": {"@id": "x:T", "@context": {"only": "x:only"}}, "ref": {"@type": "@id"}, "term": {"@type": "@vocab"},
  "year": {"@id": "x:year", "@type": "http://www.w3.org/2001/XMLSchema#gYear"},
  "list": {"@container": "@list"}, "by": {"@container": "@language"}, "of": {"@reverse": "x:has", "@type": "@id"},
  "map": {"@container": "@id"}, "index": {"@container": "@index"}, "in": "@nest", "raw": {"@type": "@json"}},
 "id": "é", "a": ["T", "x:U"], "ref": "r", "term": "t", "year": 1964, "only": 1.5,
 "list": [true, {"p": "\\u0041"}, "b"], "by": {"EN": "e", "be": ["1", "2"]}, "of": ["w", {"id": "x:y", "q": -1}],
 "map": {"m": {"n": "o"}}, "index": {"i": {"@value": "j", "@language": "BE-latn"}}, "in": {"k": null, "l": {}},
 "raw": {"k": [1]}, "@included": {"id": "z", "p": {"@set": ["s", {"@list": []}]}}, "p": "double", "p": "double",
 "g": {"@graph": [{"h": "h"}, {"h": "h"}]}}
"""
JSON_ROWS = """\
"é" "a" "T"
"é" "a" "x:U"
"é" "ref" "r"
"é" "term" "t"
"é" "year" 1964
"é" "only" 1.5
"é" "list" [
true true true
true true true
{ { {
{ "p" "\\u0041"
{ { {
"b" "b" "b"
"b" "b" "b"
"é" "by" "e"
"é" "by" "1"
"é" "by" "2"
"w" "of" "é"
"x:y" "of" "é"
"x:y" "q" -1
"é" "map" "m"
"m" "n" "o"
"é" "index" "j"
"é" "l" {
"é" "raw" {"k": [1]}
"z" "p" "s"
"z" "p" [
"é" "p" "double"
"é" "p" "double"
"é" "g" {
{ "h" "h"
{ "h" "h"
"""
XML = """\
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/" xmlns="http://d/" xml:base="http://b/">
 <e:Ключ r:about="a&amp;é" e:n='n > 1' r:type="T" xml:lang="BE">
  <e:t>té &lt; 1</e:t><e:u r:datatype="http://x#y"
    >01</e:u><e:v/><e:w></e:w><w xml:lang="en-GB">Ω</w>
  <e:res r:resource="#r"/><e:blank r:nodeID="n"/><e:more r:resource="m" e:o="p"/>
  <e:list r:parseType="Collection"><e:I/><r:Description r:nodeID="n"/></e:list><e:none r:parseType="Collection"/>
  <e:in r:parseType="Resource"><e:x>y</e:x></e:in><e:lit r:parseType="Literal"><b>z</b></e:lit>
  <e:said r:ID="s"><e:J><e:k>l</e:k></e:J></e:said>
 </e:Ключ>
 <r:Seq r:ID="q"><r:li>1</r:li><!-- <no:tag> --><r:li>2</r:li></r:Seq>
</r:RDF>
"""
XML_ROWS = """\
"a&amp;é" e:Ключ e:Ключ
"a&amp;é" e:n 'n > 1'
"a&amp;é" r:type "T"
"a&amp;é" e:t té &lt; 1
"a&amp;é" e:u 01
"a&amp;é" e:v e:v
"a&amp;é" e:w e:w
"a&amp;é" w Ω
"a&amp;é" e:res "#r"
"a&amp;é" e:blank "n"
"m" e:o "p"
"a&amp;é" e:more "m"
e:I e:I e:I
"a&amp;é" e:list e:list
e:I e:I e:I
e:I e:I e:I
"n" "n" "n"
"n" "n" "n"
"a&amp;é" e:none e:none
"a&amp;é" e:in e:in
e:in e:x y
"a&amp;é" e:lit <b>z</b>
e:J e:J e:J
e:J e:k l
"a&amp;é" e:said e:J
"s" "s" "s"
"s" "s" "s"
"s" "s" "s"
"s" "s" "s"
"q" r:Seq r:Seq
"q" r:li 1
"q" r:li 2
"""


@pytest.mark.parametrize(
    ("document", "format_", "rows", "tags"),
    [(JSON, JSON_LD, JSON_ROWS, "BE-latn EN be"), (XML, RDF_XML, XML_ROWS, "BE en-GB")],
    ids=["JSON-LD", "RDF/XML"],
)
def test_every_way_to_write_a_statement_has_its_place(document: str, format_: RdfFormat, rows: str, tags: str) -> None:
    found = [f"{item.subject} {item.predicate} {item.object}" for item in shown(document, format_)]
    assert sorted(found) == sorted(rows.splitlines())
    assert sorted(document[start:end] for start, end in read_written(document, format_).tags) == tags.split()


DEPTH = 100_000
HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
TERMS = {f"t{number}": "http://e/" for number in range(1000)}
CONTEXTS = [{"@context": TERMS | {"t": f"http://e/{number}"}} for number in range(250)]
UNREADABLE = [
    ("objects that nest without end", JSON_LD, '{"http://e/p":' * DEPTH + "1" + "}" * DEPTH),
    ("arrays that nest without end", JSON_LD, "[" * DEPTH + "]" * DEPTH),
    ("nesting beyond Python's stack", JSON_LD, '{"http://e/p":' * 450 + "1" + "}" * 450),
    ("prefixes made of prefixes", JSON_LD, json.dumps({"@context": {f"t{i}": f"t{i + 1}:x" for i in range(5000)}})),
    (
        "contexts without number",
        JSON_LD,
        json.dumps(CONTEXTS),
    ),
    ("a context that is elsewhere", JSON_LD, '{"@context": "http://127.0.0.1/"}'),
    ("brackets that were not opened", JSON_LD, "]]"),
    ("no value", JSON_LD, ""),
    ("a document type", RDF_XML, f"<!DOCTYPE rdf:RDF>{HEAD}</rdf:RDF>"),
    ("elements that do not end", RDF_XML, HEAD + "<e:a>" * DEPTH),
]


@pytest.mark.parametrize(("format_", "text"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE])
def test_what_is_not_read_is_said_to_have_no_positions(format_: RdfFormat, text: str) -> None:
    with pytest.raises(NoPositions):
        read_written(text, format_)


ATTRIBUTES = " ".join(f"e:a{number}='1'" for number in range(DEPTH))
LARGE = [
    ("elements that nest", RDF_XML, f"{HEAD}{'<e:A><e:b>' * DEPTH}{'</e:b></e:A>' * DEPTH}</rdf:RDF>", 2 * DEPTH),
    ("attributes", RDF_XML, f"{HEAD}<e:A {ATTRIBUTES}/></rdf:RDF>", DEPTH + 1),
    ("a long text", RDF_XML, f"{HEAD}<e:A><e:b>{'é' * 10_000_000}</e:b></e:A></rdf:RDF>", 2),
    ("a long string", JSON_LD, json.dumps({"http://e/p": "é" * 10_000_000}, ensure_ascii=False), 1),
    ("escapes", JSON_LD, json.dumps({"http://e/p": "\n" * 10_000_000}), 1),
    ("one key", JSON_LD, "{" + ",".join(['"http://e/p":"x"'] * DEPTH) + "}", DEPTH),
    ("a number of a million digits", JSON_LD, '{"http://e/p":0.' + "1" * 1_000_000 + "}", 1),
    ("a number beyond all", JSON_LD, '{"http://e/p":1e99999999999999999999}', 1),
]


@pytest.mark.parametrize(("format_", "text", "count"), [row[1:] for row in LARGE], ids=[row[0] for row in LARGE])
def test_large_documents_are_read_in_time_that_grows_with_them(format_: RdfFormat, text: str, count: int) -> None:
    before = time.process_time()
    assert len(read_written(text, format_).statements) == count
    assert time.process_time() - before < BOUND_SECONDS


def test_what_is_written_nowhere_in_so_many_words_is_placed_near() -> None:
    """The reader may err; what the parser says has a place all the same."""
    said = [("s", "p", "other"), ("s", "q", "o"), ("o", "q", "t"), ("t", "q", "o"), ("t", "q", "t")]
    quads = [Quad(*(NamedNode(f"http://e/{name}") for name in terms)) for terms in said]
    text = '{"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}'
    written = read_written(text, JSON_LD)
    places = {item.quad: tuple(text[start:][:13] for start in item[1:]) for item in written.placed(quads)}
    s, p, o = '"http://e/s",', '"http://e/p":', '"http://e/o"}'
    assert places == {quads[0]: (s, p, o), quads[1]: (s, s, s), quads[2]: (o, o, o), quads[3]: (o, o, o)}
