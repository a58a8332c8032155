"""A URI that was withdrawn at a revision is published again.

What it does
    With ``--since REV``, compares what the ledger says of each URI that was withdrawn then.

Why is this bad?
    It may be meant, so this is a warning. It may also be what two branches did without knowing of each other: one
    withdrew the survivor of a merge, and thereby all that was merged into it, the other undid the merge. git joins the
    lines without a word.

Example
    ``withdrawn person/m2x7qt98 privacy`` in one branch, ``undone … merged person/k5d8fc3h person/m2x7qt98`` in another

Use instead
    ``kgpub withdraw person/k5d8fc3h --reason privacy`` if it is the same person after all
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.ledger_lines import line_span
from kgpub.check.rule import Rule
from kgpub.identity import Undoing, Withdrawn, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each, at the last line about it that undoes something."""
    before, ledger = material.before, material.ledger
    if before is None or material.ledger_file.problems:
        return
    for uri, was in before.ledger.changed.items():
        if isinstance(was, Withdrawn) and not isinstance(resolve(ledger, uri), Withdrawn):
            undoings = [line for event, line in ledger.lines.items() if isinstance(event, Undoing) and event.uri == uri]
            name = ledger.relative(uri)
            message = f"{name} was withdrawn ({was.reason}) at {before.name}, and is published again"
            help_ = f"if that is not meant: `kgpub withdraw {name} --reason {was.reason}`"
            span = line_span(material, max(undoings, default=0))
            yield Diagnostic("returned-uri", "warning", message, span, help=help_)


RULE = Rule("returned-uri", "warning", find, needs_revision=True)
