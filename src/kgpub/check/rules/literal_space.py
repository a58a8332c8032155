"""A text begins or ends with white space, or has characters that nobody sees.

What it does
    Looks at the strings of the data: white space at the ends of a text of one line, tabs and two spaces within it,
    control characters, zero-width spaces, soft hyphens, and marks that turn the direction of writing. What
    ``oa:exact``, ``oa:prefix`` and ``oa:suffix`` quote is left alone.

Why is this bad?
    ``"Minsk "`` is another string than ``"Minsk"``: it is not found, not joined, and counted twice.

Example
    ``skos:prefLabel "Minsk "@en``

Use instead
    ``skos:prefLabel "Minsk"@en``
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

_OA = "http://www.w3.org/ns/oa#"
QUOTED = frozenset({_OA + "exact", _OA + "prefix", _OA + "suffix"})
"""What is quoted has the white space of its text (https://www.w3.org/TR/annotation-model/#text-quote-selector)."""
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each place of such a text."""
    return Judging("literal-space", "warning", judged, exempt=QUOTED).find(material, "data")


def judged(literal: Literal) -> tuple[str, str] | None:
    """Give message and help for a text with white space that is hardly meant."""
    text = literal.value
    if not is_text(literal):
        return None
    if unseen := _UNSEEN.search(text):
        return f"this text has the unseen character U+{ord(unseen[0]):04X}", "take it out"
    if "\n" in text or not text.strip():
        return None
    if text != text.strip():
        end = "begins" if text != text.lstrip() else "ends"
        return f"this text {end} with white space", "take it out"
    if "  " in text or "\t" in text:
        return "this text has two spaces or a tab between words", "write one space"
    return None


RULE = Rule("literal-space", "warning", find, reads_each_file=True)
