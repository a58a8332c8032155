"""A named graph as a document: all that it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response
from pyoxigraph import RdfFormat, parse

from kgpub.publication import queries
from kgpub.rdf.formats import N_QUADS, N_TRIPLES, TRIG, Format
from kgpub.store.contract import Query
from kgpub.web.responses import WRITTEN_NEATLY, rdf_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad

    from kgpub.publication import Publication


def graph_document(publication: Publication, uri: str, representation: Format) -> Response:
    """Give a graph in a format; a large one is streamed as the engine gives it."""
    if publication.release.manifest["graphs"][uri]["triples"] <= WRITTEN_NEATLY:
        return rdf_document(_quads(publication, uri), representation)
    return Response(_stream(publication, uri, representation), content_type=representation.content_type)


def _quads(publication: Publication, uri: str) -> list[Quad]:
    lines = b"".join(_n_quads(publication, uri))
    return sorted(parse(lines, format=RdfFormat.N_QUADS), key=str)


def _stream(publication: Publication, uri: str, representation: Format) -> Iterator[bytes]:
    if representation in (N_QUADS, TRIG):
        return _n_quads(publication, uri) if representation is N_QUADS else _trig(publication, uri)
    return _construct(publication, uri, representation)


def _construct(publication: Publication, uri: str, representation: Format) -> Iterator[bytes]:
    with publication.engine.answer(Query(queries.graph_content(uri), graph=representation.media_type)) as answer:
        yield from answer


def _n_quads(publication: Publication, uri: str) -> Iterator[bytes]:
    """Name the graph at the end of each line of N-Triples, which ends in ` .`; no literal holds a line's end."""
    end = f" {queries.iri(uri)} .\n".encode()
    for lines in _whole_lines(_construct(publication, uri, N_TRIPLES)):
        yield lines.replace(b" .\n", end)


def _trig(publication: Publication, uri: str) -> Iterator[bytes]:
    """Put N-Triples, which are Turtle, between the braces of the graph."""
    yield f"GRAPH {queries.iri(uri)} {{\n".encode()
    yield from _construct(publication, uri, N_TRIPLES)
    yield b"}\n"


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut a stream anew, after the last line's end of each chunk."""
    rest = b""
    for chunk in chunks:
        lines, newline, rest = (rest + chunk).rpartition(b"\n")
        yield lines + newline
