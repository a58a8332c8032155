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


def _keywords(text: str) -> Iterator[str]:
    # Code point escapes are resolved before the grammar applies (SPARQL 1.1, 19.2), so \u0053ERVICE is a keyword.
    for token in _TOKEN.finditer(_CODE_POINT.sub(_character, text)):
        if token.lastgroup == "word":
            yield token.group().upper()


def _character(escape: re.Match[str]) -> str:
    number = int(escape.group(1) or escape.group(2), 16)
    return chr(number) if number <= sys.maxunicode else escape.group()
