"""The prefixes that the lines of a file seem to declare, at a glance: a text may look like a declaration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.archive import SourceFile

FORMATS = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG})
WORDS = (b"prefix", b"PREFIX")
_LINE = re.compile(rb"[ \t]*@?(?:prefix|PREFIX)\s+([^\s:<]+):(?:\s|#[^\n]*\n)*<([^<>\s]*)>")


def seeming_prefixes(file: SourceFile) -> Iterator[tuple[str, str]]:
    """Give each prefix with its namespace. Only where two differ need the file be cut into tokens."""
    content = file.content if file.format in FORMATS else b""
    for word in WORDS:
        at = content.find(word)
        while at >= 0:
            if found := _LINE.match(content, content.rfind(b"\n", 0, at) + 1):
                yield found[1].decode(), found[2].decode()
            at = content.find(word, at + len(word))
