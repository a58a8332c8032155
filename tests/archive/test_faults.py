"""Where faults of JSON-LD and RDF/XML are: before each, `«` stands in the tables, which no file has."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from kgpub.archive import Content, Lines, SourceFile, parse_file

JSON_LD, RDF_XML = RdfFormat.JSON_LD, RdfFormat.RDF_XML

JSON = [
    ('{"é": «x}', "Unexpected char"),
    ('{"é": "x«\n"}', "'\\n' is not allowed in JSON strings"),
    ('{"@id": "http://a/",\n "é": «"x}', "Unexpected end of file"),
    ('{"é": 1 «"b": 2}', "Object values must be followed by a comma"),
    ('{"a": 1} «x', "Unexpected char"),
    ('{"@context": {"a": {«"@id": 5}}}', "@id value must be a string"),
    ('{"@context": {"a": {"@id": "http://a/", «"@container": "@foo"}}, "a": 1}', "Not supported @container value"),
    ('{"@context": {"a": {"@type": «"x y"}}, "a": 1}', "Invalid @type iri 'x y'"),
    ('{"@context": «"http://127.0.0.1/", "@id": "a:b"}', "a remote JSON-LD context is never fetched"),
    ('{"@context": [{}, «"http://127.0.0.1/"], "@id": "a:b"}', "a remote JSON-LD context is never fetched"),
    ('{"@context": {"@import": «"http://127.0.0.1/"}}', "a remote JSON-LD context is never fetched"),
    ('{"@id": "a:b", "a:c": [{"@id": "a:d"}, {«"@id": []}]}', "@id value must be a string"),
    ('{"@id": "a:b", "a:c": {«"@value": {}}}', "@value value must be a string, number, boolean or null"),
    ('{"@id": "a:b", «"@reverse": 5}', "@reverse value must be a JSON object"),
    ('{"@id": "a:b", «"@id": "a:c"}', "@id is defined twice"),
    ('{"@id": «"rel", "a:b": {"@id": "a:c"}, "@type": «"é"}', "a relative IRI"),
]
HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">\n'
XML = [
    ("«", "this is not well-formed XML: no element found"),
    ("<e:A>\n <e:b>é«", "this is not well-formed XML: no element found"),
    ("<e:A>\n <e:b>é«</e:A></rdf:RDF>", "ill-formed document: expected `</e:b>`"),
    ("<e:A><e:b>é«\x01</e:b></e:A></rdf:RDF>", "this is not well-formed XML: not well-formed (invalid token)"),
    ("<e:A e:b='«<'/></rdf:RDF>", "this is not well-formed XML: not well-formed (invalid token)"),
    ("<«é:A/></rdf:RDF>", "Unknown prefix é:"),
    ("<e:é/><e:A rdf:about=«'rel'/></rdf:RDF>", "a relative IRI"),
    ("<e:A rdf:about=«'http://a/ b'/></rdf:RDF>", "Invalid IRI code point"),
    ("<e:A e:b='1>2' rdf:ID=«'1 2'/></rdf:RDF>", "1 2 is not a valid rdf:ID value"),
    ("<e:A>\n <«e:b rdf:resource='a:a' rdf:nodeID='x'/></e:A></rdf:RDF>", "Not both rdf:resource and rdf:nodeID"),
    ("<e:A><e:b xml:lang=«'x y'>t</e:b></e:A></rdf:RDF>", "error while parsing language tag 'x y'"),
    ("<e:A><e:b>é «&foo;</e:b></e:A></rdf:RDF>", "unrecognized entity `foo`"),
    ("<e:A e:b='«&foo;'/></rdf:RDF>", "unrecognized entity `foo`"),
    ("<e:A><e:b>é</e:b>\n  «x</e:A></rdf:RDF>", "Unexpected text event"),
    ("<«rdf:li/></rdf:RDF>", "Invalid property element tag name"),
    ("</rdf:RDF>\n«<!DOCTYPE x>", "RDF/XML with a DOCTYPE is not read"),
]


def faults(document: str, format_: RdfFormat) -> tuple[list[str], list[tuple[int, int]]]:
    parsed = parse_file(SourceFile("x", format_, "http://g/", "data", Content(document.encode())))
    places = [(error.place.line, error.place.column) for error in parsed.errors]
    return [error.message for error in parsed.errors], places


@pytest.mark.parametrize(
    ("marked", "message", "format_"),
    [(text, words, JSON_LD) for text, words in JSON] + [(HEAD + text, words, RDF_XML) for text, words in XML],
)
def test_a_fault_is_told_where_it_is(marked: str, message: str, format_: RdfFormat) -> None:
    first, *others = marked.split("«")
    lines = Lines(marked.replace("«", ""))
    offsets = [len(first), *(len(first) + sum(map(len, others[:number])) for number in range(1, len(others)))]
    messages, places = faults(lines.text, format_)
    assert places == [lines.place(offset) for offset in offsets]
    assert all(message in told for told in messages)


NOWHERE = [
    ("terms that define each other", JSON_LD, '{"@context": {"a": "b:c", "b": "a:d"}, "a": 1}'),
    ("two contexts of which one is wrong", JSON_LD, '[{"@context": {"@version": 1.1}}, {"@context": {"@version": 2}}]'),
    ("what is nested too deeply", JSON_LD, '{"a:b": ' * 1000 + '{"@id": 5}' + "}" * 1000),
]


@pytest.mark.parametrize(("format_", "text"), [row[1:] for row in NOWHERE], ids=[row[0] for row in NOWHERE])
def test_a_fault_whose_place_is_not_sure_is_told_of_the_file(format_: RdfFormat, text: str) -> None:
    assert faults(text, format_)[1] == [(0, 0)]


def test_what_is_nested_deeply_is_read_as_far_as_the_bound() -> None:
    inside = '{"http://e/p": ' * 498 + '{"http://e/p": "{[{[\\"{{"}'
    assert faults(inside + "}" * 498, JSON_LD) == ([], [])
    assert len(faults('{"http://e/p": [' + inside + "}" * 498 + "]}", JSON_LD)[0]) == 1
    start, end = HEAD + "<e:A><e:b>" * 249, "</e:b></e:A>" * 249 + "</rdf:RDF>"
    assert faults(start + end, RDF_XML) == ([], [])
    assert len(faults(start + "<e:C><e:d/></e:C>" + end, RDF_XML)[0]) == 1


HOSTILE = [
    ("comments that begin without end", RDF_XML, HEAD + "<!--" * 300_000),
    ("tags that begin without end", RDF_XML, HEAD + "<e:a " * 300_000),
    ("quotes that do not end", RDF_XML, HEAD + "<e:a b='" * 300_000),
    ("attributes that do not end", RDF_XML, HEAD + "<e:a " + "b='' " * 300_000),
    ("brackets", JSON_LD, "[" * 300_000),
    ("quotes", JSON_LD, '"\\' * 300_000),
]


@pytest.mark.parametrize(("format_", "text"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_what_never_ends_is_an_error_in_bounded_time(format_: RdfFormat, text: str) -> None:
    assert faults(text, format_)[0] != []
