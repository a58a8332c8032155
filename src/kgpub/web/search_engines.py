"""What search engines are asked: where pages are, and which of them to leave out.

A page that is left out must not be forbidden to them: who may not read it does not see that it is to be left out.
https://www.sitemaps.org/protocol.html · https://www.rfc-editor.org/rfc/rfc9309
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template

from kgpub.rdf.formats import HTML, Format
from kgpub.web.addresses import href
from kgpub.web.current import public_address, publication
from kgpub.web.responses import whole

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from kgpub.publication import Publication

blueprint = Blueprint("search_engines", __name__)

NOINDEX = "noindex"
LONGEST_ADDRESS = 2048
"""An address must be shorter."""

XML = Format("XML", "xml", "application/xml", "; charset=utf-8")
TEXT = Format("Text", "txt", "text/plain", "; charset=utf-8")

ROBOTS = """# Pages that are to be left out say so themselves (noindex), and may be read. Queries are not for crawlers.
User-agent: *
Disallow: /sparql?query=
Disallow: /graph-store?graph=
Sitemap: {address}sitemap.xml
"""


def leave_out(response: BaseResponse, current: Publication) -> None:
    """Ask for a response to be left out, if there is anything in the archive that is to be: it may be named there."""
    if current.config.noindex:
        response.headers["X-Robots-Tag"] = NOINDEX


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Tell crawlers what not to fetch, and where the sitemap is."""
    return whole(ROBOTS.format(address=public_address()), TEXT)


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """List the sitemaps."""
    entities = publication().entities
    parts = [(f"{public_address()}sitemap-{number}.xml", entities.newest(number)) for number in entities.numbers]
    return whole(render_template("sitemap-index.xml", parts=parts), XML)


@blueprint.get("/sitemap-<int:number>.xml")
def sitemap(number: int) -> Response:
    """List pages of entities; `number` counts from 1."""
    entities = publication().entities
    if number not in entities.numbers:
        abort(HTTPStatus.NOT_FOUND)
    start = public_address().removesuffix("/")
    listed = ((f"{start}{href(entity.uri)}.{HTML.extension}", entity.date) for entity in entities.part(number))
    pages = [(address, date) for address, date in listed if len(address) < LONGEST_ADDRESS]
    return whole(render_template("sitemap.xml", pages=pages), XML)
