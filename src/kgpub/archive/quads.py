"""The quads of an archive's files, each file parsed by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kgpub.errors import ParseError, Place

if TYPE_CHECKING:
    from kgpub.archive.files import Archive, SourceFile, SourceText

MOST_ERRORS = 50
"""Errors told of one file. After so many, what follows is rather the parser's confusion than the author's."""


@dataclass(frozen=True)
class ParsedFile:
    """What a file says, and where it cannot be understood."""

    file: SourceFile
    quads: tuple[Quad, ...] = field(repr=False)
    errors: tuple[ParseError, ...] = ()


def quads(archive: Archive) -> list[Quad]:
    """Give all quads of an archive: its files in their graphs, and its texts. Raises the first ParseError.

    Blank nodes get fresh labels for each file, so that equal labels in two files stay two nodes.
    """
    found: list[Quad] = []
    for file in archive.files:
        parsed = parse_file(file)
        if parsed.errors:
            raise parsed.errors[0]
        found.extend(parsed.quads)
    found.extend(text_quad(text) for text in archive.texts)
    return found


def text_quad(text: SourceText) -> Quad:
    """Give the statement that publishes a text as a literal of its source."""
    entry = text.entry
    literal = Literal(text.text, language=entry.language) if entry.language else Literal(text.text)
    return Quad(NamedNode(entry.source), NamedNode(entry.property), literal, NamedNode(entry.graph))


def parse_file(file: SourceFile) -> ParsedFile:
    """Parse a file as far as it can be understood, with every error that the parser can tell apart.

    What the file says outside named graphs belongs to the graph that kgpub.toml gives it. There is no base IRI: a
    relative IRI would depend on where the file lies, so it is an error unless the file itself has an `@base`.
    """
    refusal = _refusal(file)
    if refusal:
        return ParsedFile(file, (), (ParseError(Place(file.path, 1, 1), refusal),))
    graph = NamedNode(file.graph)
    default = DefaultGraph()
    quads_: list[Quad] = []
    errors: list[ParseError] = []
    statements = parse(file.content, format=file.format, rename_blank_nodes=True)
    while len(errors) < MOST_ERRORS:
        try:
            quads_.extend(
                Quad(quad.subject, quad.predicate, quad.object, graph) if quad.graph_name == default else quad
                for quad in statements
            )
            break
        except SyntaxError as error:
            errors.append(_parse_error(file, error))
    return ParsedFile(file, tuple(quads_), tuple(errors))


def _refusal(file: SourceFile) -> str | None:
    if file.content.startswith(b"\xef\xbb\xbf"):
        return "begins with a byte order mark; save the file as UTF-8 without one"
    # A document type can declare entities that grow without bound, or that name other files.
    if file.format == RdfFormat.RDF_XML and b"<!doctype" in file.content.lower():
        return "RDF/XML with a DOCTYPE is not read, since its entities can exhaust memory; remove the DOCTYPE"
    return None


def _parse_error(file: SourceFile, error: SyntaxError) -> ParseError:
    place = Place(file.path, error.lineno or 0, error.offset or 0)
    return ParseError(place, _advice(error.msg.rpartition(": ")[2] if error.lineno else error.msg))


def _advice(message: str) -> str:
    for words, advice in _ADVICE:
        if words in message:
            return advice
    return message


_ADVICE = (
    ("No scheme found in an absolute IRI", "a relative IRI without @base; write the whole IRI, or a prefixed name"),
    ("No LoadDocumentCallback", "a remote JSON-LD context is never fetched; write the context into the file"),
)
