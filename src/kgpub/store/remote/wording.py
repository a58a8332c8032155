"""The text of a query on its way to the endpoint that an archive is published from.

What the embedded engine leaves to the kernel, an endpoint has to be spared by us, as far as tokens tell: it calls other
servers where it may, reads other graphs where a query names them, and may be ended by what is nested deeply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub.errors import QueryFault, QueryForbidden, QuerySyntaxError
from kgpub.store.contract import Lane
from kgpub.store.sparql import calls_services, form, is_update, unresolved_name, without_dataset_clauses
from kgpub.store.tokens import resolved, tokens

if TYPE_CHECKING:
    from kgpub.store.contract import Query

DEEPEST_BRACKET = 100
MOST_JOINTS = 400
"""Clauses and signs that nest what they join, however flat the text looks: a || b || c is (a || b) || c."""

_JOINING_WORDS = ("UNION", "OPTIONAL", "MINUS", "BIND")
_JOINING_SIGNS = "!|&/^"
_MAY_NAME_GRAPHS = re.compile("FROM", re.IGNORECASE)
_MAY_CALL = re.compile(r"\b(?:bif|sql)\s*:|\\u", re.IGNORECASE)
_CALLS = re.compile(r"<?(?:bif|sql):", re.IGNORECASE)

_UPDATE = "This is an update. The archive is read-only: its data change in its git repository."
_SERVICE = "SERVICE is off here: this server calls no other. Query the other endpoint yourself."
_NO_QUERY = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after lines of BASE and PREFIX."
_NESTED = "The query is nested too deeply for the endpoint behind this server. Simplify it."


@dataclass(frozen=True)
class Wording:
    """A query's text as it is sent, and how many characters stand before its first line that were not there."""

    text: str
    shift: int = 0


def wording(query: Query) -> Wording:
    """Give the text to send: without dataset clauses, with a base; raise an EngineError where it must not be sent."""
    try:
        query.text.encode()
    except UnicodeEncodeError as error:
        raise QuerySyntaxError(f"The query is not Unicode text: {error.reason}") from error
    _refuse(query.text)
    if query.lane is Lane.PUBLIC and _is_nested_deeply(query.text):
        raise QueryFault(_NESTED)
    text = without_dataset_clauses(query.text)
    if _MAY_NAME_GRAPHS.search(text) and any(_is_from(token) for token in tokens(text)):
        raise QuerySyntaxError("FROM stands where the query cannot have it: it belongs before WHERE.")
    base = f"BASE <{query.base}> " if _needs_base(query) else ""
    return Wording(base + text, shift=len(base))


def _refuse(text: str) -> None:
    if form(text) is None:
        if is_update(text):
            raise QueryForbidden(_UPDATE)
        raise QuerySyntaxError(_NO_QUERY if text.strip() else "The query is empty.", line=1, column=1)
    if calls_services(text):
        raise QueryForbidden(_SERVICE)
    if _MAY_CALL.search(text) and any(map(_calls_functions, (text, resolved(text)))):
        raise QueryForbidden("Functions of bif: and sql: are off here: they reach beyond the data.")


def _calls_functions(text: str) -> bool:
    # Virtuoso takes these names without a PREFIX, and one of them fetches whatever address it is given.
    return any(token.lastgroup in ("iri", "name") and _CALLS.match(token.group()) for token in tokens(text))


def _is_nested_deeply(text: str) -> bool:
    depth = joints = 0
    for token in tokens(text):
        kind, word = token.lastgroup, token.group()
        if kind == "open":
            depth += len(word)
        elif kind == "close":
            depth -= len(word)
        elif kind == "other":
            joints += sum(map(word.count, _JOINING_SIGNS))
        elif kind == "word":
            joints += word.upper().endswith(_JOINING_WORDS)
        if depth > DEEPEST_BRACKET or joints > MOST_JOINTS:
            return True
    return False


def _is_from(token: re.Match[str]) -> bool:
    return token.lastgroup == "word" and token.group().upper().endswith("FROM")


def _needs_base(query: Query) -> bool:
    name = unresolved_name(query.text) if query.base else None
    return name is not None and name.prefix is None
