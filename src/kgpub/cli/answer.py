"""Printing an answer: a stream to a pipe, a table to a terminal."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from kgpub.cli.question_options import TABLE
from kgpub.errors import NotAcceptable, QuerySyntaxError
from kgpub.publication.examples import with_prefixes
from kgpub.rdf.formats import CSV, N_TRIPLES, RDF_FORMATS, RESULTS_FORMATS, RESULTS_TSV, TURTLE, by_extension
from kgpub.store.contract import Form, Lane, Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgpub.cli.asking import Source
    from kgpub.cli.question_options import Options
    from kgpub.store.contract import Answer

NO = 1
COULD_NOT_RUN = 2
_OWN_PLACE = re.compile(r"Syntax error at line \d+, column \d+: ")


@dataclass(frozen=True)
class Answerer:
    """Asks a source, and prints what it says."""

    source: Source
    options: Options

    def answer(self, text: str) -> int:
        """Ask, print, and give the exit status."""
        complete = with_prefixes(text, self.source.prefixes)
        try:
            with self.source.engine.answer(self._query(complete)) as answer:
                return self._print(answer)
        except QuerySyntaxError as error:
            _show_syntax_error(error, text, shift=complete.count("\n") - text.count("\n"))
            return COULD_NOT_RUN
        except NotAcceptable as error:
            raise click.UsageError(self._other_output) from error
        except BrokenPipeError:
            # Who reads has read enough. Python would complain once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0

    def _query(self, text: str) -> Query:
        results, graph = self._formats()
        return Query(
            text,
            results=results,
            graph=graph,
            lane=Lane.PUBLIC,
            base=self.source.base,
            timeout_seconds=self.options.timeout,
        )

    @property
    def _shows_table(self) -> bool:
        return self.options.output == TABLE or (self.options.output is None and sys.stdout.isatty())

    def _formats(self) -> tuple[str | None, str | None]:
        """Give the media types for rows and for graphs; None where the output that was asked for cannot say them."""
        if self._shows_table:
            return RESULTS_TSV.media_type, N_TRIPLES.media_type
        if self.options.output is None:
            return CSV.media_type, TURTLE.media_type
        found = (by_extension(formats, self.options.output) for formats in (RESULTS_FORMATS, RDF_FORMATS))
        rows, graph = (entry.media_type if entry else None for entry in found)
        return rows, graph

    @property
    def _other_output(self) -> str:
        output = str(self.options.output)
        gives, fitting = ("rows", RESULTS_FORMATS) if by_extension(RDF_FORMATS, output) else ("a graph", RDF_FORMATS)
        names = ", ".join(entry.extension for entry in fitting)
        return f"--output {output}: the query gives {gives}; choose one of {names}."

    def _print(self, answer: Answer) -> int:
        if answer.head.form is Form.BOOLEAN:
            return self._print_truth(answer)
        if self._shows_table:
            from kgpub.cli.table import show  # noqa: PLC0415 - only where it is seen

            show(answer, self.source.prefixes, as_table=self.options.output == TABLE)
        else:
            _pass_on(answer)
        return 0

    def _print_truth(self, answer: Answer) -> int:
        content = b"".join(answer)
        if self.options.output in (None, TABLE):
            click.echo("true" if b"true" in content else "false")
        else:
            _pass_on([content])
        return NO if self.options.ask_status and b"false" in content else 0


def _pass_on(parts: Iterable[bytes]) -> None:
    """Write an answer as it comes; on a terminal, what is typed next begins on a line of its own."""
    output, last = sys.stdout.buffer, b"\n"
    for part in parts:
        output.write(part)
        output.flush()
        last = part or last
    if sys.stdout.isatty() and not last.endswith(b"\n"):
        output.write(b"\n")


def _show_syntax_error(error: QuerySyntaxError, text: str, *, shift: int) -> None:
    """Say what is wrong, and show the line with a mark below the column. We wrote `shift` lines before the text."""
    line = max(1, error.line - shift)
    if not error.line:
        click.echo(f"{_label()}{error}", err=True)
        return
    reason = _OWN_PLACE.sub("", str(error))
    place = f"line {line}, column {error.column}" if error.column else f"line {line}"
    click.echo(f"{_label()}Syntax error at {place}: {reason}", err=True)
    lines = text.split("\n")
    if line <= len(lines):
        shown = lines[line - 1].rstrip("\r")
        margin = f"  {line} | "
        click.echo(f"{margin}{shown}", err=True)
        if error.column:
            indent = "".join("\t" if letter == "\t" else " " for letter in shown[: error.column - 1])
            click.echo(f"{' ' * (len(margin) - 2)}| {indent}{click.style('^', fg='red', bold=True)}", err=True)


def _label() -> str:
    return f"{click.style('error', fg='red', bold=True)}: "
