"""Responses whose bytes are known: with a strong ETag, and 304 for who has them already."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Response, request

from kgpub.rdf import documents
from kgpub.web.current import public_address, publication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Quad

    from kgpub.rdf.formats import Format


def whole(body: bytes | str, representation: Format, *, vary: str = "") -> Response:
    """Give a body in a format. `no-cache`: a cache asks each time, so that what is withdrawn is gone at once."""
    content = body.encode() if isinstance(body, str) else body
    response = Response(content, content_type=representation.content_type)
    response.headers["Cache-Control"] = "no-cache"
    if vary:
        response.headers["Vary"] = vary
    response.set_etag(sha256(content).hexdigest()[:32])
    response.make_conditional(request.environ)  # turns it into a 304 in place
    return response


def rdf_document(quads: Sequence[Quad], representation: Format) -> Response:
    """Give quads in a format of RDF, or as CSV."""
    names = publication().names(public_address())
    return whole(documents.serialize(quads, representation, names), representation)
