"""A line that the ledger had at a revision was changed or removed.

What it does
    With ``--since REV``, compares the lines of the ledger with those that it had then. Their order, comments, and lines
    that git wrote twice do not matter.

Why is this bad?
    The ledger proves that a URI keeps its meaning. Who removes a line can give an id to another thing, or publish again
    what was withdrawn, and nobody sees it.

Example
    ``2026-12-01 withdrawn person/k5d8fc3h privacy`` was there and is gone

Use instead
    the line as it was, and ``2026-12-05 undone 2026-12-01 withdrawn person/k5d8fc3h privacy``, written by
    ``kgpub undo``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.ledger_lines import line_span
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

HELP = "put it back as it was; what does not hold any longer is undone by another line: `kgpub undo`"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each line that is lost, at the line that seems to have taken its place."""
    if material.before is None:
        return
    if material.before.ledger_file.text == material.ledger_file.text:
        return
    before = lines(material.before.ledger_file.text)
    now = lines(material.ledger_file.text)
    new = {line: number for line, number in now.items() if line not in before}
    for line in before:
        if line not in now:
            number = _successor(line, new)
            what = f"the ledger had the line '{line}' at {material.before.name}, which was "
            message = what + ("changed" if number else "removed")
            yield Diagnostic("changed-ledger", "error", message, line_span(material, number), help=HELP)


def lines(text: str) -> dict[str, int]:
    """Give the events of a ledger as they are written, with their numbers."""
    numbered = ((line.rstrip("\r"), number) for number, line in enumerate(text.split("\n"), start=1))
    return {line: number for line, number in numbered if line and not line.startswith("#")}


def _successor(line: str, new: dict[str, int]) -> int:
    """Give the number of a new line that tells of the same event in another way; else 0."""
    return next((number for other, number in new.items() if _subject(other) == _subject(line)), 0)


def _subject(line: str) -> list[str]:
    """Give the verb and the URI of a line, or the verb and the line that it undoes."""
    words = line.split()[1:]
    return words if words[:1] == ["undone"] else words[:2]


RULE = Rule("changed-ledger", "error", find, needs_revision=True)
