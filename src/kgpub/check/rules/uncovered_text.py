"""Words of a source that stand in no passage.

What it does
    Where ``[[check.quotations]]`` in kgpub.toml says that passages are complete, looks for what is between them in the
    text of each source that has passages. White space may be left out, and what ``furniture`` describes there.

Why is this bad?
    Nobody can tell whether the words were left out on purpose, and what they say is not in the archive.

Example
    ``ex:p ex:start 0 ; ex:end 20 . ex:q ex:start 34 ; ex:end 50 .`` where a sentence stands between

Use instead
    a passage for that sentence as well
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.quotations import shown, sources, span_of
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kgpub.check.material import Material
    from kgpub.check.quotations import Quotation, Source


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each such piece, at the end of the passage before it, or the start of the first."""
    for settings in material.config.check.quotations:
        if settings.complete:
            for source in sources(material.index, settings):
                yield from _uncovered(material, source, settings.furniture)


def _uncovered(material: Material, source: Source, furniture: Sequence[str]) -> Iterator[Diagnostic]:
    text = source.texts[0]
    unneeded = re.compile("|".join(rf"(?:{pattern})" for pattern in (r"\s+", *furniture)), re.MULTILINE)
    for start, end, passage in gaps(source, len(text)):
        pieces = _without(unneeded, text, start, end)
        if pieces:
            bound = passage.end if passage.place and passage.place.stop == start else passage.start
            at = text.index(pieces[0], start)
            message = f"no passage of {material.naming.term(source.node)} has {shown(' '.join(pieces))}, at {at}"
            yield Diagnostic("uncovered-text", "warning", message, span_of(material, bound, passage))


def gaps(source: Source, length: int) -> Iterator[tuple[int, int, Quotation]]:
    """Give the pieces between passages, with the passage before each, or the first."""
    placed = source.placed
    covered, last = 0, placed[0][1] if placed else None
    for place, passage in placed:
        if place.start > covered and last is not None:
            yield covered, place.start, last
        if place.stop > covered:
            covered, last = place.stop, passage
    if last is not None and covered < length:
        yield covered, length, last


def _without(unneeded: re.Pattern[str], text: str, start: int, end: int) -> list[str]:
    """Give what is left of a piece of text."""
    pieces, at = [], start
    for match in unneeded.finditer(text, start, end):
        pieces.append(text[at : match.start()])
        at = match.end()
    return [piece for piece in (*pieces, text[at:end]) if piece]


RULE = Rule("uncovered-text", "warning", find, needs_all_files=True)
