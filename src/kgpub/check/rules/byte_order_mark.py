"""A file begins with a byte order mark.

What it does
    Finds the character U+FEFF before everything else in a file of any format. Nothing else is made of it: the file is
    read, checked and published as if it were not there.

Why is this bad?
    Nobody sees it. UTF-8 needs none; JSON forbids to write it (https://www.rfc-editor.org/rfc/rfc8259#section-8.1), and
    the grammars of Turtle, TriG, N-Triples and N-Quads have no place for it. Some programs refuse such a file, and
    where files are joined, the mark ends up in the midst of another.

Example
    U+FEFF before ``@prefix ex: <https://example.org/ns#> .``, as some editors write it

Use instead
    the file without it: ``kgpub check --fix``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic, Span
from kgpub.check.mending import HELP, Mending
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

MARK = "\ufeff"
MESSAGE = "this file begins with a byte order mark"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each such file."""
    for file in material.files:
        if file.file.is_marked:
            excerpt = material.places.files[file.path].lines.line(1)
            yield Diagnostic("byte-order-mark", "warning", MESSAGE, Span(file.path, 1, 1, 1, 1, excerpt), help=HELP)


def mend(text: str) -> Iterator[Mending]:
    """Take the mark away."""
    if text.startswith(MARK):
        yield Mending(0, len(MARK), "", MESSAGE)


RULE = Rule("byte-order-mark", "warning", find, mend=mend, reads_each_file=True, mends_every_format=True)
