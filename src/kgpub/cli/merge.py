"""`kgpub merge`: one URI stands for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgpub import config, identity
from kgpub.cli.options import absolute, archive_option, dry_run_option
from kgpub.cli.recording import carry_out

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kgpub.identity import Change, Ledger

EXAMPLES = """
\b
Examples:
  kgpub merge person/k5d8fc3h person/m2x7qt98    both are one person; the second stays
  kgpub merge person/k5d8fc3h person/m2x7qt98 --dry-run
  kgpub undo person/k5d8fc3h                     they are two after all

Exit status: 0 written or so already, 2 it does not fit the ledger or could not be written."""


@click.command(epilog=EXAMPLES)
@click.argument("old")
@click.argument("into")
@archive_option
@dry_run_option
def merge(*, old: str, into: str, archive: Path, dry_run: bool) -> None:
    """Let the URI OLD stand for what INTO names: from the next release on, it leads there.

    URIs are given whole, relative to the archive's base, or as prefixed names. Both must be of one kind, and INTO
    active. What was merged into OLD before leads to INTO as well.
    """
    settings = config.load(archive)
    uri, other = absolute(settings, old), absolute(settings, into)

    def order(ledger: Ledger, on: date) -> tuple[Change, ...]:
        return identity.merge(ledger, uri, other, on=on)

    carry_out(settings, order, dry_run=dry_run)
