"""Where the text of a query comes from: the command line, a file, standard input, or an example's name."""

from __future__ import annotations

import re
import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from kgpub.cli.asking import known_examples

if TYPE_CHECKING:
    from pathlib import Path

    from kgpub.cli.question_options import Options
    from kgpub.publication.examples import Example

STDIN = "-"


def question(options: Options) -> str:
    """Give the text; raise UsageError where it is given more than once, or not at all."""
    given = [name for name in ("query", "file", "example") if getattr(options, name) is not None]
    if len(given) > 1:
        raise click.UsageError("Give the query once: as QUERY, or with --file, or with --example.")
    if options.file is not None:
        return _read(options.file)
    if options.example is not None:
        return _example(known_examples(options.archive), options.example).text
    if options.query not in (None, STDIN):
        return str(options.query)
    if options.query is None and sys.stdin.isatty():
        raise click.UsageError("There is no query. Give one as QUERY, with --file or --example, or to a pipe.")
    return _decoded(sys.stdin.buffer.read(), "standard input")


def name_of(example: Example) -> str:
    """Give the name of an example: the end of its URI."""
    return re.split(r"[/#]", example.uri.rstrip("/#"))[-1]


def _read(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.BadParameter(f"{file} cannot be read: {error.strerror}", param_hint="--file") from error
    return _decoded(content, str(file))


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"The query in {where} is not UTF-8.") from error


def _example(examples: tuple[Example, ...], name: str) -> Example:
    by_name = {name_of(example): example for example in examples} | {example.uri: example for example in examples}
    if name in by_name:
        return by_name[name]
    close = get_close_matches(name, list(by_name), n=1)
    advice = f"did you mean “{close[0]}”?" if close else "kgpub query --examples lists them"
    raise click.BadParameter(f"there is no example “{name}”; {advice}", param_hint="--example")
