"""The description of the SPARQL endpoint, given where a request has no query.

https://www.w3.org/TR/sparql11-service-description/#accessing
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, abort, request

from kgpub.rdf import documents
from kgpub.rdf.formats import HTML, RDF_FORMATS, Format, by_name
from kgpub.web.current import public_address, publication
from kgpub.web.graphs import WRITTEN_NEATLY
from kgpub.web.negotiation import choose
from kgpub.web.responses import whole

_FORMATS = (*RDF_FORMATS, HTML)


def service_description() -> Response | None:
    """Describe the endpoint in the format asked for; None where the visitor likes a page better."""
    representation = _wanted()
    if representation is HTML:
        return None
    current, address = publication(), public_address()
    quads = current.service_description(address)
    serialize = documents.serialize if len(quads) <= WRITTEN_NEATLY else documents.serialize_plainly
    return whole(serialize(quads, representation, current.names(address)), representation, vary="Accept")


def _wanted() -> Format:
    if name := request.args.get("format") or request.args.get("output"):
        return by_name(_FORMATS, name) or _refuse(HTTPStatus.BAD_REQUEST, f"There is no format “{name}” for that.")
    accept = request.headers.get("Accept")
    return choose(accept, _FORMATS) or _refuse(HTTPStatus.NOT_ACCEPTABLE, "It cannot be had as you ask.")


def _refuse(status: HTTPStatus, reason: str) -> Format:
    known = ", ".join(f"{entry.media_type} (format={entry.extension})" for entry in _FORMATS)
    abort(status, f"There is no query, so you get the endpoint's description. {reason} There are: {known}.")
