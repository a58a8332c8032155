"""A line ends with white space.

What it does
    Finds spaces and tabs before the end of a line, but for those in literals of several lines, in Turtle, TriG,
    N-Triples and N-Quads.

Why is this bad?
    Nobody sees them, but git does: a line is told as changed though nothing in it was.

Example
    ``ex:a ex:b ex:c .`` with a space after the full stop

Use instead
    the line without it: ``kgpub check --fix``
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgpub.archive import literals
from kgpub.check.mending import Mending, found
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.material import Material

_ENDS = re.compile(r"(?<=[^ \t])[ \t]+(?=\r?\n|\Z)|^[ \t]+(?=\r?\n|\Z)", re.MULTILINE)


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a note for each such line."""
    return found(material, "trailing-space", "note", mend)


def mend(text: str) -> Iterator[Mending]:
    """Take the white space away."""
    ends = [match.span() for match in _ENDS.finditer(text)]
    if not ends:
        return
    inside = list(literals(text))
    for start, end in ends:
        if not any(first < start < last for first, last in inside):
            yield Mending(start, end, "", "white space at the end of a line")


RULE = Rule("trailing-space", "note", find, mend=mend, reads_each_file=True)
