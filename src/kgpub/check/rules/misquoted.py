"""A quotation that does not stand in its text, or not at its place.

What it does
    Compares the words of each passage with the text of its source, as ``[[check.quotations]]`` in kgpub.toml says where
    an archive has both: character by character at the place that the passage names; without a place, anywhere.
    Sources whose text is not in the archive are left alone.

Why is this bad?
    Whoever follows a claim to its source finds other words there than the archive says, and believes neither.

Example
    ``ex:p ex:words "We demand" ; ex:start 4 ; ex:end 13 .`` where the text begins ``So, we demand``

Use instead
    ``ex:p ex:words "we demand" ; ex:start 4 ; ex:end 13 .``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.quotations import shown, sources, span_of
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material
    from kgpub.check.quotations import Quotation


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each such passage at its words, with what stands there, and where they stand."""
    for settings in material.config.check.quotations:
        for source in sources(material.index, settings):
            for passage in source.passages:
                if passage.words is not None and not any(stands(passage, text) for text in source.texts):
                    yield _finding(material, passage, source.texts[0], material.naming.term(source.node))


def stands(passage: Quotation, text: str) -> bool:
    """Tell whether the words of a passage stand in a text where it says."""
    if passage.place is None:
        return passage.quoted in text
    return text[passage.place.start : passage.place.stop] == passage.quoted


def _finding(material: Material, passage: Quotation, text: str, source: str) -> Diagnostic:
    place = passage.place
    message = f"these words do not stand in the text of {source}"
    if place is not None:
        there = shown(text[place.start : place.stop]) if place.start < len(text) else "nothing"
        message = f"at {place.start}–{place.stop}, the text of {source} has {there}"
    span = span_of(material, passage.words, passage)
    focus = material.naming.thing(passage.node)
    return Diagnostic("misquoted", "error", message, span, focus=focus, help=_help(passage.quoted, text))


def _help(words: str, text: str) -> str:
    """Say where the words stand, if that is certain."""
    match text.count(words) if words else 0:
        case 0:
            return "the words stand nowhere in the text: copy them from it"
        case 1:
            start = text.index(words)
            return f"the words stand at {start}–{start + len(words)}"
        case count:
            return f"the words stand at {count} other places"


RULE = Rule("misquoted", "error", find, needs_all_files=True)
