"""The Flask application: made in one place, from a way to get the publication in service."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, g, request
from werkzeug.exceptions import HTTPException

from kgpub.web import documents, health, home, links, problems, sparql
from kgpub.web.gateway import BODY_BYTES
from kgpub.web.pages import install_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from kgpub.publication import Publication

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Access-Control-Expose-Headers": "Link, ETag, Location, Retry-After, Memento-Datetime",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # where a reader goes next, and from which person, is theirs
    "X-Content-Type-Options": "nosniff",
}


class MisdirectedRequest(HTTPException):
    """The host name is none of those that this server answers to."""

    code = HTTPStatus.MISDIRECTED_REQUEST
    description = "This server does not answer under that host name."


def create_app(current: Callable[[], Publication], *, public_address: str) -> Flask:
    """Make the application. `current` is asked at the start of each request for the publication in service.

    `public_address` ends in a slash; services are linked there.
    """
    app = Flask("kgpub.web", static_folder="assets", static_url_path="/assets")
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES
    app.config["PUBLIC_ADDRESS"] = public_address
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    for part in (home, health, sparql, links, documents):
        app.register_blueprint(part.blueprint)
    problems.install(app)
    install_pages(app)

    @app.before_request
    def take_publication() -> None:
        g.publication = current()
        hosts = g.publication.config.server.hosts
        if hosts and request.host not in hosts:
            raise MisdirectedRequest

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return app
