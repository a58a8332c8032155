"""What strangers ask any server for: where its data are described, and what services it has.

https://www.w3.org/TR/void/#well-known · https://www.rfc-editor.org/rfc/rfc9727
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, redirect, request

from kgpub.rdf.formats import HTML, RDF_FORMATS, TURTLE, Format
from kgpub.web.addresses import href
from kgpub.web.current import public_address, publication
from kgpub.web.negotiation import choose
from kgpub.web.responses import whole
from kgpub.web.signposting import Link, header

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

blueprint = Blueprint("well_known", __name__)

API_CATALOG = "/.well-known/api-catalog"
CATALOG = Format(
    "API catalog", "json", "application/linkset+json", '; profile="https://www.rfc-editor.org/info/rfc9727"'
)


@blueprint.get("/.well-known/void")
def void() -> BaseResponse:
    """Lead to the description of the dataset: for programs, unless a page is liked better."""
    representation = choose(request.headers.get("Accept"), (*RDF_FORMATS, HTML))
    if representation is None:
        known = ", ".join(entry.media_type for entry in (*RDF_FORMATS, HTML))
        abort(HTTPStatus.NOT_ACCEPTABLE, f"It can be had as: {known}.")
    response = redirect(f"{href(publication().dataset_document)}.{representation.extension}", HTTPStatus.FOUND)
    response.headers["Vary"] = "Accept"
    return response


@blueprint.get(API_CATALOG)
def api_catalog() -> Response:
    """List the services, each with what describes it and what tells whether it is well."""
    address = public_address()
    here, void_ = f"{address[:-1]}{API_CATALOG}", f"{address}.well-known/void"
    services = [f"{address}{name}" for name in ("sparql", "graph-store")]
    contexts = [
        {"anchor": here, "item": [{"href": service} for service in services]},
        *(_service(service) for service in services),
        {"anchor": address, "describedby": [{"href": void_, "type": TURTLE.media_type}]},
    ]
    response = whole(json.dumps({"linkset": contexts}, indent=1), CATALOG)
    response.headers["Link"] = header([[Link(API_CATALOG, "api-catalog")]])
    return response


def _service(service: str) -> dict[str, object]:
    address = public_address()
    return {
        "anchor": service,
        "service-desc": [{"href": f"{address}sparql", "type": TURTLE.media_type}],
        "service-doc": [{"href": f"{address}sparql", "type": HTML.media_type}],
        "status": [{"href": f"{address}health", "type": "text/plain"}],
    }
