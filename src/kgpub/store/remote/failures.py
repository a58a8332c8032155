"""What an endpoint's failures are to us: exceptions of ours, with its own words where they help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING

from kgpub.errors import (
    EngineBusy,
    EngineError,
    EngineUnavailable,
    QueryFault,
    QueryForbidden,
    QueryMemory,
    QuerySyntaxError,
    QueryTimeout,
)
from kgpub.store.embedded.syntax import syntax_error
from kgpub.store.remote.call import CallFailed, CallTimeout

if TYPE_CHECKING:
    from urllib.request import HTTPError

    from kgpub.store.contract import Query

MOST_WORDS_BYTES = 64 * 1024
MOST_CHARACTERS = 300
RETRY_SECONDS = 2
LONGEST_RETRY_SECONDS = 3600

_TOO_LATE = "The query did not finish before its deadline. Ask for less: add constraints or a LIMIT."
_TOO_LARGE = "The query used up its memory. Ask for less at once, or avoid sorting a large result."
_TAG = re.compile(r"<[^<>]*>")
_PLACE = re.compile(r"\b(?:line:? ?|at )(\d+)(?:(?:,? (?:at )?col(?:umn)?\.?:? ?|:)(\d+))?", re.IGNORECASE)
_OXIGRAPH_PLACE = re.compile(r"(?<=error at 1:)\d+")
_ECHO = re.compile(r"\s*\n\s*SPARQL query:", re.IGNORECASE)  # Virtuoso says after it what it was asked
_LATE_WORDS = re.compile(r"time[- ]?out|timed out|execution time|cancell?ed|anytime", re.IGNORECASE)
_MEMORY_WORDS = re.compile(r"out of memory|memory (?:limit|pool|exhausted)|heap space", re.IGNORECASE)
_LIMITS: dict[int, tuple[type[EngineError], str]] = {
    HTTPStatus.REQUEST_TIMEOUT: (QueryTimeout, _TOO_LATE),
    HTTPStatus.GATEWAY_TIMEOUT: (QueryTimeout, _TOO_LATE),
    HTTPStatus.INSUFFICIENT_STORAGE: (QueryMemory, _TOO_LARGE),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (QueryForbidden, "The query is too long for the endpoint."),
    HTTPStatus.REQUEST_URI_TOO_LONG: (QueryForbidden, "The query is too long for the endpoint."),
}


@dataclass(frozen=True)
class Sent:
    """A query, and how many characters we wrote before its first line.

    An endpoint of others may know prefixes that the query does not declare: what it says is all that is known then.
    """

    query: Query
    shift: int = 0
    knows_prefixes: bool = False


def no_answer(error: CallFailed) -> EngineError:
    """Give the exception for an endpoint that gives no answer, or no more of it."""
    if isinstance(error, CallTimeout):
        return QueryTimeout(_TOO_LATE)
    return EngineUnavailable(f"The endpoint does not answer: {error}. Try again.", retry_after=RETRY_SECONDS)


def interrupted(words: bytes) -> EngineError | None:
    """Give the exception that an answer ends with in words, as if they were rows; None where they are none."""
    text = words.decode("utf-8", "replace")
    if _LATE_WORDS.search(text):
        return QueryTimeout(_TOO_LATE)
    return QueryMemory(_TOO_LARGE) if _MEMORY_WORDS.search(text) else None


def refusal(error: HTTPError, sent: Sent) -> EngineError:
    """Give the exception for a status that is no success."""
    words = words_of(error)
    match error.code:
        case HTTPStatus.BAD_REQUEST:
            return _bad_request(words, sent)
        case HTTPStatus.TOO_MANY_REQUESTS | HTTPStatus.SERVICE_UNAVAILABLE:
            return EngineBusy("The endpoint is busy. Try again later.", retry_after=_retry_after(error))
        case HTTPStatus.INTERNAL_SERVER_ERROR:
            return _fault(words)
        case code if code in _LIMITS:
            kind, message = _LIMITS[code]
            return kind(message)
        case _:
            return EngineUnavailable(outage(error, words), retry_after=RETRY_SECONDS)


def outage(error: HTTPError, words: str) -> str:
    """Say what a status means that no query can be to blame for, and what to do."""
    if error.code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return "The endpoint refuses the credentials that it was given, or wants some."
    if target := error.headers.get("Location"):
        return f"The endpoint has moved: name its new address, {target}"
    return f"The endpoint answers {error.code}: {shortened(words)}" if words else f"The endpoint answers {error.code}."


def _bad_request(words: str, sent: Sent) -> EngineError:
    words = _OXIGRAPH_PLACE.sub(lambda column: str(max(1, int(column[0]) - sent.shift)), words)
    is_oxigraph = words.startswith("error at ")  # it knows no prefixes but the query's
    error = _own_words(sent.query, words) if is_oxigraph or not sent.knows_prefixes else QuerySyntaxError(words)
    if not isinstance(error, QuerySyntaxError) or error.line:
        return error
    if _LATE_WORDS.search(words):
        return QueryTimeout(_TOO_LATE)
    found = _PLACE.search(words)
    line, column = (int(found[1]), int(found[2] or 0)) if found else (0, 0)
    if line == 1 and column:
        column = max(1, column - sent.shift)
    return QuerySyntaxError(
        shortened(words) or "The endpoint refuses the query and does not say why.", line=line, column=column
    )


def _own_words(query: Query, words: str) -> EngineError:
    return syntax_error(query.text, words, base=query.base)


def _fault(words: str) -> EngineError:
    if _LATE_WORDS.search(words):
        return QueryTimeout(_TOO_LATE)
    if _MEMORY_WORDS.search(words):
        return QueryMemory(_TOO_LARGE)
    said = f"The endpoint failed in this query: {shortened(words)}" if words else "The endpoint failed in this query."
    return QueryFault(said)


def words_of(error: HTTPError) -> str:
    """Give what the endpoint says of a refusal, as one line."""
    try:
        text = error.read(MOST_WORDS_BYTES).decode("utf-8", "replace")
    except Exception:  # noqa: BLE001 - the status is known: whatever keeps its words from being read, it stands
        return ""
    finally:
        error.close()
    if "html" in error.headers.get("Content-Type", ""):
        text = unescape(_TAG.sub(" ", text))
    return " ".join(_ECHO.split(text)[0].split())


def shortened(words: str) -> str:
    """Give words of the endpoint's as far as they help."""
    return words if len(words) <= MOST_CHARACTERS else f"{words[:MOST_CHARACTERS].rstrip()}…"


def _retry_after(error: HTTPError) -> int:
    value = error.headers.get("Retry-After", "")
    return min(int(value), LONGEST_RETRY_SECONDS) if value.isascii() and value.isdigit() else RETRY_SECONDS
