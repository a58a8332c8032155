"""Every failure as a problem document (RFC 9457), with its status from one table.

https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from kgpub import errors
from kgpub.rdf.formats import HTML, Format
from kgpub.web.negotiation import choose

if TYPE_CHECKING:
    from flask import Flask

PROBLEM = Format("problem", "json", "application/problem+json", aliases=("application/json",))

STATUSES: dict[type[Exception], HTTPStatus] = {
    errors.QuerySyntaxError: HTTPStatus.BAD_REQUEST,
    errors.QueryForbidden: HTTPStatus.FORBIDDEN,
    errors.NotAcceptable: HTTPStatus.NOT_ACCEPTABLE,
    errors.QueryTimeout: HTTPStatus.GATEWAY_TIMEOUT,
    errors.QueryMemory: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.QueryFault: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.EngineBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.EngineUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.AnswerBroken: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.ReleaseError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Statuses of our own exceptions. What is not here is a fault of the server's: 500."""

TITLES = {
    HTTPStatus.NOT_FOUND: "Nothing is published at this address",
    HTTPStatus.NOT_ACCEPTABLE: "Not available in the format asked for",
    HTTPStatus.GATEWAY_TIMEOUT: "The query took too long",
    HTTPStatus.INSUFFICIENT_STORAGE: "The query needed too much memory",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not available at the moment",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something failed here",
}


def install(app: Flask) -> None:
    """Let every failure in an app end as a problem document; on the app, so that unknown addresses do too."""
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(errors.KgpubError, _own_problem)
    app.register_error_handler(Exception, _unforeseen_problem)


def problem(status: HTTPStatus, detail: str, **members: object) -> Response:
    """Give a problem document, as JSON or as a page by the Accept header."""
    title = TITLES.get(status, status.phrase)
    if choose(request.headers.get("Accept"), (PROBLEM, HTML)) is HTML:
        page = render_template("problem.html", status=status.value, title=title, detail=detail)
        response = Response(page, status, content_type=HTML.content_type)
    else:
        document = {"title": title, "status": status.value, "detail": detail, **members}
        body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        response = Response(body, status, content_type=PROBLEM.content_type)
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-store"
    return response


def _http_problem(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    response = problem(status, error.description or status.description)
    for name, value in error.get_headers():
        if name in ("Allow", "Location"):
            response.headers[name] = value
    return response


def _own_problem(error: errors.KgpubError) -> Response:
    status = STATUSES.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    members = {}
    if isinstance(error, errors.QuerySyntaxError):
        members = {"line": error.line, "column": error.column}
    response = problem(status, str(error), **members)
    if isinstance(error, errors.EngineBusy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _unforeseen_problem(error: Exception) -> Response:
    # The trace names code, not the visitor: no address, no query is logged.
    current_app.logger.error("unforeseen: %s", type(error).__name__, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The server met something unforeseen. Its operator can see what.")
