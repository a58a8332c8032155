"""Where each key and value of a TOML document stands, which `tomllib` does not tell.

The document must be one that `tomllib` accepts; then a reader of its outline is enough::

    document = { header | pair }
    header   = "[" key "]" | "[[" key "]]"
    pair     = key "=" value
    value    = array | inline table | scalar
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

TomlPath = tuple[str | int, ...]
"""How a value is reached: names of keys, and indexes of arrays, counted from 0."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_SCALAR = re.compile(
    r"""
    "{3} (?:[^\\]|\\.)*? "{3,5} (?!") | '{3} .*? '{3,5} (?!')   # strings of several lines
    | "(?:[^"\\\n]|\\.)*" | '[^'\n]*'
    | [^\s,\]}\#]+ (?:[ ][0-9:.]+[^\s,\]}\#]*)?                 # numbers, booleans, dates, with a time after a space
    """,
    re.DOTALL | re.VERBOSE,
)


class TomlPlaces:
    """Line and column, counted from 1, of every key and of every element of an array."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._keys: dict[TomlPath, int] = {}
        self._values: dict[TomlPath, int] = {}
        self._lengths: dict[TomlPath, int] = {}
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._read_document()

    def key(self, path: TomlPath) -> tuple[int, int]:
        """Give the place of a key, or of the nearest table around it that is written down."""
        return self._nearest(self._keys, path)

    def value(self, path: TomlPath) -> tuple[int, int]:
        """Give the place of a value, or of its key, or of the nearest table around it."""
        return self._line_and_column(self._values[path]) if path in self._values else self.key(path)

    def _nearest(self, places: dict[TomlPath, int], path: TomlPath) -> tuple[int, int]:
        while path and path not in places:
            path = path[:-1]
        return self._line_and_column(places[path]) if path else (1, 1)

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def _read_document(self) -> None:
        table: TomlPath = ()
        self._skip(_SPACE)
        while self._at < len(self._text):
            table = self._read_header() if self._text[self._at] == "[" else self._read_pair(table)
            self._skip(_SPACE)

    def _read_header(self) -> TomlPath:
        """Read `[a.b]` or `[[a.b]]`; an element of an array of tables is reached by its index."""
        start = self._at
        is_element = self._text.startswith("[[", start)
        self._at += 2 if is_element else 1
        path = self._inside_arrays(self._read_key())
        if is_element:
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = (*path, self._lengths[path] - 1)
        self._keys[path] = start
        self._at = self._text.index("]", self._at) + (2 if is_element else 1)
        return path

    def _inside_arrays(self, names: list[str]) -> TomlPath:
        """Give the path that a header's names mean: below an array of tables, its newest element."""
        path: TomlPath = ()
        for place, name in enumerate(names):
            path = (*path, name)
            if path in self._lengths and place < len(names) - 1:
                path = (*path, self._lengths[path] - 1)
        return path

    def _read_pair(self, table: TomlPath) -> TomlPath:
        start = self._at
        path = (*table, *self._read_key())
        self._keys[path] = start
        self._at = self._text.index("=", self._at) + 1
        self._skip(_SPACE)
        self._read_value(path)
        return table

    def _read_key(self) -> list[str]:
        self._skip(_SPACE)
        names = [self._read_name()]
        while match := _DOT.match(self._text, self._at):
            self._at = match.end()
            names.append(self._read_name())
        return names

    def _read_name(self) -> str:
        match = _KEY.match(self._text, self._at)
        assert match, "tomllib has accepted the document"
        self._at = match.end()
        name = match[0]
        return next(iter(tomllib.loads(f"{name} = 0"))) if name[0] in "\"'" else name

    def _read_value(self, path: TomlPath) -> None:
        self._values[path] = self._at
        opening = self._text[self._at]
        if opening == "[":
            self._read_array(path)
        elif opening == "{":
            self._read_inline_table(path)
        else:
            self._skip(_SCALAR)

    def _read_array(self, path: TomlPath) -> None:
        index = 0
        while not self._closes("]"):
            self._read_value((*path, index))
            index += 1

    def _read_inline_table(self, path: TomlPath) -> None:
        while not self._closes("}"):
            self._read_pair(path)

    def _closes(self, bracket: str) -> bool:
        """Pass over the opening bracket or a comma, and tell whether the closing one follows."""
        self._skip(_SPACE)
        if self._text[self._at] in "[{,":
            self._at += 1
            self._skip(_SPACE)
        closed = self._text[self._at] == bracket
        self._at += closed
        return closed

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self._text, self._at):
            self._at = match.end()
