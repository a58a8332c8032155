"""`kgpub split`: what a URI named is several things."""

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
  kgpub mint person --count 2
  kgpub split person/k5d8fc3h person/m2x7qt98 person/c4g0rw7z    it was two people
  kgpub undo person/k5d8fc3h                                     it was one after all

Exit status: 0 written or so already, 2 it does not fit the ledger or could not be written."""


@click.command(epilog=EXAMPLES)
@click.argument("old")
@click.argument("into", nargs=-1, required=True)
@archive_option
@dry_run_option
def split(*, old: str, into: tuple[str, ...], archive: Path, dry_run: bool) -> None:
    """Say that what the URI OLD named is the several things that INTO... name.

    From the next release on, OLD answers with the choice between them. OLD itself cannot be one of them: who cited it
    may have meant another. URIs are given whole, relative to the archive's base, or as prefixed names; all must be of
    one kind, and those of INTO active.
    """
    if len(into) == 1:
        raise click.UsageError("A split needs two or more to split into; for one it is `kgpub merge OLD INTO`.")
    settings = config.load(archive)
    uri, others = absolute(settings, old), [absolute(settings, word) for word in into]

    def order(ledger: Ledger, on: date) -> tuple[Change, ...]:
        return identity.split(ledger, uri, others, on=on)

    carry_out(settings, order, dry_run=dry_run)
