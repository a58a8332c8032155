"""A word has letters of two scripts that look alike.

What it does
    Finds words with Cyrillic and Latin letters, where the letters of one of the two all look like letters of the other.
    ``SMSка`` is left alone.

Why is this bad?
    The word looks right and is never found: ``Cвета`` with a Latin ``C`` is another word than ``Света``.

Example
    ``skos:prefLabel "Cвета"@ru``, with a Latin C

Use instead
    ``skos:prefLabel "Света"@ru``
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

_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _CYRILLIC = re.compile("[A-Za-z\u00c0-\u024f]"), re.compile("[\u0400-\u052f]")
_ALIKE = dict(zip("aceopxyiABCEHIKMOPTXY", "асеорхуіАВСЕНІКМОРТХУ", strict=True))
_LATIN_ALIKE, _CYRILLIC_ALIKE = frozenset(_ALIKE), frozenset(_ALIKE.values())


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each place of a text with such a word."""
    return Judging("two-scripts", "warning", judged).find(material, "data", "ontology", "shapes")


def judged(literal: Literal) -> tuple[str, str] | None:
    """Give message and help for the first such word of a text."""
    if not is_text(literal):
        return None
    for word in _WORD.findall(literal.value):
        latin, cyrillic = set(_LATIN.findall(word)), set(_CYRILLIC.findall(word))
        if not (latin and cyrillic):
            continue
        if latin <= _LATIN_ALIKE:
            return f'"{word}" is Cyrillic, but {_listed(latin)} in it is Latin', "write it in one script"
        if cyrillic <= _CYRILLIC_ALIKE:
            return f'"{word}" is Latin, but {_listed(cyrillic)} in it is Cyrillic', "write it in one script"
    return None


def _listed(letters: set[str]) -> str:
    return ", ".join(sorted(letters))


RULE = Rule("two-scripts", "warning", find, reads_each_file=True)
