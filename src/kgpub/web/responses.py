"""Responses whose bytes are known, with a strong ETag; `web.conditions` makes it a 304 for whoever has them."""

from __future__ import annotations

import gzip
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Response, request

from kgpub.rdf import documents
from kgpub.rdf.formats import CSV, HTML
from kgpub.store.contract import Coding
from kgpub.web.answering import coding_for
from kgpub.web.current import public_address, publication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Quad

    from kgpub.rdf.formats import Format


GZIP_LEVEL = 6
SMALL_BYTES = 1024  # coded, a body of this size would still fill one packet of the network
WRITTEN_NEATLY = 10_000
"""Statements. More of them are written quickly, and for programs."""


def whole(body: bytes | str, representation: Format, *, vary: str = "") -> Response:
    """Give a body in a format. `no-cache`: a cache asks each time, so that what is withdrawn is gone at once."""
    content = body.encode() if isinstance(body, str) else body
    response = Response(content, content_type=representation.content_type)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    tag = sha256(content).hexdigest()[:32]
    if len(content) >= SMALL_BYTES and coding_for(request.headers.get("Accept-Encoding", "")) is Coding.GZIP:
        response.set_data(gzip.compress(content, compresslevel=GZIP_LEVEL, mtime=0))
        response.headers["Content-Encoding"], tag = "gzip", f"{tag}-gzip"
    response.set_etag(tag)
    return response


def for_people(body: str) -> Response:
    """Give a page for people, whose names are in the reader's languages."""
    return whole(body, HTML, vary="Accept-Language")


def rdf_document(quads: Sequence[Quad], representation: Format) -> Response:
    """Give quads in a format of RDF, or as CSV; very many of them not as people write."""
    is_long = len(quads) > WRITTEN_NEATLY and representation is not CSV
    serialize = documents.serialize_plainly if is_long else documents.serialize
    return whole(serialize(quads, representation, publication().names(public_address())), representation)
