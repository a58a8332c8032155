"""A suppression has no reason, names no rule, or suppresses nothing.

What it does
    Reads the comments ``# kgpub: ignore RULE – reason`` of Turtle, TriG, N-Triples and N-Quads, which hold for what
    stands in their own line, or, where they stand alone, for the line of what comes next; and the sections
    ``[[check.suppress]]`` of kgpub.toml, which hold for whole files of any format. One that cannot stand is an error
    and suppresses nothing; one that suppresses nothing, though its rule was asked, is a warning.

Why is this bad?
    A suppression is a decision that others must be able to judge. One that is left over hides the next fault.

Example
    ``ex:position 01 . # kgpub: ignore canonical-literal``

Use instead
    ``ex:position 01 . # kgpub: ignore canonical-literal – written so on the envelope, and read by the printer``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule
from kgpub.config import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kgpub.check.material import Material
    from kgpub.check.suppressions import Suppression

BESIDE = "write `# kgpub: ignore RULE – reason`"
ENTRY = "give rule, files and reason"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each suppression that cannot stand."""
    for suppression in material.suppressions:
        help_ = ENTRY if suppression.span.path == CONFIG_FILE else BESIDE
        for message in faults(suppression):
            yield Diagnostic("suppression", "error", message, suppression.span, help=help_)


def faults(suppression: Suppression) -> Iterator[str]:
    """Say what is wrong with a suppression in itself."""
    from kgpub.check.selection import refusal  # noqa: PLC0415 - which knows all rules, this one among them

    if not suppression.rules:
        yield "this suppression names no rule"
        return
    yield from filter(None, (refusal(rule, is_left_out=True) for rule in suppression.rules))
    if "suppression" in suppression.rules:
        yield "a suppression cannot suppress what is wrong with suppressions"
    if not suppression.reason:
        yield "this suppression gives no reason"


def unused(
    suppressions: Iterable[Suppression], found: Collection[Diagnostic], asked: Collection[str]
) -> Iterator[Diagnostic]:
    """Give a warning for each rule of a suppression that was asked and found nothing there."""
    for suppression in suppressions:
        for rule in suppression.rules:
            if rule in asked and not any(item.rule == rule and suppression.covers(item) for item in found):
                message = f"{rule} finds nothing here any longer"
                yield Diagnostic("suppression", "warning", message, suppression.span, help="take the suppression out")


RULE = Rule("suppression", "error", find)
