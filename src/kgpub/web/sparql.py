"""The SPARQL endpoint for people: the form, and answers as pages. Programs are answered by `kgpub.web.endpoint`."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, request, stream_template

from kgpub.rdf.formats import HTML, RDF_FORMATS, RESULTS_FORMATS
from kgpub.store.contract import Coding, Form
from kgpub.store.embedded.writer import GZIP_LEVEL, GZIP_WINDOW
from kgpub.web import graph_store as graphs
from kgpub.web.answering import Exchange, coding_for
from kgpub.web.current import publication
from kgpub.web.editor import editor_page
from kgpub.web.protocol import Received, read
from kgpub.web.responses import whole
from kgpub.web.service_description import service_description
from kgpub.web.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.store.contract import Answer
    from kgpub.web.protocol import Asked

blueprint = Blueprint("sparql", __name__)

PIECE_CHARACTERS = 16 * 1024
LONGEST_LINK = 6000  # beyond, addresses are cut or refused on their way


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer the query, as a page for whoever likes pages; without one, show a form or describe the service."""
    asked = read(_received())
    if asked is None:
        return _without_query()
    return _respond(asked)


@blueprint.get("/graph-store")
def graph_store() -> Response:
    """Give all that a graph says."""
    return _respond(graphs.read(_received(), publication()))


def _respond(asked: Asked) -> Response:
    exchange = Exchange(
        publication(),
        asked,
        client=request.remote_addr or "",
        is_head=request.method == "HEAD",
        if_none_match="" if request.method == "POST" else request.headers.get("If-None-Match", ""),
        coding=coding_for(request.headers.get("Accept-Encoding", "")),
    )
    if exchange.is_known_to_client():
        return Response(status=304, headers=exchange.not_modified())
    return _answer(exchange)


def _received() -> Received:
    body = request.get_data() if request.method == "POST" else None
    return Received(
        request.query_string.decode("latin-1"), request.headers.get("Accept"), request.content_type or "", body
    )


def _without_query() -> Response:
    return service_description() or _form()


def _form() -> Response:
    return whole(editor_page(), HTML, vary="Accept")


def _answer(exchange: Exchange) -> Response:
    answer = publication().engine.answer(exchange.query())
    head, body = answer.head, iter(answer)
    if exchange.format_of(head) is HTML:
        head, body = replace(head, coding=exchange.coding), _coded(_page(answer, exchange.asked), exchange.coding)
    response = Response(() if exchange.is_head else body, headers=exchange.headers(head))
    response.call_on_close(answer.close)
    return response


def _coded(pieces: Iterable[str], coding: Coding) -> Iterator[bytes]:
    encoded = (piece.encode() for piece in pieces)
    if coding is Coding.IDENTITY:
        yield from encoded
        return
    compressor = zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WINDOW)
    yield from map(compressor.compress, encoded)
    yield compressor.flush()


def _page(answer: Answer, asked: Asked) -> Iterator[str]:
    table = Table.read(answer.head.form, answer)
    pieces = stream_template(
        "answer.html",
        publication=publication(),
        table=table,
        query=asked.text,
        formats=RDF_FORMATS if table.form is Form.GRAPH else RESULTS_FORMATS,
        address=lambda extension: _address(asked, extension),
    )
    return _gathered(pieces)


def _address(asked: Asked, extension: str) -> str:
    """Give the address of the same answer in a format; nothing where it would be too long."""
    pairs = [("query", asked.text)]
    pairs += [("default-graph-uri", uri) for uri in asked.default_graphs]
    pairs += [("named-graph-uri", uri) for uri in asked.named_graphs]
    address = f"/sparql?{urlencode([*pairs, ('format', extension)])}"
    return address if len(address) <= LONGEST_LINK else ""


def _gathered(pieces: Iterable[str]) -> Iterator[str]:
    """Put the many small pieces of a template together: each that is sent costs a way to the event loop."""
    gathered: list[str] = []
    for piece in pieces:
        gathered.append(piece)
        if sum(map(len, gathered)) >= PIECE_CHARACTERS:
            yield "".join(gathered)
            gathered = []
    yield "".join(gathered)
