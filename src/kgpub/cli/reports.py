"""Where the reports of `kgpub check` go, and in which form."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kgpub.cli.colours import painted

if TYPE_CHECKING:
    from kgpub.check import Report

FORMS = ("text", "json", "sarif", "junit", "github", "gitlab")


@dataclass(frozen=True)
class Output:
    """A report that is asked for."""

    form: str
    file: Path | None = None
    """None is standard output."""


class OutputType(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    """`FORM` or `FORM:FILE`."""

    name = "form"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Output:  # noqa: ANN401 - click's
        """Take the two apart."""
        if isinstance(value, Output):
            return value
        form, colon, file = str(value).partition(":")
        if form not in FORMS:
            self.fail(f"{form!r} is not one of {', '.join(FORMS)}", param, ctx)
        if colon and not file:
            self.fail(f"{value!r} names no file after the colon", param, ctx)
        return Output(form, Path(file) if file else None)


def each_in_its_place(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001 - click's signature
    outputs: tuple[Output, ...],
) -> tuple[Output, ...]:
    """Refuse two reports on standard output or in one file, which nothing could read."""
    if sum(output.file is None for output in outputs) > 1:
        message = "only one report can go to standard output; name files for the others: --output sarif:FILE"
        raise click.BadParameter(message)
    files = [output.file.resolve() for output in outputs if output.file and not output.file.is_char_device()]
    if len(set(files)) < len(files):
        raise click.BadParameter("two reports cannot go to the same file; name another one for each")
    return outputs or (Output("text"),)


def write(report: Report, outputs: tuple[Output, ...], archive: Path) -> None:
    """Write each report to its place."""
    for output in outputs:
        words = in_colours(report, archive) if output.form == "text" else formed(report, output.form, archive)
        if output.file is None:
            show(words)
            continue
        try:
            output.file.write_text(click.unstyle(words) + "\n", encoding="utf-8")
        except OSError as error:
            raise click.FileError(str(output.file), error.strerror) from None


def show(words: str) -> None:
    """Write to standard output, which may be a file on a disk that is full."""
    try:
        click.echo(words)
    except BrokenPipeError:  # who reads has read enough, which click knows
        raise
    except OSError as error:
        # Python would try to write the rest when it ends, and end with another status.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.ClickException(f"standard output cannot be written: {error.strerror}") from None


def formed(report: Report, form: str, archive: Path) -> str:
    """Give a report for programs; its paths are relative to the current folder, as they must be in a repository."""
    folder = Path(os.path.relpath(archive)).as_posix()
    reporter = import_module(f"kgpub.check.reporters.as_{form}")
    words: str = reporter.text(report, folder="" if folder == "." else f"{folder}/")
    return words


def in_colours(report: Report, archive: Path) -> str:
    """Give a report for people; click takes colours away where the output is no terminal."""
    from kgpub.check.reporters import as_text  # noqa: PLC0415 - so that --help does not wait

    folder = "" if archive == Path() else f"{archive}/"
    lines = as_text.lines(report, folder=folder)
    return "\n".join("".join(painted(piece.text, piece.role) for piece in line) for line in lines)
