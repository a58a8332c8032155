"""The description of the SPARQL endpoint, given where a request has no query.

https://www.w3.org/TR/sparql11-service-description/#accessing
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, abort, request

from kgpub.rdf import documents
from kgpub.rdf.formats import HTML, RDF_FORMATS, RESULTS_FORMATS, Format, by_name
from kgpub.web.current import public_address, publication
from kgpub.web.negotiation import choose
from kgpub.web.responses import WRITTEN_NEATLY, whole

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
        return by_name(_FORMATS, name) or _refuse(HTTPStatus.BAD_REQUEST)
    accept = request.headers.get("Accept")
    if (representation := choose(accept, _FORMATS)) is not None:
        return representation
    # Who wants rows has forgotten the query; anything else is just not to be had.
    return _refuse(HTTPStatus.BAD_REQUEST if choose(accept, RESULTS_FORMATS) else HTTPStatus.NOT_ACCEPTABLE)


def _refuse(status: HTTPStatus) -> Format:
    known = ", ".join(f"{entry.media_type} (format={entry.extension})" for entry in _FORMATS)
    abort(
        status, f"There is no query; add ?query=… to the address. Without one, you can have a description as {known}."
    )
