"""What is wrong with a text that is not a query, in words that say where and what to do.

Oxigraph's message is a place and a list of all that could have followed there; now and then one of the list is the
reason itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgpub.errors import QueryFault, QueryForbidden, QuerySyntaxError
from kgpub.store.sparql import Unresolved, is_update, unresolved_name

if TYPE_CHECKING:
    from kgpub.errors import EngineError

_MESSAGE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_UNKNOWN_FUNCTION = re.compile(r"The custom function (<.*>) is not supported", re.DOTALL)
_CHARACTER_CLASS = re.compile(r"\[[^\]]*\](?:\s*\|\s*\[[^\]]*\])*")
_REASONS = {
    "IRI parsing failed": "an IRI is malformed",
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that GROUP BY does not; group by it too, or aggregate it: (SAMPLE(?x) AS ?any)"
    ),
}
MOST_TOKENS = 12


def syntax_error(text: str, message: str, *, base: str = "") -> EngineError:
    """Give the exception for a text that Oxigraph refused with a message."""
    if is_update(text):
        return QueryForbidden("This is an update. The archive is read-only: its data change in its git repository.")
    if not text.strip():
        return QuerySyntaxError("The query is empty.", line=1, column=1)
    if (name := unresolved_name(text, base=base)) is not None:
        return _at(name.line, name.column, _unresolved(name))
    if (found := _MESSAGE.match(message)) is None:
        return QuerySyntaxError(message)
    return _at(int(found[1]), int(found[2]), _reason(found[3]))


def refusal(message: str) -> EngineError:
    """Give the exception for a query that is SPARQL, but that Oxigraph refused to evaluate, with a message."""
    if (found := _UNKNOWN_FUNCTION.match(message)) is None:
        return QueryFault(f"The query could not be evaluated: {message}")
    return QuerySyntaxError(
        f"The function {found[1]} is not known here. The service description lists those beyond SPARQL 1.1."
    )


def _at(line: int, column: int, reason: str) -> QuerySyntaxError:
    return QuerySyntaxError(f"Syntax error at line {line}, column {column}: {reason}", line=line, column=column)


def _unresolved(name: Unresolved) -> str:
    if name.prefix is None:
        return f"{name.name} is a relative IRI; write it in full, or put BASE <…> at the beginning"
    return f"the prefix {name.prefix}: is not declared; add PREFIX {name.prefix}: <…> at the beginning"


def _reason(expected: str) -> str:
    for words, reason in _REASONS.items():
        if words in expected:
            return reason
    tokens = [token for token in _CHARACTER_CLASS.sub("", expected).split(", ") if token]
    if not tokens:
        return "the query cannot go on like this"
    shown = " ".join(tokens[:MOST_TOKENS])
    return f"expected one of {shown}" if len(tokens) > 1 else f"expected {shown}"
