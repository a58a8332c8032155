"""A line of the ledger is no event, or mints an id for the second time.

What it does
    Reads the ledger that ``[identity]`` in kgpub.toml names, and tells of each line that cannot stand.

Why is this bad?
    The ledger is the proof that a URI keeps its meaning. A line that is not understood may say that a URI was
    withdrawn; an id that was minted twice means two things.

Example
    ``2026-11-22 mint person/k5d8fc3h``

Use instead
    ``2026-11-22 minted person/k5d8fc3h``, written by ``kgpub mint``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.ledger_lines import line_span
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each problem of the ledger."""
    for problem in material.ledger_file.problems:
        yield Diagnostic("ledger", "error", problem.message, line_span(material, problem.place.line))


RULE = Rule("ledger", "error", find)
