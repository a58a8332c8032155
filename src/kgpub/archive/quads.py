"""The quads of an archive's files, each file parsed by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kgpub.archive.content import IS_POINTER, is_pointer
from kgpub.archive.fault_places import place_at, place_of, places_of, unfinished
from kgpub.archive.json_text import MOST_NESTED
from kgpub.archive.nesting import is_too_deep
from kgpub.errors import ParseError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def parse_file(file: SourceFile, *, state: str = "") -> ParsedFile:
    """Parse a file as far as it can be understood, with every error that the parser can tell apart.

    What the file says outside named graphs belongs to the graph that kgpub.toml gives it. There is no base IRI: a
    relative IRI would depend on where the file lies, so it is an error unless the file itself has an `@base`.
    Its blank nodes are called the same each time, and otherwise than those of other files; `state` tells apart those of
    other states of the file.
    """
    refusal = _refusal(file)
    if refusal:
        return ParsedFile(file, (), (refusal,))
    statements = parse(file.content, format=file.format, base_iri=_base(file), rename_blank_nodes=True)
    quads_: list[Quad] = []
    errors: list[ParseError] = []
    while len(errors) < MOST_ERRORS:
        try:
            quads_.extend(statements)
            break
        except SyntaxError as error:
            found = ParseError(place_of(file, error), _advice(_WHERE.sub("", error.msg, count=1)))
            if not _is_told(found, errors):
                errors.append(found)
            if file.format not in _GOING_ON:
                break
        except MemoryError:  # which is what pyoxigraph raises for a term beyond its buffer
            errors.append(ParseError(Place(file.path), _TOO_LONG))
            break
    if _base(file) and any(_is_relative(quad) for quad in quads_):
        places = places_of(file, quads_, _NO_BASE)[: MOST_ERRORS - len(errors)]
        errors.extend(ParseError(place, _RELATIVE) for place in places)
    if not errors:
        errors.extend(unfinished(file))
    return ParsedFile(file, tuple(_named(quads_, file.graph, _Blanks(f"{state} {file.path}"))), tuple(errors))


class _Blanks:
    """Calls blank nodes by the file that they are in, and by their order in it."""

    def __init__(self, origin: str) -> None:
        self._start = f"f{sha256(origin.encode()).hexdigest()[:16]}n"
        self._known: dict[BlankNode, BlankNode] = {}

    def called(self, term: Any) -> Any:  # noqa: ANN401 - whatever a quad has
        """Give a term with its blank nodes called anew."""
        if isinstance(term, Triple):
            return Triple(self.called(term.subject), term.predicate, self.called(term.object))
        if not isinstance(term, BlankNode):
            return term
        if term not in self._known:
            self._known[term] = BlankNode(f"{self._start}{len(self._known)}")
        return self._known[term]


def _named(quads_: Iterable[Quad], graph: str, blanks: _Blanks) -> Iterator[Quad]:
    own, default, called = NamedNode(graph), DefaultGraph(), blanks.called
    for quad in quads_:
        subject, predicate, object_, graph_name = quad
        yield Quad(called(subject), predicate, called(object_), own if graph_name == default else called(graph_name))


_GOING_ON = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
"""The formats whose parser finds its way after an error; the others say the same again, or worse."""

# JSON-LD leaves out what has a relative IRI when there is no base. This one, which nobody can own (RFC 6761), brings
# such statements to light.
_NO_BASE = "https://relative.invalid/"
_RELATIVE = "a relative IRI; write the whole IRI, a prefixed name, or declare a base in the file"


def _base(file: SourceFile) -> str | None:
    return _NO_BASE if file.format == RdfFormat.JSON_LD else None


def _is_relative(quad: Quad) -> bool:
    terms = quad.subject, quad.predicate, quad.object, quad.graph_name
    return any(isinstance(term, NamedNode) and term.value.startswith(_NO_BASE) for term in terms)


def _is_told(found: ParseError, errors: list[ParseError]) -> bool:
    """Tell whether an error repeats another: at its place, or of a prefix that is used often and declared nowhere."""
    if _UNDECLARED in found.message and any(found.message == error.message for error in errors):
        return True
    return any(found.place == error.place for error in errors)


def _refusal(file: SourceFile) -> ParseError | None:
    """Give the reason why a file is not even handed to the parser."""
    try:
        file.content.decode("utf-8")
    except UnicodeDecodeError as error:
        return ParseError(
            place_at(file, error.start), f"byte {error.object[error.start]:#04x} is not UTF-8; save the file in UTF-8"
        )
    if is_pointer(file.content):
        return ParseError(Place(file.path, 1, 1), IS_POINTER)
    # A document type can declare entities that grow without bound, or that name other files.
    if file.format == RdfFormat.RDF_XML and (found := file.content.lower().find(b"<!doctype")) >= 0:
        message = "RDF/XML with a DOCTYPE is not read, since its entities can exhaust memory; remove the DOCTYPE"
        return ParseError(place_at(file, found), message)
    if is_too_deep(file.content, file.format):
        return ParseError(Place(file.path), _TOO_DEEP)
    return None


_WHERE = re.compile(r"Parser error (?:at|between) line.*?(?:column|and) \d+(?: column \d+)?: ")
"""The place that pyoxigraph writes before its message."""


def _advice(message: str) -> str:
    for words, advice in _ADVICE:
        if words in message:
            return advice
    return message.replace("\n", "\\n")


_TOO_LONG = "a term of more than 16 MiB is not read; keep long texts as files of their own ([[texts]] in kgpub.toml)"
_TOO_DEEP = f"what is nested more than {MOST_NESTED} levels deep is not read; write things side by side, by their ids"
_UNDECLARED = "has not been declared"
_ADVICE = (
    ("No scheme found in an absolute IRI", _RELATIVE),
    ("No LoadDocumentCallback", "a remote JSON-LD context is never fetched; write the context into the file"),
)
