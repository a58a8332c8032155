"""Looking for words in bytes, however they are packed or written."""

from __future__ import annotations

import gzip
import html
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pyoxigraph import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True)
class Search:
    """A search for words in any case: plain, percent-encoded, escaped as in JSON, Turtle or HTML, or compressed."""

    words: tuple[str, ...]

    def found(self, content: bytes) -> set[str]:
        """Give the words that are there."""
        forms = [form.casefold() for plain in (content, *_unpacked(content)) for form in _readings(plain)]
        return {word for word in self.words if any(word.casefold() in form for form in forms)}

    def found_in_folder(self, folder: Path) -> dict[str, set[str]]:
        """Give the files below a folder that have words, be it in their names."""
        found = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            content = path.read_bytes() if path.is_file() else b""
            if words := self.found(name.encode() + b"\n" + content) | self.found(content):
                found[name] = words
        return found


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)


def _readings(content: bytes) -> Iterator[str]:
    text = content.decode("utf-8", "replace")
    yield text
    yield unquote(text)
    yield unquote(unquote(text))
    yield html.unescape(text)
    yield _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    yield content.decode("utf-16-le", "replace")


def stored_terms(release: Path) -> bytes:
    """Give all that the index of a release on disk says, or nothing where it has none."""
    if not (release / "store").is_dir():
        return b""
    return "\n".join(map(str, Store.read_only(str(release / "store")))).encode()


def rows(path: Path) -> bytes:
    """Give all that a database of SQLite says."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump()).encode()
