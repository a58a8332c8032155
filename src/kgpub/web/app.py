"""The Flask application: made in one place, from a way to get the publication in service."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, g, request
from werkzeug.exceptions import HTTPException

from kgpub.web import (
    documents,
    dumps,
    editor,
    examples,
    health,
    home,
    links,
    ontology,
    persistence,
    problems,
    search_engines,
    sparql,
    well_known,
)
from kgpub.web.headers import ALWAYS, PAGE_POLICY, PREFLIGHT
from kgpub.web.pages import install_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from kgpub.publication import Publication

KIBIBYTE = 1024


class MisdirectedRequest(HTTPException):
    """The host name is none of those that this server answers to."""

    code = HTTPStatus.MISDIRECTED_REQUEST
    description = "This server does not answer under that host name."


def create_app(current: Callable[[], Publication], *, public_address: str) -> Flask:
    """Make the application. `current` is asked at the start of each request for the publication in service.

    `public_address` ends in a slash; services are linked there.
    """
    app = Flask("kgpub.web", static_folder="assets", static_url_path="/assets")
    app.config["PUBLIC_ADDRESS"] = public_address
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    for part in (
        home,
        health,
        sparql,
        editor,
        examples,
        links,
        ontology,
        persistence,
        dumps,
        search_engines,
        well_known,
        documents,
    ):
        app.register_blueprint(part.blueprint)
    problems.install(app)
    install_pages(app)

    @app.before_request
    def take_publication() -> None:
        g.publication = current()
        request.max_content_length = g.publication.config.engine.query_kilobytes * KIBIBYTE
        hosts = g.publication.config.server.hosts
        if hosts and request.host not in hosts:
            raise MisdirectedRequest

    @app.after_request
    def add_headers(response: Response) -> Response:
        own = {**ALWAYS, "Content-Security-Policy": PAGE_POLICY, **(PREFLIGHT if request.method == "OPTIONS" else {})}
        for name, value in own.items():
            response.headers.setdefault(name, value)
        return response

    return app
