"""`kgpub undo`: what was done to a URI does not count any longer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from kgpub import config, identity
from kgpub.cli.options import absolute, archive_option, dry_run_option
from kgpub.cli.recording import carry_out

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kgpub.config import Config
    from kgpub.identity import Change, Ledger

EXAMPLES = """
\b
Examples:
  kgpub undo person/k5d8fc3h                                          whatever was done to it last
  kgpub undo 2026-12-01 merged person/k5d8fc3h person/m2x7qt98        this line, where there are several
  kgpub undo 2026-12-02 undone 2026-12-01 withdrawn person/k5d8fc3h legal    an undoing: it is withdrawn again

Exit status: 0 written, 2 it does not fit the ledger or could not be written."""


@click.command(epilog=EXAMPLES)
@click.argument("what", nargs=-1, required=True, metavar="URI | LINE")
@click.option(
    "--publish-again",
    is_flag=True,
    help="Undo a merge or a split even where that publishes what is withdrawn now because of it.",
)
@archive_option
@dry_run_option
def undo(*, what: tuple[str, ...], publish_again: bool, archive: Path, dry_run: bool) -> None:
    """Undo the merge, split or withdrawal of URI, or the event that a LINE of the ledger tells of.

    No line is removed: another one says what does not count any longer. URI is given whole, relative to the archive's
    base, or as a prefixed name; LINE as the ledger and `kgpub check` show it.
    """
    settings = config.load(archive)

    def order(ledger: Ledger, on: date) -> tuple[Change, ...]:
        if is_line(what):
            return identity.undo_event(ledger, event_of(settings, what), on=on, publish_again=publish_again)
        return identity.undo(ledger, absolute(settings, what[0]), on=on, publish_again=publish_again)

    if len(what) > 1 and not is_line(what):
        raise click.UsageError("Give one URI, or one line of the ledger, which begins with its date.")
    carry_out(settings, order, dry_run=dry_run)


def is_line(words: tuple[str, ...]) -> bool:
    """Tell whether words begin as a line of the ledger does; quoted, a line is one word."""
    return re.match(r"\d{4}-\d{2}-\d{2}\b", words[0]) is not None


def event_of(settings: Config, words: tuple[str, ...]) -> Change:
    """Give the event that a line of the ledger tells of."""
    event = identity.parse_line(" ".join(words), base=settings.base, shown="LINE")
    if isinstance(event, identity.Minted):
        raise click.UsageError("A minting cannot be undone, since others may have the URI; withdraw it instead.")
    return event
