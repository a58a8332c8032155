"""`kgpub check`: every fault of an archive, at its file, line and column."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.checked import WorkingTree, opened_staging
from kgpub.cli.progress import shown_progress
from kgpub.cli.reports import FORMS, Output, OutputType, each_in_its_place, write

if TYPE_CHECKING:
    from kgpub.archive import Archive
    from kgpub.check import Report, Selection, Severity
    from kgpub.config import Config

FAULTS_FOUND = 1
MADE_BEFORE_GARBAGE = 100_000
"""Things after whose making Python looks for garbage. A check makes very many, and leaves hardly any in circles."""
REMEMBERED = ".kgpub/check"


@click.command(
    epilog="""\b
Examples:
  kgpub check                           the archive of the current folder
  kgpub check ../letters                another one
  kgpub check --severity error          only what keeps it unpublished
  kgpub check --output json             for programs
  kgpub check --output sarif:out.sarif  into a file, for code scanning
  kgpub check --select syntax,shacl     these rules; `kgpub rule` lists all
  kgpub check --fix                     mend what has one right answer first
  kgpub check --staged                  what a commit would record, for a hook
  kgpub check --since origin/main       whether URIs published there live on

Exit status: 0 no errors, 1 errors in the data, 2 the check could not run."""
)
@click.argument("archive", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--output",
    "outputs",
    type=OutputType(),
    multiple=True,
    callback=each_in_its_place,
    metavar="FORM[:FILE]",
    help=f"Form of a report ({', '.join(FORMS)}), and the file that it goes to. May be given several times.",
)
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "note"]),
    default="note",
    show_default=True,
    help="Leave out what is milder. The exit status stays the same.",
)
@click.option(
    "--select", "selected", multiple=True, metavar="RULE,…", help="Ask these rules only, whatever kgpub.toml selects."
)
@click.option("--ignore", "ignored", multiple=True, metavar="RULE,…", help="Do not ask these rules.")
@click.option(
    "--baseline",
    "baseline_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Findings that are known and not told; else that of kgpub.toml.",
)
@click.option("--write-baseline", is_flag=True, help="Write all findings into the baseline, and tell none.")
@click.option(
    "--fix",
    is_flag=True,
    help="Mend first what has one right answer: Unicode form, case of language tags, white space at ends of lines, "
    "a byte order mark.",
)
@click.option(
    "--stdin-filename",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Read this file of the archive from standard input, and tell of it only: for editors.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Compare with a git revision: no URI that was published then may be lost or come to mean something else.",
)
@click.option(
    "--staged",
    is_flag=True,
    help="Check what git has staged, whatever the working tree holds, against the last commit or REV.",
)
def check(  # noqa: PLR0913 - one for each option
    archive: Path,
    *,
    outputs: tuple[Output, ...],
    severity: Severity,
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
    baseline_file: Path | None,
    write_baseline: bool,
    fix: bool,
    stdin_filename: Path | None,
    since: str | None,
    staged: bool,
) -> int:
    """Find every fault of an archive, at its file, line and column.

    ARCHIVE is a folder with a kgpub.toml; the current folder if left out.
    """
    if fix and staged:
        raise click.UsageError("--fix writes files; what is staged is not in files")
    if fix and stdin_filename:
        raise click.UsageError("--fix writes files; it cannot mend what comes on standard input")
    with opened_staging(archive) if staged else nullcontext(WorkingTree(archive)) as checked:
        if checked is None:
            click.echo("Nothing is staged that the archive is made of")
            return 0
        gc.set_threshold(MADE_BEFORE_GARBAGE)
        # Here and not above, so that --help does not wait for them.
        from kgpub.check import Baseline, select  # noqa: PLC0415
        from kgpub.check import check as find_faults  # noqa: PLC0415
        from kgpub.check.baseline import read  # noqa: PLC0415

        selected, ignored = rules(selected, is_left_out=False), rules(ignored, is_left_out=True)
        settings = checked.settings
        written = baseline_to_write(settings, baseline_file) if write_baseline else None
        known = Baseline() if written else read(baseline_file) if baseline_file else checked.baseline()
        selection = select(settings, select=selected, ignore=ignored, baseline=known)
        with shown_progress() as progress:
            revision = checked.before(since)
            if fix:
                mend(settings, selection)
            files = with_stdin(settings, checked.archive(), stdin_filename)
            memory = archive / REMEMBERED
            keeps = stdin_filename is None
            found = find_faults(
                settings, files, progress=progress, since=revision, selection=selection, memory=memory, keeps=keeps
            )
    if stdin_filename:
        found = found.of_file(within(settings, stdin_filename))
    if written:
        return write_known(found, written)
    write(found.at_least(severity), outputs, archive)
    return FAULTS_FOUND if found.has_errors else 0


def rules(written: tuple[str, ...], *, is_left_out: bool) -> tuple[str, ...]:
    """Give the rules that an option names, each time several with commas between them."""
    from kgpub.check.selection import refusal  # noqa: PLC0415

    names = tuple(name.strip() for names in written for name in names.split(","))
    for name in names:
        if message := refusal(name, is_left_out=is_left_out):
            raise click.BadParameter(message, param_hint=f"'--{'ignore' if is_left_out else 'select'}'")
    return names


def mend(settings: Config, selection: Selection) -> None:
    """Write the files in which something has one right answer, and say how many."""
    from kgpub import config  # noqa: PLC0415
    from kgpub.check.fixing import fix  # noqa: PLC0415

    # All are proved before one is written.
    mended = list(fix(settings, config.open_archive(settings), selection))
    for file in mended:
        path = settings.root / file.path
        put(path, file.content)
        click.echo(f"Mended {file.count} in {path}", err=True)


def put(path: Path, content: bytes) -> None:
    """Write a file as a whole: where that cannot be, the old one stays."""
    from kgpub.durable import replace_file  # noqa: PLC0415

    if path.exists() and not path.is_file():  # nor may a device be replaced
        raise click.FileError(str(path), "cannot be written: it is no regular file")
    try:
        replace_file(path, content)
    except OSError as error:
        raise click.FileError(str(path), f"cannot be written: {error.strerror}") from None


def with_stdin(settings: Config, archive: Archive, unsaved: Path | None) -> Archive:
    """Give the archive; of a file that is not saved, with what comes on standard input."""
    from kgpub.archive import with_unsaved  # noqa: PLC0415

    if unsaved is None:
        return archive
    content = sys.stdin.buffer.read()
    return with_unsaved(archive, within(settings, unsaved), content, graphs=settings.graphs)


def within(settings: Config, file: Path) -> str:
    """Give the path of a file as the archive has it."""
    return Path(os.path.relpath(file, settings.root)).as_posix()


def baseline_to_write(settings: Config, file: Path | None) -> Path:
    """Give the file that the command line names, or else kgpub.toml."""
    own = settings.check.settings.baseline
    if file is None and not own:
        message = "say into which file: --baseline FILE, or `baseline` in [check] of kgpub.toml"
        raise click.UsageError(message)
    return file or settings.root / own


def write_known(report: Report, file: Path) -> int:
    """Write a baseline of what was found, but for what nothing can be published with."""
    from kgpub.check.baseline import baseline_of, encode  # noqa: PLC0415

    baseline = baseline_of(report.diagnostics)
    put(file, encode(baseline).encode())
    count = sum(baseline.counts.values())
    click.echo(f"Wrote {count} finding{'' if count == 1 else 's'} into {file}")
    return 0
