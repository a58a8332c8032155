"""`kgpub build`: check an archive and write a release of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.check import FAULTS_FOUND
from kgpub.cli.left_out import tell_left_out
from kgpub.cli.progress import shown_progress
from kgpub.cli.reports import Output, write

if TYPE_CHECKING:
    from kgpub.build import Built


@click.command(
    epilog="""\b
Examples:
  kgpub build                       the archive of the current folder
  kgpub build ../letters            another one
  kill -HUP PID                     let a running server move to the new release

Exit status: 0 built, 1 errors in the data (the last release stays), 2 the build could not run."""
)
@click.argument("archive", type=click.Path(path_type=Path), default=Path())
def build(archive: Path) -> int:
    """Check an archive and write a release of it.

    ARCHIVE is a folder with a kgpub.toml; the current folder if left out. The release lies in its folder .kgpub; it
    is there whole or not at all.
    """
    from kgpub.build import build as build_release  # noqa: PLC0415 - so that --help does not wait

    with shown_progress() as progress:
        built = build_release(archive, progress=progress)
    return tell(built, archive, with_places=True)


def tell(built: Built, archive: Path, *, with_places: bool = False) -> int:
    """Say what came of a build, and with all places where names were blacked out; give the exit status."""
    if built.release is None:
        write(built.report.at_least("error"), (Output("text"),), archive)
        click.echo("Nothing was built: mend the errors first. The last release, if there is one, stays.", err=True)
        return FAULTS_FOUND
    if warnings := built.report.count("warning"):
        noun = "warning" if warnings == 1 else "warnings"
        click.echo(f"{warnings} {noun}: kgpub check shows them.", err=True)
    if built.left_out:
        tell_left_out(built.left_out, archive, with_places=with_places)
    quads = built.release.manifest["dataset"]["quads"]
    click.echo(f"Built release {built.release.id[:12]}: {quads:,} statements in {built.release.folder}")
    return 0
