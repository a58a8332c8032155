"""The comments, literals and prefixes of a file in Turtle, TriG, N-Triples or N-Quads, by its tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kgpub.archive.positions import Kind, token_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"#[^\r\n]*")


class Comment(NamedTuple):
    """A comment, with its `#`, and the character offsets of itself and of what it is about."""

    text: str
    offset: int
    about: int
    """What stands before it in its line, else what comes next; the end of the text if nothing does."""


class PrefixDeclaration(NamedTuple):
    """A prefix without its colon, what it stands for as it is written, and the offset of that."""

    prefix: str
    namespace: str
    offset: int


def comments(text: str) -> Iterator[Comment]:
    """Give every comment, in the order of the text. A `#` in an IRI or a string begins none."""
    end = 0
    for match in token_pattern().finditer(text):
        kind = match.lastindex or Kind.UNKNOWN
        start = match.start(kind)
        for comment in _COMMENT.finditer(text, end, start):
            is_beside = end > 0 and "\n" not in text[end : comment.start()]
            yield Comment(comment[0].rstrip(), comment.start(), end - 1 if is_beside else start)
        end = match.end()
        if kind == Kind.END:
            return


def literals(text: str) -> Iterator[tuple[int, int]]:
    """Give where each quoted literal begins and ends, with its language or datatype."""
    for match in token_pattern().finditer(text):
        if match.lastindex == Kind.LITERAL:
            yield match.span(Kind.LITERAL)
        if match.lastindex == Kind.END:
            return


def prefix_declarations(text: str) -> Iterator[PrefixDeclaration]:
    """Give every `@prefix` and `PREFIX` of a document of Turtle or TriG."""
    word = prefix = ""
    for match in token_pattern().finditer(text):
        kind = match.lastindex or Kind.UNKNOWN
        token = match[kind]
        if kind == Kind.IRI and prefix and word in ("@prefix", "prefix"):
            yield PrefixDeclaration(prefix[:-1], token[1:-1], match.start(kind))
        word, prefix = (word, token) if kind == Kind.PREFIXED else (token.lower() if kind == Kind.WORD else "", "")
        if kind == Kind.END:
            return
