"""Two passages that share words of their source.

What it does
    Compares the places of all passages of a source, as ``[[check.quotations]]`` in kgpub.toml says where they are.

Why is this bad?
    What is said in both is counted twice, and a claim can be followed to either of them, or to half a sentence.

Example
    ``ex:p ex:start 0 ; ex:end 20 . ex:q ex:start 10 ; ex:end 30 .``

Use instead
    ``ex:p ex:start 0 ; ex:end 20 . ex:q ex:start 20 ; ex:end 30 .``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic, Related
from kgpub.check.quotations import shown, sources, span_of
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material
    from kgpub.check.quotations import Source


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each passage that begins within another, where it says where it begins."""
    for settings in material.config.check.quotations:
        for source in sources(material.index, settings):
            yield from _overlaps(material, source)


def _overlaps(material: Material, source: Source) -> Iterator[Diagnostic]:
    before = None
    for place, passage in source.placed:
        if before is not None and place.start < before[0].stop:
            other = before[1]
            shared = source.texts[0][place.start : min(place.stop, before[0].stop)]
            message = f"this passage shares {shown(shared)} with {material.naming.term(other.node)}"
            span, focus = span_of(material, passage.start, passage), material.naming.thing(passage.node)
            related = (Related("the other passage", span_of(material, other.start, other)),)
            yield Diagnostic("overlapping-passages", "error", message, span, focus=focus, related=related)
        if before is None or place.stop > before[0].stop:
            before = place, passage


RULE = Rule("overlapping-passages", "error", find)
