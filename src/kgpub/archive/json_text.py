"""JSON whose values know where they are written. It reads texts that a parser has accepted, and leaves errors to that.

RFC 8259: https://www.rfc-editor.org/rfc/rfc8259#section-2
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from kgpub.archive.positions import NoPositions

MOST_NESTED = 500
"""Levels of objects and arrays that are read; a file that people write has ten."""

# Commas and colons are passed over: what stands between brackets is keys and values in turn.
_TOKEN = re.compile(
    r"""[ \t\r\n,:]*+ (?:
      (?P<string> "[^"\\]*+ (?:\\. [^"\\]*+)*+ ")
    | (?P<opening> [\[{] )
    | (?P<closing> [\]}] )
    | (?P<scalar> [-+.0-9A-Za-z]++ )
    )""",
    re.VERBOSE | re.DOTALL,
)


class Text(NamedTuple):
    """A string, between two character offsets, its quotes among them."""

    start: int
    end: int
    value: str


class Scalar(NamedTuple):
    """A number, `true`, `false` or `null`."""

    start: int
    end: int
    token: str


class Array(NamedTuple):
    """An array."""

    start: int
    end: int
    items: tuple[Json, ...]


class Object(NamedTuple):
    """An object, with its members in their order; a key may be there twice."""

    start: int
    end: int
    members: tuple[tuple[Text, Json], ...]


Json = Text | Scalar | Array | Object


def read_json(text: str) -> Json:
    """Give what a text holds. Raises NoPositions where it is nested too deeply, or no JSON."""
    reader = _Reader()
    for match in _TOKEN.finditer(text):
        reader.take(match)
    if len(reader.open) != 1 or len(reader.open[0].values) != 1:
        raise NoPositions("not one JSON value")
    return reader.open[0].values[0]


def plain(value: Json) -> object:
    """Give a value as Python has it, without its places."""
    match value:
        case Text():
            return value.value
        case Scalar():
            return {"true": True, "false": False}.get(value.token)
        case Array():
            return [plain(item) for item in value.items]
        case Object():
            return {key.value: plain(item) for key, item in value.members}


class _Open(NamedTuple):
    """An array or object whose end has not come yet: keys and values in turn."""

    start: int
    values: list[Json]


class _Reader:
    """One reading of one text. Nothing here calls itself, so depth is bounded by a number of ours only."""

    def __init__(self) -> None:
        self.open = [_Open(0, [])]

    def take(self, match: re.Match[str]) -> None:
        start, end = match.span(kind := match.lastindex or 0)
        token = match[kind]
        if kind == _STRING:
            value: str = json.loads(token, strict=False) if "\\" in token else token[1:-1]
            self.open[-1].values.append(Text(start, end, value))
        elif kind == _SCALAR:
            self.open[-1].values.append(Scalar(start, end, token))
        elif kind == _CLOSING:
            self.close(token, end)
        else:
            if len(self.open) > MOST_NESTED:
                raise NoPositions("nested too deeply")
            self.open.append(_Open(start, []))

    def close(self, mark: str, end: int) -> None:
        if len(self.open) == 1:
            raise NoPositions("a bracket that was not opened")
        start, values = self.open.pop()
        if mark == "]":
            self.open[-1].values.append(Array(start, end, tuple(values)))
            return
        keys = [key for key in values[::2] if isinstance(key, Text)]
        if 2 * len(keys) != len(values):
            raise NoPositions("a key that is no string")
        self.open[-1].values.append(Object(start, end, tuple(zip(keys, values[1::2], strict=True))))


_STRING, _, _CLOSING, _SCALAR = range(1, 5)
"""The numbers of the groups of `_TOKEN`."""
