"""What can be known of a query from its tokens alone.

A query is never parsed outside the worker that answers it, and the worker's parser shows no syntax tree. Three things
have to be known all the same: whether the query names its own dataset, whether it would call other servers, and
whether it is an update. They hang on keywords, and where a token ends is regular (SPARQL 1.1, 19.8, terminals):
https://www.w3.org/TR/sparql11-query/#sparqlGrammar

Oxigraph takes more than the grammar, such as keywords run together with what follows. So this reading gives good
answers to honest queries; that no query calls anybody is the kernel's business (`kernel.refuse_sockets`).
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A prefix begins where no name goes on: the text is not searched for a colon from each of its dots again.
_TOKEN = re.compile(
    r"""
      (?P<iri>      <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<comment>  \#[^\n\r]* )
    | (?P<string>   \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
                  | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<variable> [?$]\w+ )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<name>     (?:(?<![\w.·-])[^\W\d_](?:[\w.·-]*[\w·-])?)?:
                      (?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-]|\.(?=[\w:.%\\-]))*
                  | _:[\w.·-]+ )
    | (?P<word>     [A-Za-z_]\w* )
    """,
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def calls_services(text: str) -> bool:
    """Tell whether the query has a SERVICE clause."""
    return "SERVICE" in _keywords(text)


def names_its_dataset(text: str) -> bool:
    """Tell whether the query has a FROM clause, with or without NAMED."""
    return "FROM" in _keywords(text)


def is_update(text: str) -> bool:
    """Tell whether the text is an update: whether its first word behind the prologue begins one."""
    return next((word for word in _keywords(text) if word not in _PROLOGUE), "") in _UPDATES


@dataclass(frozen=True)
class Unresolved:
    """A name in a query that stands for no IRI, and where it stands (both from 1)."""

    name: str
    line: int
    column: int

    @property
    def prefix(self) -> str | None:
        """The prefix that is not declared; None where the name is a relative IRI."""
        return None if self.name.startswith("<") else self.name.partition(":")[0]


def unresolved_name(text: str, *, base: str = "") -> Unresolved | None:
    """Find the first name whose prefix no PREFIX before it declares, or IRI that is relative without a base."""
    declared = {"<"} if base else set[str]()
    before = ""
    for token in _TOKEN.finditer(text):
        name = token.group()
        if before in ("PREFIX", "BASE"):
            declared.add(name.partition(":")[0] if before == "PREFIX" else "<")
        elif _is_unresolved(token, declared):
            line_start = text.rfind("\n", 0, token.start()) + 1
            return Unresolved(name, text.count("\n", 0, line_start) + 1, token.start() - line_start + 1)
        if token.lastgroup != "comment":
            before = name.upper()
    return None


def _is_unresolved(token: re.Match[str], declared: set[str]) -> bool:
    name = token.group()
    if token.lastgroup == "iri":
        return "<" not in declared and not _ABSOLUTE.match(name)
    return token.lastgroup == "name" and not name.startswith("_:") and name.partition(":")[0] not in declared


def _keywords(text: str) -> Iterator[str]:
    # Code point escapes are resolved before the grammar applies (SPARQL 1.1, 19.2), so \u0053ERVICE is a keyword.
    for token in _TOKEN.finditer(_CODE_POINT.sub(_character, text)):
        if token.lastgroup == "word":
            yield token.group().upper()


def _character(escape: re.Match[str]) -> str:
    number = int(escape.group(1) or escape.group(2), 16)
    return chr(number) if number <= sys.maxunicode else escape.group()


def is_volatile(text: str) -> bool:
    """Tell whether an answer may differ the next time, since the query asks for the time or for chance."""
    return any(word.endswith(("NOW", "RAND", "UUID", "BNODE")) for word in _keywords(text))
