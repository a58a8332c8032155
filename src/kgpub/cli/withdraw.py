"""`kgpub withdraw`: nothing is published of a thing any longer."""

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

REASONS = "\n".join(f"  {reason:<9}{meaning}" for reason, meaning in identity.REASONS.items())
EXAMPLES = f"""
\b
Reasons, which everybody can read in the answer at the URI; in doubt, privacy tells least:
{REASONS}

\b
Examples:
  kgpub withdraw person/k5d8fc3h --reason privacy
  kgpub withdraw person/k5d8fc3h --reason privacy --dry-run    see what else it takes with it
  kgpub undo person/k5d8fc3h                                   publish it again

Exit status: 0 written or so already, 2 it does not fit the ledger or could not be written."""


@click.command(epilog=EXAMPLES)
@click.argument("uri")
@click.option("--reason", type=click.Choice(list(identity.REASONS)), required=True, help="Why; see below.")
@archive_option
@dry_run_option
def withdraw(*, uri: str, reason: str, archive: Path, dry_run: bool) -> None:
    """Take the thing that URI names out of what is published, with all that was merged into it.

    From the next release on, the URI answers that it is gone, and why in one word. The files stay as they are, and git
    keeps what it had: what must vanish there too needs its history rewritten. URI is given whole, relative to the
    archive's base, or as a prefixed name.
    """
    settings = config.load(archive)
    named = absolute(settings, uri)

    def order(ledger: Ledger, on: date) -> tuple[Change, ...]:
        return identity.withdraw(ledger, named, reason=reason, on=on)

    carry_out(settings, order, dry_run=dry_run)
