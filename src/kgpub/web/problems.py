"""Every failure as a problem document (RFC 9457), with its status from one table.

https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from kgpub import errors
from kgpub.rdf.formats import HTML, Format
from kgpub.web.negotiation import choose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from kgpub.store.settings import EngineSettings

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
UNFORESEEN = "The server met something unforeseen. Its operator can see what."

LIMITS: dict[type[Exception], str] = {
    errors.QueryTimeout: "deadline_seconds",
    errors.QueryMemory: "memory_megabytes",
    errors.EngineBusy: "queue_length",
}
"""The setting that an exception says was reached."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """A failure as a visitor is told of it. `members` come beside the standard ones, `headers` beside the usual."""

    status: HTTPStatus
    detail: str
    members: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The same words for each problem of a status."""
        return TITLES.get(self.status, self.status.phrase)

    def document(self) -> bytes:
        """Write the problem document."""
        fields = {"title": self.title, "status": self.status.value, "detail": self.detail, **self.members}
        return json.dumps(fields, ensure_ascii=False, indent=2).encode() + b"\n"


def problem_of(error: Exception, settings: EngineSettings | None = None) -> Problem:
    """Give the problem that an exception is to a visitor, with the limit that was reached where there is one."""
    match error:
        case HTTPException():
            return _http_problem(error)
        case errors.KgpubError():
            return _own_problem(error, settings)
        case _:
            # The trace names code, not the visitor: no address, no query is logged.
            logger.error("unforeseen: %s", type(error).__name__, exc_info=error)
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, UNFORESEEN)


def _http_problem(error: HTTPException) -> Problem:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Location")}
    return Problem(status, error.description or status.description, headers=headers)


def _own_problem(error: errors.KgpubError, settings: EngineSettings | None) -> Problem:
    status = STATUSES.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    members: dict[str, object] = {}
    if isinstance(error, errors.QuerySyntaxError):
        members = {"line": error.line, "column": error.column}
    if settings and (name := LIMITS.get(type(error))):
        members = {"limit": {"name": name, "value": getattr(settings, name)}}
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, errors.EngineBusy) else {}
    return Problem(status, str(error), members=members, headers=headers)


def install(app: Flask) -> None:
    """Let every failure in an app end as a problem document; on the app, so that unknown addresses do too."""
    for kind in (HTTPException, errors.KgpubError, Exception):
        app.register_error_handler(kind, respond)


def respond(error: Exception) -> Response:
    """Answer with the problem of an exception, as JSON or as a page by the Accept header."""
    problem = problem_of(error, g.publication.config.engine if "publication" in g else None)
    if choose(request.headers.get("Accept"), (PROBLEM, HTML)) is HTML:
        page = render_template("problem.html", status=problem.status.value, title=problem.title, detail=problem.detail)
        response = Response(page, problem.status, content_type=HTML.content_type)
    else:
        response = Response(problem.document(), problem.status, content_type=PROBLEM.content_type)
    response.headers.update({"Vary": "Accept", "Cache-Control": "no-store", **problem.headers})
    return response
