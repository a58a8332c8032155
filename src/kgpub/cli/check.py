"""`kgpub check`: every fault of an archive, at its file, line and column."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.progress import shown_progress

if TYPE_CHECKING:
    from kgpub.check import Report, Severity
    from kgpub.check.reporters.as_text import Piece

FAULTS_FOUND = 1

COLOURS = {
    "path": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan", "bold": True},
    "rule": {"fg": "bright_black"},
    "margin": {"fg": "blue"},
    "mark": {"fg": "red"},
    "label": {"fg": "cyan"},
}


@click.command(
    epilog="""\b
Examples:
  kgpub check                       the archive of the current folder
  kgpub check ../letters            another one
  kgpub check --severity error      only what keeps it from being published
  kgpub check --output json         for programs
  kgpub check --since origin/main   what happened to the URIs that are published there, too

Exit status: 0 no errors, 1 errors in the data, 2 the check could not run."""
)
@click.argument("archive", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the report on standard output.",
)
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "note"]),
    default="note",
    show_default=True,
    help="Leave out what is milder. The exit status stays the same.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Compare with a git revision: no URI that was published then may be lost or come to mean something else.",
)
def check(archive: Path, output: str, severity: Severity, since: str | None) -> int:
    """Find every fault of an archive, at its file, line and column.

    ARCHIVE is a folder with a kgpub.toml; the current folder if left out.
    """
    # Here and not above, so that --help does not wait for them.
    from kgpub import config  # noqa: PLC0415
    from kgpub.archive import open_revision  # noqa: PLC0415
    from kgpub.check import check as find_faults  # noqa: PLC0415

    settings = config.load(archive)
    revision = open_revision(archive, since) if since is not None else None
    with shown_progress() as progress:
        report = find_faults(settings, config.open_archive(settings), progress=progress, since=revision)
    write(report.at_least(severity), output, archive)
    return FAULTS_FOUND if report.has_errors else 0


def write(report: Report, output: str, archive: Path) -> None:
    """Write a report to standard output."""
    if output == "json":
        from kgpub.check.reporters import as_json  # noqa: PLC0415

        click.echo(as_json.text(report))
        return
    from kgpub.check.reporters import as_text  # noqa: PLC0415

    folder = "" if archive == Path() else f"{archive}/"
    for line in as_text.lines(report, folder=folder):
        click.echo("".join(map(coloured, line)))


def coloured(piece: Piece) -> str:
    """Give a piece with its colour; click takes colours away where the output is no terminal."""
    colour = COLOURS.get(piece.role)
    return click.style(piece.text, **colour) if colour else piece.text  # type: ignore[arg-type]  # bool and str
