"""A text was read in the wrong encoding.

What it does
    Looks in strings for what becomes of UTF-8 that was read as Windows-1252 or Windows-1251 (``Ã©``, ``РњС–РЅСЃРє``),
    and for the character that stands for what could not be read (U+FFFD).

Why is this bad?
    The text can neither be read nor found. It was damaged on its way here, so other texts of the same source were too.

Example
    ``skos:prefLabel "РњС–РЅСЃРє"@be``

Use instead
    ``skos:prefLabel "Мінск"@be``
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgpub.check.rule import Rule
from kgpub.check.written_literals import Judging, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Literal

    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.material import Material

_RUN = re.compile(r"[^\x00-\x7f]{2,}")
# "Сі" alone, in Belarusian, is the beginning of many words: one letter proves nothing in Cyrillic.
_ENCODINGS = (("cp1252", 1), ("latin-1", 1), ("cp1251", 2))


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each place of such a text."""
    return Judging("mojibake", "warning", judged).find(material, "data", "ontology", "shapes")


def judged(literal: Literal) -> tuple[str, str] | None:
    """Give message and help for a text that has been damaged."""
    if not is_text(literal):
        return None
    if "\ufffd" in literal.value:
        return "this text has U+FFFD, which stands for what could not be read", "copy the text from its source again"
    for run in _RUN.findall(literal.value):
        if meant := repaired(run):
            return f'"{run}" is "{meant}" read in the wrong encoding', "copy the text from its source again"
    return None


def repaired(run: str) -> str:
    """Give what a run of characters was before it was read in the wrong encoding, or nothing."""
    for encoding, least in _ENCODINGS:
        try:
            meant = run.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if len(meant) >= least and meant.isprintable():
            return meant
    return ""


RULE = Rule("mojibake", "warning", find, reads_each_file=True)
