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

from kgpub.archive import Lines
from kgpub.check.diagnostic import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each problem of the ledger."""
    content = material.archive.others.get(material.config.identity.ledger.as_posix(), b"")
    lines = Lines(content.decode("utf-8", errors="replace"))
    for problem in material.ledger_problems:
        line = problem.place.line
        text = lines.line(line)
        yield Diagnostic(
            "ledger", "error", problem.message, Span(problem.place.path, line, 1, line, len(text) + 1, text)
        )
