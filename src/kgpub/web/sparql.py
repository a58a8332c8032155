"""The SPARQL endpoint: the protocol's query operation, by GET and by both kinds of POST.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template, request

from kgpub.rdf.formats import HTML, RDF_FORMATS, RESULTS_FORMATS, Format, by_name
from kgpub.store.contract import Lane, Query
from kgpub.web.current import public_address, publication
from kgpub.web.negotiation import choose
from kgpub.web.responses import whole

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

blueprint = Blueprint("sparql", __name__)

QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Wanted:
    """The formats that a client takes, one for rows and one for graphs; None where none is acceptable."""

    results: Format | None
    graph: Format | None


@blueprint.get("/sparql")
def get() -> Response:
    """Answer the query in the address; show a form where there is none."""
    if "query" in request.args:
        return answer(_only(request.args, "query"), request.args)
    if "update" in request.args:
        return _refuse_update()
    if choose(request.headers.get("Accept"), (HTML, *RDF_FORMATS)) is not HTML:
        abort(HTTPStatus.BAD_REQUEST, "There is no query: add ?query=… to the address.")
    return whole(render_template("sparql.html", publication=publication(), endpoint=public_address()), HTML)


@blueprint.post("/sparql")
def post() -> Response:
    """Answer the query in the body: a form's field, or the query itself."""
    parameters = request.values  # of the address and of the form: the suite of the W3C names datasets in either
    if request.mimetype == UPDATE_TYPE or "update" in parameters:
        return _refuse_update()
    if request.mimetype == QUERY_TYPE:
        return answer(_decoded(request.get_data()), parameters)
    if request.mimetype == FORM_TYPE:
        return answer(_only(parameters, "query"), parameters)
    return abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send the query as {QUERY_TYPE} or as {FORM_TYPE}.")


def answer(text: str, parameters: MultiDict[str, str]) -> Response:
    """Stream the answer to a query."""
    wanted = _wanted(parameters)
    query = Query(
        text,
        results=wanted.results.media_type if wanted.results else None,
        graph=wanted.graph.media_type if wanted.graph else None,
        default_graphs=tuple(parameters.getlist("default-graph-uri")),
        named_graphs=tuple(parameters.getlist("named-graph-uri")),
        base=publication().config.base,
        lane=Lane.PUBLIC,
        client=request.remote_addr or "",
    )
    stream = publication().engine.answer(query)
    response = Response(iter(stream), content_type=stream.head.media_type)
    response.call_on_close(stream.close)
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _wanted(parameters: MultiDict[str, str]) -> Wanted:
    if name := parameters.get("format") or parameters.get("output"):
        wanted = Wanted(by_name(RESULTS_FORMATS, name), by_name(RDF_FORMATS, name))
        if wanted == Wanted(None, None):
            known = ", ".join(entry.extension for entry in (*RESULTS_FORMATS, *RDF_FORMATS))
            abort(HTTPStatus.BAD_REQUEST, f"There is no format “{name}”; there are: {known}.")
        return wanted
    accept = request.headers.get("Accept")
    return Wanted(choose(accept, RESULTS_FORMATS), choose(accept, RDF_FORMATS))


def _only(parameters: MultiDict[str, str], name: str) -> str:
    texts = parameters.getlist(name)
    if len(texts) != 1:
        abort(HTTPStatus.BAD_REQUEST, f"Give exactly one query; there are {len(texts)}.")
    return texts[0]


def _refuse_update() -> Response:
    return abort(HTTPStatus.FORBIDDEN, "The archive is read-only: its data change in its git repository.")


def _decoded(body: bytes) -> str:
    """Read a query that is the whole body; it is UTF-8, whatever a parameter of its type says (2.1.3)."""
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "us-ascii"):
        abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"A query is sent as UTF-8, not as {charset}.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        abort(HTTPStatus.BAD_REQUEST, "The query is not UTF-8.")
