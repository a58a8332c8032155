"""Answering for URIs that no longer name a thing of their own: merged, split, withdrawn, or written in another form.

A URI that was published once is never answered 404. What each state answers is a table: docs/persistence.md.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, redirect, render_template, request
from pyoxigraph import Literal, NamedNode, Quad

from kgpub.identity import REASONS, Merged, Split, Withdrawn
from kgpub.rdf import documents
from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML
from kgpub.rdf.vocabularies import DCTERMS, OWL, RDFS, XSD
from kgpub.web.addresses import href
from kgpub.web.current import public_address, publication
from kgpub.web.negotiation import choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response as BaseResponse

    from kgpub.identity import Resolution
    from kgpub.rdf.formats import Format

DAY_SECONDS = 86400  # a merge may be undone, so nobody shall remember it for longer
TRUE = Literal("true", datatype=XSD("boolean"))
REPLACED_BY = DCTERMS("isReplacedBy")


def answer_for(resolution: Resolution, representation: Format | None) -> BaseResponse | None:
    """Answer for a URI, or for its document in a format; None where the URI names a thing, or was never minted."""
    match resolution:
        case Merged():
            return _merged(resolution, representation)
        case Split():
            return _split(resolution, representation)
        case Withdrawn():
            return _withdrawn(resolution, representation)
        case _:
            return None


def _merged(merged: Merged, representation: Format | None) -> BaseResponse:
    """Lead to what survived, in one hop, in the same format."""
    ending = f".{representation.extension}" if representation else ""
    response = redirect(href(merged.into) + ending, HTTPStatus.MOVED_PERMANENTLY)
    response.set_data(f"What {merged.uri} names is the same as {merged.into}.\n")
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = f"max-age={DAY_SECONDS}"
    response.headers["Link"] = f'<{merged.into}>; rel="canonical", {_replaced_by(merged.into)}'
    return response


def _split(split: Split, representation: Format | None) -> Response:
    """Give the choice. No Location: clients would take it in silence, and may be wrong."""
    node = NamedNode(split.uri)
    hint = f"This URI was split, since it named several things. It may stand for any of: {', '.join(split.into)}."
    quads = [
        Quad(node, OWL("deprecated"), TRUE),
        Quad(node, RDFS("comment"), Literal(hint, language="en")),
        *(Quad(node, REPLACED_BY, NamedNode(uri)) for uri in split.into),
    ]
    names = publication().describer.naming_of(split.into)
    response = _given(
        HTTPStatus.MULTIPLE_CHOICES, [*quads, *names.quads], representation, "split.html", split=split, names=names
    )
    response.headers["Link"] = ", ".join(map(_replaced_by, split.into))
    return response


def _withdrawn(withdrawn: Withdrawn, representation: Format | None) -> Response:
    """Give the tombstone, which says no more than that there was something, when it went, and why in one word."""
    contact = publication().config.contact
    note = f"Withdrawn in {withdrawn.month} ({withdrawn.reason}: {REASONS[withdrawn.reason]})."
    note += f" Questions: {contact}" if contact else ""
    node = NamedNode(withdrawn.uri)
    quads = [Quad(node, OWL("deprecated"), TRUE), Quad(node, RDFS("comment"), Literal(note, language="en"))]
    response = _given(HTTPStatus.GONE, quads, representation, "withdrawn.html", uri=withdrawn.uri, note=note)
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _given(
    status: HTTPStatus, quads: Sequence[Quad], representation: Format | None, template: str, **context: object
) -> Response:
    """Give some statements, or their page, in the format of a document or the one that the client likes best."""
    named = representation if representation in DOCUMENT_FORMATS else None
    chosen = named or choose(request.headers.get("Accept"), DOCUMENT_FORMATS) or HTML
    if chosen is HTML:
        body = render_template(template, publication=publication(), **context).encode()
    else:
        body = documents.serialize(quads, chosen, publication().names(public_address()))
    response = Response(body, status, content_type=chosen.content_type)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept" if named is None else "Accept-Encoding"
    return response


def _replaced_by(uri: str) -> str:
    return f'<{uri}>; rel="{REPLACED_BY.value}"'
