"""Where the files of an archive mention a word: found without parsing, in any format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgpub.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.archive.files import Archive


def mentions(archive: Archive, word: str) -> Iterator[Place]:
    """Give each line of an RDF file that has a word, between characters that are neither letters nor digits."""
    pattern = re.compile(rb"(?<![0-9A-Za-z])%s(?![0-9A-Za-z])" % re.escape(word.encode()))
    for file in archive.files:
        line, counted = 1, 0
        found = None
        for match in pattern.finditer(file.content):
            line += file.content.count(b"\n", counted, match.start())
            counted = match.start()
            if line != found:
                yield Place(file.path, line)
            found = line
