"""The first page: what is inside, and where to go on."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, request

from kgpub.rdf.formats import HTML
from kgpub.rdf.vocabularies import DCAT, VOID
from kgpub.web.current import publication
from kgpub.web.documents import NOT_HERE
from kgpub.web.pages import home_page
from kgpub.web.responses import for_people
from kgpub.web.signposting import Link, date, header, signposts
from kgpub.web.well_known import API_CATALOG

if TYPE_CHECKING:
    from flask import Response

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> Response:
    """Show what the archive holds."""
    if request.environ.get("RAW_PATH", "/") != "/":
        abort(HTTPStatus.NOT_FOUND, NOT_HERE)  # only slashes, or none at all: Flask takes either for the root
    current = publication()
    response = for_people(home_page())
    uri = current.dataset_document
    types = (VOID("Dataset").value, DCAT("Dataset").value)
    signs = signposts(current, uri, types=types, credits_=current.attribution.dataset)
    response.headers["Link"] = header([[Link(API_CATALOG, "api-catalog")], *signs.links(HTML)])
    date(response, current)
    return response
