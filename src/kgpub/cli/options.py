"""What the commands that write into the ledger are told on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kgpub.config import Config

archive_option = click.option(
    "--archive",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The folder with the kgpub.toml; the current one if left out.",
)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Print what would be written, but write nothing into the ledger."
)


def absolute(settings: Config, written: str) -> str:
    """Give the URI that people mean by a whole URI, by one relative to the base, or by a prefixed name."""
    prefix, colon, name = written.partition(":")
    if "://" in written:
        return written
    if colon and prefix in settings.prefixes:
        return settings.prefixes[prefix] + name
    return settings.base + written.lstrip("/")
