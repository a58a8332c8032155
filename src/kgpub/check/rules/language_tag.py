"""A language tag names no language, or has capitals.

What it does
    Finds codes of two letters that no language has (``by`` is the country, ``be`` the language), and tags with
    capitals. In JSON-LD and RDF/XML they are told, but not mended.

Why is this bad?
    A text in no language is shown to nobody, and not found by ``LANG(?text) = "be"``. Tags mean the same in any case,
    and RDF's are in lower case (https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal): the store keeps them so,
    and answers would differ from the files.

Example
    ``"Мінск"@by`` and ``"Minsk"@be-Latn``

Use instead
    ``"Мінск"@be`` and ``"Minsk"@be-latn``; ``kgpub check --fix`` mends the case
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kgpub.archive import literals
from kgpub.check.diagnostic import Diagnostic
from kgpub.check.language_tags import COUNTRIES, unknown
from kgpub.check.mending import Mending, beyond_mending, found, span
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.check.material import Material

_ANYWHERE = re.compile(r"@([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)")
_TAG = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")
_AT_END = re.compile(r"@([A-Za-z]+(?:-[A-Za-z0-9]+)*)\Z")


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each such tag."""
    yield from found(material, "language-tag", "warning", mend)
    for file in beyond_mending(material):
        if any(isinstance(quad.object, Literal) and quad.object.language for quad in file.parsed.quads):
            for piece in _pieces(file.lines.text, file.written.tags):
                help_ = "write it so" if piece.text else piece.help
                yield Diagnostic(
                    "language-tag", "warning", piece.message, span(file.path, file.lines, piece), help=help_
                )


def mend(text: str) -> Iterator[Mending]:
    """Write tags in lower case. Which language was meant only the author knows."""
    # What looks like a tag anywhere is quickly found, and seldom other than it should be.
    if not any(_is_odd(tag) for tag in set(_ANYWHERE.findall(text))):
        return
    ends = ((start, _AT_END.search(text[start:end])) for start, end in literals(text))
    yield from _pieces(text, ((start + match.start(1), start + match.end(1)) for start, match in ends if match))


def _pieces(text: str, tags: Iterable[tuple[int, int]]) -> Iterator[Mending]:
    """Give those of the tags between two characters each that are not well."""
    for start, end in tags:
        tag = text[start:end]
        if not _TAG.fullmatch(tag) or not _is_odd(tag):
            continue
        if language := unknown(tag):
            help_ = f'"{COUNTRIES[language]}" is the language' if language in COUNTRIES else "see ISO 639"
            yield Mending(start, end, None, f'there is no language "{language}"', help_)
        else:
            yield Mending(start, end, tag.lower(), f"this language tag is {tag.lower()} in RDF")


def _is_odd(tag: str) -> bool:
    return bool(unknown(tag)) or tag != tag.lower()


RULE = Rule("language-tag", "warning", find, mend=mend, reads_each_file=True)
