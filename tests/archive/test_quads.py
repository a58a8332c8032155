from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kgpub.archive import Archive, Content, SourceFile, SourceText, TextFile, parse_file, quads
from kgpub.errors import ParseError

GRAPH = NamedNode("https://example.org/graph")
A, B, C = (NamedNode(f"https://example.org/{name}") for name in "abc")
PREFIX = "@prefix : <https://example.org/> .\n"


def source(content: str | bytes, *, path: str = "x.ttl", format_: RdfFormat = RdfFormat.TURTLE) -> SourceFile:
    encoded = content if isinstance(content, bytes) else content.encode()
    return SourceFile(path, format_, GRAPH.value, "data", Content(encoded))


def archive(*files: SourceFile, texts: tuple[SourceText, ...] = ()) -> Archive:
    return Archive(Path(), files, texts)


def test_what_a_file_says_belongs_to_its_graph() -> None:
    assert quads(archive(source(PREFIX + ":a :b :c ."))) == [Quad(A, B, C, GRAPH)]


def test_named_graphs_of_a_file_stay_as_they_are() -> None:
    trig = source(PREFIX + ":a :b :c . :c { :a :b :a }", format_=RdfFormat.TRIG)
    assert quads(archive(trig)) == [Quad(A, B, C, GRAPH), Quad(A, B, A, C)]


def test_equal_labels_of_blank_nodes_in_two_files_are_two_nodes() -> None:
    content = "_:x <https://example.org/b> _:x ."
    first, second = quads(archive(source(content), source(content, path="y.nt", format_=RdfFormat.N_TRIPLES)))
    assert isinstance(first.subject, BlankNode)
    assert first.subject == first.object != second.subject == second.object


def test_a_text_is_published_as_a_literal_of_its_source() -> None:
    entry = TextFile(A.value, "t.txt", B.value, GRAPH.value, "en")
    plain = TextFile(A.value, "t.txt", B.value, GRAPH.value)
    words = Content(b"words\n")
    found = quads(archive(texts=(SourceText(entry, words), SourceText(plain, words))))
    assert found == [
        Quad(A, B, Literal("words\n", language="en"), GRAPH),
        Quad(A, B, Literal("words\n"), GRAPH),
    ]


def test_a_file_that_does_not_parse_raises_with_its_place() -> None:
    with pytest.raises(ParseError, match=r"^bad\.ttl:2:4: ") as caught:
        quads(archive(source(PREFIX + ':a "no predicate" :c .', path="bad.ttl")))
    assert (caught.value.place.line, caught.value.place.column) == (2, 4)


def test_all_errors_of_a_file_are_told_and_the_rest_is_read() -> None:
    parsed = parse_file(source(PREFIX + ':a :b "é" , <c> .\n:a no:b :c .\n:c no:b :c .\n:b :b :b .\n:a :b "c .\n'))
    relative = "a relative IRI; write the whole IRI, a prefixed name, or declare a base in the file"
    assert [str(error) for error in parsed.errors] == [
        f"x.ttl:2:13: {relative}",
        "x.ttl:3:4: The prefix no: has not been declared",
        "x.ttl:6:7: Unexpected end of file",
    ]
    assert Quad(B, B, B, GRAPH) in parsed.quads


def test_a_relative_iri_is_read_with_the_base_of_its_file() -> None:
    parsed = parse_file(source("@base <https://example.org/> . <a> <b> <c> ."))
    assert (parsed.quads, parsed.errors) == ((Quad(A, B, C, GRAPH),), ())


REFUSED = [
    ("two byte order marks", RdfFormat.TURTLE, b"\xef\xbb\xbf" * 2 + b"<a:a> <a:b> <a:c> .", "x.ttl:1:1"),
    ("another encoding", RdfFormat.TURTLE, b'<a:a>\n<a:b> "\xff" .', "x.ttl:2:8: byte 0xff is not UTF-8"),
    ("a document type", RdfFormat.RDF_XML, b'<!DOCTYPE r [<!ENTITY a "b">]><r/>', "RDF/XML with a DOCTYPE is not read"),
    ("a document type in small letters", RdfFormat.RDF_XML, b"<!doctype r><r/>", "RDF/XML with a DOCTYPE is not read"),
    (
        "XML that is none",
        RdfFormat.RDF_XML,
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></r>',
        "ill-formed document",
    ),
    ("a remote context", RdfFormat.JSON_LD, b'{"@context": "http://localhost/", "@id": "a:a"}', "never fetched"),
    ("JSON that is none", RdfFormat.JSON_LD, b'{"@id": "a:a",,}', "Object keys must be strings"),
    ("JSON-LD with a relative IRI", RdfFormat.JSON_LD, b'{"@id": "a", "a:b": 1}', "a relative IRI"),
    ("N-Triples with a relative IRI", RdfFormat.N_TRIPLES, b"<a:a> <b:b> <c> .\n", "a relative IRI"),
]


@pytest.mark.parametrize(
    ("format_", "content", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_read_is_refused_with_a_reason(format_: RdfFormat, content: bytes, message: str) -> None:
    (error,) = parse_file(source(content, format_=format_)).errors
    assert message in str(error)


MARKED = [
    (RdfFormat.TURTLE, "@prefix : <https://example.org/> . :a :b :c ."),
    (RdfFormat.N_TRIPLES, f"{A} {B} {C} .\n"),
    (RdfFormat.JSON_LD, f'{{"@id": "{A.value}", "{B.value}": {{"@id": "{C.value}"}}}}'),
    (RdfFormat.RDF_XML, (serialize([Triple(A, B, C)], format=RdfFormat.RDF_XML) or b"").decode()),
]


@pytest.mark.parametrize(("format_", "content"), MARKED, ids=[row[0].name for row in MARKED])
def test_a_byte_order_mark_is_no_part_of_a_file(format_: RdfFormat, content: str) -> None:
    parsed = parse_file(source(f"\ufeff{content}", format_=format_))
    assert (parsed.quads, parsed.errors) == ((Quad(A, B, C, GRAPH),), ())


def test_an_endless_number_of_errors_is_cut_short() -> None:
    parsed = parse_file(source("".join(f':a "{number}" .\n' for number in range(1000))))
    assert len(parsed.errors) <= 50
