"""From a thing to the document that fits best: 303, since a thing is not a document."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import abort, redirect, request

from kgpub.rdf.formats import DOCUMENT_FORMATS
from kgpub.web.negotiation import choose

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


def see_document(address: str, *, parameters: str = "") -> Response:
    """Lead to the document of an address that the client likes best."""
    representation = choose(request.headers.get("Accept"), DOCUMENT_FORMATS)
    if representation is None:
        names = ", ".join(f"{entry.media_type} ({address}.{entry.extension})" for entry in DOCUMENT_FORMATS)
        abort(HTTPStatus.NOT_ACCEPTABLE, f"It can be had as: {names}.")
    response = redirect(f"{address}.{representation.extension}{parameters}", HTTPStatus.SEE_OTHER)
    response.headers["Vary"] = "Accept"
    return response
