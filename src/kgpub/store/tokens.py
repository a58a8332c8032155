"""The tokens of a query: where each begins and ends (SPARQL 1.1, 19.8, terminals).

https://www.w3.org/TR/sparql11-query/#sparqlGrammar

Tokens are regular but for one character: `<` begins an IRI, and it compares. No IRI follows an operand where an
expression stands, so it has to be known which brackets hold expressions.

Oxigraph takes more than the grammar: a keyword ends where it ends, so that `FILTERRAND()` and `trueSERVICE<a:b>` are
two tokens each. Here such a run is one word, and who looks for a keyword looks at the word's end.
"""

from __future__ import annotations

import re
import sys
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_IN_VARIABLES = _LETTERS + r"0-9_\u00B7\u0300-\u036F\u203F-\u2040"
_IN_NAMES = _IN_VARIABLES + r"\-"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"

# Quantifiers are possessive, and what has no end is taken whole: no text is read from each of its characters again.
PREFIX = rf"[{_LETTERS}](?:\.*+[{_IN_NAMES}])*+"
LOCAL = rf"(?:[{_IN_VARIABLES}:]|{_ESCAPED})(?:\.*+(?:[{_IN_NAMES}:]|{_ESCAPED}))*+"
IRI = r"""<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"""
VARIABLE = rf"[?$][{_IN_VARIABLES}]++"
COMMENT = r"\#[^\n\r]*+"
_TOKEN = re.compile(
    rf"""
      (?P<iri>      {IRI} )
    | (?P<comment>  {COMMENT} )
    | (?P<string>   \"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*+(?:\"\"\")? | \'\'\'(?:'{{0,2}}(?:[^'\\]|\\.))*+(?:\'\'\')?
                  | "(?:[^"\\\n\r]|\\.)*+"? | '(?:[^'\\\n\r]|\\.)*+'? )
    | (?P<variable> {VARIABLE} )
    | (?P<language> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+ )
    | (?P<constant> (?i:true|false)(?![{_IN_NAMES}:]) )
    | (?P<name>     (?:{PREFIX})?:(?:{LOCAL})? | _:[{_IN_VARIABLES}](?:\.*+[{_IN_NAMES}])*+ )
    | (?P<word>     [_{_LETTERS}](?:\.*+[{_IN_NAMES}])*+ )
    | (?P<number>   [0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)? )
    | (?P<nil>      \(\s*+\) )
    | (?P<open>     \(++ | \[++ | \{{++ )
    | (?P<close>    [)\]}}]++ )
    | (?P<other>    [.;,|&=!*/+^>~%\\\x00-]++ | <(?:<(?=<))*+ | \S )
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPERANDS = frozenset({"iri", "string", "variable", "language", "constant", "name", "number", "nil"})
_CLAUSES = ("SELECT", "BY", "HAVING")
_COMPARISON = next(_TOKEN.finditer("< "))


def tokens(text: str, position: int = 0) -> Iterator[re.Match[str]]:
    """Give the tokens from a position on; the group that matched is a token's kind. Comments and `<` are left out.

    Equal brackets in a row are one token, as are all that close in a row.
    """
    place = _Place()
    found = _TOKEN.finditer(text, position)
    while (token := next(found, None)) is not None:
        kind = token.lastgroup
        if kind == "iri" and place.is_behind_operand:
            place.move_behind(_COMPARISON)
            found = _TOKEN.finditer(text, token.start() + 1)
        elif kind != "comment":
            place.move_behind(token)
            yield token


def end_of_bracket(text: str, position: int) -> int:
    """Give where the bracket ends that opens at a position: the text's end where it does not."""
    depth = 0
    for token in tokens(text, position):
        if token.lastgroup == "open":
            depth += len(token.group())
        elif token.lastgroup == "close":
            if depth <= len(token.group()):
                return token.start() + depth
            depth -= len(token.group())
        elif depth == 0:
            return token.end()  # a pair of brackets with nothing in it
    return len(text)


def resolved(text: str) -> str:
    """Resolve the code point escapes of a query, as SPARQL 1.1 does before its grammar applies (19.2).

    Oxigraph knows them in strings and IRIs only, as SPARQL 1.2 does.
    """
    return _CODE_POINT.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    number = int(escape.group(1) or escape.group(2), 16)
    return chr(number) if number <= sys.maxunicode else escape.group()


class _Inside(IntEnum):
    """What stands in a pair of brackets."""

    TRIPLES = 0
    CLAUSES = 1  # where expressions stand in brackets of their own
    EXPRESSION = 2


class _Place:
    """Where in a query the next token stands; what is asked seldom is worked out then."""

    def __init__(self) -> None:
        self._inside = [_Inside.CLAUSES]
        self._last = self._last_but_one = _COMPARISON

    @property
    def is_behind_operand(self) -> bool:
        """Whether an expression stands here and goes on with an operator, so that no IRI can follow."""
        if self._inside[-1] is not _Inside.EXPRESSION:
            return False
        return self._last.lastgroup in _OPERANDS or self._last.group()[-1] == ")"

    def move_behind(self, token: re.Match[str]) -> None:
        """Go to where the token ends."""
        kind = token.lastgroup
        if kind == "open":
            text = token.group()
            self._inside += [self._opened_by(text)] * len(text)
        elif kind == "close":
            del self._inside[max(1, len(self._inside) - len(token.group())) :]
        elif kind == "word" and not self._inside[-1] and token.group().upper().endswith(_CLAUSES):
            self._inside[-1] = _Inside.CLAUSES
        self._last_but_one, self._last = self._last, token

    def _opened_by(self, brackets: str) -> _Inside:
        if not brackets.startswith("("):
            return _Inside.TRIPLES
        return _Inside.EXPRESSION if self._inside[-1] or self._is_behind_function else _Inside.TRIPLES

    @property
    def _is_behind_function(self) -> bool:
        if self._last.lastgroup == "word":
            return self._last.group() != "a"
        is_name = self._last.lastgroup in ("iri", "name")
        return is_name and self._last_but_one.group().upper().endswith("FILTER")
