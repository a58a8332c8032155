"""Two lines of the ledger contradict each other, or one of them does what cannot be.

What it does
    Finds what is not counted though nobody undid it: a URI that was merged in two ways, or merged and split, or merged
    and withdrawn; merges that make a circle; events on URIs that were never minted, across kinds, from a thing to
    itself; an undoing of a line that is not there.

Why is this bad?
    Two branches can each do what is right, and git joins their lines without a word. Which of them holds must be
    decided by somebody who knows the things. Until then the earlier day holds, and a withdrawal before all others.

Example
    ``2026-12-01 merged person/k5d8fc3h person/m2x7qt98`` and ``2026-12-02 merged person/m2x7qt98 person/k5d8fc3h``

Use instead
    one of the two, and ``2026-12-03 undone …`` with the other, written by ``kgpub undo``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.ledger_lines import line_span
from kgpub.check.rule import Rule
from kgpub.identity import explained

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each line that is not counted, with the lines that it contradicts."""
    for contradiction in material.ledger.history.contradictions:
        found = explained(material.ledger, contradiction)
        span = line_span(material, found.place.line)
        yield Diagnostic("ledger-contradiction", "error", found.message, span, help=found.help)


RULE = Rule("ledger-contradiction", "error", find)
