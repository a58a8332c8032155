"""A text is not in the Unicode normalization form C.

What it does
    Finds literals with letters written in parts that have a sign of their own, such as ``и`` with a breve after it
    instead of ``й``. In JSON-LD and RDF/XML they are told, but not mended.

Why is this bad?
    Both look the same, and neither finds the other. RDF asks for this form
    (https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal).

Example
    ``"Сергей"`` with ``и`` and U+0306

Use instead
    ``"Сергей"`` with ``й``: ``kgpub check --fix``
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from pyoxigraph import Literal

from kgpub.archive import literals
from kgpub.check.diagnostic import Diagnostic
from kgpub.check.mending import Mending, beyond_mending, found
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad

    from kgpub.check.material import Material

MESSAGE = "this text is not in Unicode's normalization form C"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each such literal."""
    yield from found(material, "nfc", "warning", mend)
    for file in beyond_mending(material):
        if any(map(_is_in_parts, file.parsed.quads)):
            for item in filter(lambda item: _is_in_parts(item.quad), file.placed):
                yield Diagnostic("nfc", "warning", MESSAGE, file.span(item.object), help="write it in form C")


def mend(text: str) -> Iterator[Mending]:
    """Write the literals in form C. IRIs stay as they are, since another one would be another thing."""
    if is_normalized("NFC", text):
        return
    for start, end in literals(text):
        literal = text[start:end]
        if not is_normalized("NFC", literal):
            yield Mending(start, end, normalize("NFC", literal), MESSAGE)


def _is_in_parts(quad: Quad) -> bool:
    return isinstance(quad.object, Literal) and not is_normalized("NFC", quad.object.value)


RULE = Rule("nfc", "warning", find, mend=mend, reads_each_file=True)
