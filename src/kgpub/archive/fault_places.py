"""The places of faults in files, as exactly as each parser tells them or they can be found."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat

from kgpub.archive.lines import Lines
from kgpub.archive.positions import NoPositions
from kgpub.archive.written import read_written
from kgpub.errors import ParseError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Quad

    from kgpub.archive.files import SourceFile


def place_at(file: SourceFile, byte: int) -> Place:
    """Give the place of a byte, before which all must be UTF-8."""
    before = file.content[:byte].decode("utf-8")
    return Place(file.path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def place_of(file: SourceFile, error: SyntaxError) -> Place:
    """Give the place of what pyoxigraph tells of a file. Of RDF/XML it tells none, of JSON-LD those of JSON."""
    line, column = error.lineno or 0, error.offset or 0
    if file.format == RdfFormat.RDF_XML:
        byte: int | None = import_module("kgpub.archive.rdf_xml_faults").fault(file.content, error.msg)
        return Place(file.path) if byte is None else place_at(file, byte)
    if file.format != RdfFormat.JSON_LD:
        return Place(file.path, line, column)
    if line:
        # In JSON, it counts bytes.
        before = file.content.split(b"\n", line)[line - 1][: column - 1]
        return Place(file.path, line, len(before.decode("utf-8", errors="ignore")) + 1)
    text = file.content.decode("utf-8")
    offset: int | None = import_module("kgpub.archive.json_ld_faults").fault(text, error.msg)
    return Place(file.path) if offset is None else Place(file.path, *Lines(text).place(offset))


def places_of(file: SourceFile, quads: Sequence[Quad], base: str) -> list[Place]:
    """Give each place in a file at which an IRI below a base is written, or else the file."""
    lines = Lines(file.content.decode("utf-8"))
    try:
        placed = read_written(lines.text, file.format, base=base).placed(quads)
    except NoPositions:
        return [Place(file.path)]
    found = {
        offset
        for quad, *offsets in placed
        for term, offset in zip((quad.subject, quad.predicate, quad.object), offsets, strict=True)
        if isinstance(term, NamedNode) and term.value.startswith(base)
    }
    return [Place(file.path, *lines.place(offset)) for offset in sorted(found)] or [Place(file.path)]


def unfinished(file: SourceFile) -> Iterator[ParseError]:
    """Give an error for RDF/XML that is no XML, though pyoxigraph found nothing wrong with it."""
    if file.format == RdfFormat.RDF_XML:
        found: tuple[int, str] | None = import_module("kgpub.archive.rdf_xml_faults").ill_formed(file.content)
        if found:
            byte, reason = found
            yield ParseError(place_at(file, byte), f"this is not well-formed XML: {reason}")
