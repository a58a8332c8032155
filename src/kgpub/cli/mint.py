"""`kgpub mint`: new URIs, kept in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from kgpub import config, identity
from kgpub.cli.options import archive_option, dry_run_option

if TYPE_CHECKING:
    from pathlib import Path

    from kgpub.config import Config

EXAMPLES = """
\b
Examples:
  kgpub mint person                  one new URI
  kgpub mint assertion --count 20    twenty of them
  kgpub mint person --dry-run        see what they look like; nothing is kept
"""


@click.command(epilog=EXAMPLES)
@click.argument("kind")
@click.option("--count", type=click.IntRange(1, 100_000), default=1, show_default=True, help="How many to draw.")
@archive_option
@dry_run_option
def mint(*, kind: str, count: int, archive: Path, dry_run: bool) -> None:
    """Draw new URIs at random for things of KIND, write them into the ledger, print them one a line.

    KIND is one of the archive's kinds: the sections [identity.kinds.KIND] of its kgpub.toml.
    """
    settings = config.load(archive)
    path = archive / settings.identity.ledger
    order = partial(identity.mint, kind=_kind(settings, kind), count=count, on=datetime.now(UTC).date())
    if dry_run:
        events = order(identity.read(path, base=settings.base))
    else:
        events = identity.extend(path, order, base=settings.base)
    for event in events:
        click.echo(event.uri)


def _kind(settings: Config, name: str) -> identity.Kind:
    kinds = {kind.name: kind for kind in settings.identity.kinds}
    if name in kinds:
        return kinds[name]
    known = f"choose one of: {', '.join(kinds)}" if kinds else "kgpub.toml has no section [identity.kinds.NAME] yet"
    raise click.BadParameter(f"this archive mints no '{name}'; {known}", param_hint="KIND")
