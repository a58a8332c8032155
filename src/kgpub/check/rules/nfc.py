"""A text is not in the Unicode normalization form C.

What it does
    Finds literals with letters written in parts that have a sign of their own, such as ``и`` with a breve after it
    instead of ``й``, in Turtle, TriG, N-Triples and N-Quads.

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

from kgpub.archive import literals
from kgpub.check.mending import Mending, found
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each such literal."""
    return found(material, "nfc", "warning", mend)


def mend(text: str) -> Iterator[Mending]:
    """Write the literals in form C. IRIs stay as they are, since another one would be another thing."""
    if is_normalized("NFC", text):
        return
    for start, end in literals(text):
        literal = text[start:end]
        if not is_normalized("NFC", literal):
            yield Mending(start, end, normalize("NFC", literal), "this text is not in Unicode's normalization form C")


RULE = Rule("nfc", "warning", find, mend=mend, reads_each_file=True)
