"""The list of the archive's example queries."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template

from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML, by_extension
from kgpub.web.current import publication
from kgpub.web.pages import DATA_FORMATS
from kgpub.web.redirection import see_document
from kgpub.web.responses import for_people, rdf_document
from kgpub.web.signposting import alternate_links, header

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

blueprint = Blueprint("examples", __name__)

ADDRESS = "/sparql/examples"


@blueprint.get(ADDRESS)
def negotiate() -> BaseResponse:
    """Lead from the list to the document that fits best."""
    response = see_document(ADDRESS)
    response.headers["Link"] = header([alternate_links(ADDRESS)])
    return response


@blueprint.get(f"{ADDRESS}.<extension>")
def examples(extension: str) -> Response:
    """Give all examples: each with its title, its question, its kind and its text."""
    representation = by_extension(DOCUMENT_FORMATS, extension)
    if representation is None:
        abort(HTTPStatus.NOT_FOUND)
    current = publication()
    if representation is HTML:
        page = render_template("examples.html", publication=current, address=ADDRESS, formats=DATA_FORMATS)
        response = for_people(page)
    else:
        response = rdf_document(current.examples_quads(), representation)
    response.headers["Link"] = header([alternate_links(ADDRESS)])
    return response


@blueprint.app_template_filter("run_href")
def run_href(text: str) -> str:
    """Give the address that answers a query."""
    return f"/sparql?{urlencode({'query': text})}"
