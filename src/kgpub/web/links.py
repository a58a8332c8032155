"""Lists of what points to a thing by one property, a page at a time."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request
from pyoxigraph import NamedNode

from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML, by_extension
from kgpub.web.current import publication
from kgpub.web.pages import links_page
from kgpub.web.redirection import see_document
from kgpub.web.responses import for_people, rdf_document
from kgpub.web.search_engines import leave_out

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

blueprint = Blueprint("links", __name__)


@blueprint.get("/links")
def negotiate() -> BaseResponse:
    """Lead from a list to the document that fits best."""
    return see_document("/links", parameters=f"?{request.query_string.decode()}")


@blueprint.get("/links.<extension>")
def links(extension: str) -> Response:
    """Give a page of a list: `to` is the thing, `by` the property, `page` counts from 1."""
    representation = by_extension(DOCUMENT_FORMATS, extension)
    if representation is None:
        abort(HTTPStatus.NOT_FOUND)
    current = publication()
    page = current.links(to=_uri("to"), by=_uri("by"), number=_number())
    if page is None:
        abort(HTTPStatus.NOT_FOUND, "The list is empty, or ends before this page.")
    if representation is HTML:
        response = for_people(links_page(page))
    else:
        response = rdf_document(sorted(page.statements.quads, key=str), representation)
    leave_out(response, current)  # whoever is listed is named
    return response


def _uri(name: str) -> str:
    try:
        return NamedNode(request.args[name]).value
    except (KeyError, ValueError):
        abort(HTTPStatus.BAD_REQUEST, f"Give an absolute URI as “{name}”.")


def _number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) == int(text)):
        abort(HTTPStatus.BAD_REQUEST, "“page” counts from 1.")
    return int(text)
