"""Where in an RDF/XML document the fault is of which the parser tells no place, and what it does not tell at all."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, cast
from xml.parsers import expat

from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = re.compile(rb"""<(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>|[^<]++|<""")
_QUOTED = re.compile(r"'([^']+)'|`([^`]+)`|^(\S.*) is not a valid")
_OF_TEXT = ("Unexpected text event", "unrecognized entity")


def ill_formed(content: bytes) -> tuple[int, str] | None:
    """Give the byte at which a document ends to be XML, and why; pyoxigraph takes one that was cut off for whole."""
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        return parser.ErrorByteIndex, expat.ErrorString(error.code)
    return None


def fault(content: bytes, message: str) -> int | None:
    """Give the byte of the tag, attribute or text at which pyoxigraph stops; None where it stops nowhere.

    It is given the document piece by piece, and reads no further than it must.
    """
    pieces = _Pieces(content)
    try:
        for _ in parse(cast("IO[bytes]", pieces), format=RdfFormat.RDF_XML):
            pass
    except SyntaxError:
        return pieces.inside(message)
    return None


class _Pieces:
    """A document as something to read from, a tag or a text at a time."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._pieces = self._spans()
        self._left = b""
        self.now = self.before = (0, 0)

    def _spans(self) -> Iterator[tuple[int, int]]:
        return (match.span() for match in _PIECE.finditer(self._content))

    def read(self, size: int) -> bytes:
        """Give the next piece, or as much of it as is asked for."""
        if not self._left:
            self.before, self.now = self.now, next(self._pieces, (len(self._content), len(self._content)))
            self._left = self._content[slice(*self.now)]
        given, self._left = self._left[:size], self._left[size:]
        return given

    def inside(self, message: str) -> int:
        """Give the byte of what a message speaks of: in the last piece, or in the text that the last piece ended."""
        is_text = any(words in message for words in _OF_TEXT)
        quoted = _QUOTED.search(message)
        word = next(filter(None, quoted.groups())).strip().encode() if quoted else b""
        for start, end in (self.before, self.now) if is_text else (self.now,):
            found = self._content.find(word, start, end) if word else -1
            if found >= 0:
                # The quotes of a value and the `&` of an entity belong to it.
                return found - 1 if self._content[found - 1 : found] in (b'"', b"'", b"&") else found
        start, end = self.before if is_text else self.now
        piece = self._content[start:end]
        is_start_tag = piece[:1] == b"<" and piece[1:2] not in b"/!?"
        return start + 1 if is_start_tag else start + len(piece) - len(piece.lstrip())
