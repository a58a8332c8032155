"""`kgpub query`: ask an archive, or any SPARQL endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kgpub.cli.question_options import OUTPUTS, Options

if TYPE_CHECKING:
    from kgpub.publication.examples import Example

NO_PLAN = (
    "there is no plan to show: pyoxigraph, which evaluates queries here, keeps its plans to itself, and the SPARQL "
    "Protocol has no way to ask an endpoint for one."
)


@click.command(
    epilog="""\b
Examples:
  kgpub query 'SELECT * { ?s ?p ?o } LIMIT 10'     the archive of the current folder
  kgpub query --archive ../letters --file people.rq
  kgpub query --examples                           the archive's example queries
  kgpub query --example rights-invoked             one of them
  kgpub query --output json < people.rq > people.json
  kgpub query 'ASK { ?class a owl:Class }' --ask-status && echo yes
  kgpub query --endpoint https://query.wikidata.org/sparql 'SELECT * { ?s ?p ?o } LIMIT 10'

\b
For --endpoint, a name and a password are read from KGPUB_QUERY_USER and KGPUB_QUERY_PASSWORD.

Exit status: 0 answered, 1 the answer is no (with --ask-status only), 2 no answer, or not all of it."""
)
@click.argument("query", required=False)
@click.option("--file", type=click.Path(path_type=Path), metavar="FILE", help="Read the query from a file.")
@click.option("--example", metavar="NAME", help="Ask one of the archive's example queries.")
@click.option("--examples", is_flag=True, help="List the archive's example queries.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The folder with the kgpub.toml; the current one if left out. Its current release is asked.",
)
@click.option("--endpoint", metavar="URL", help="Ask this endpoint instead.")
@click.option(
    "--output",
    type=click.Choice(OUTPUTS),
    help="Form of the answer [default: for rows a table on a terminal, else csv; for graphs ttl].",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="How long the answer may take [default: the archive's deadline_seconds; 60 with --endpoint].",
)
@click.option("--ask-status", is_flag=True, help="Exit with status 1 where the answer to ASK is no.")
@click.option("--explain", is_flag=True, help="Say how the query would be evaluated, if the engine can; none can yet.")
def query(**given: Any) -> int:  # noqa: ANN401 - one argument for each option
    """Ask an archive, or any SPARQL endpoint, and print the answer.

    QUERY is SPARQL; - reads it from standard input, as does a pipe. Prefixes of the archive's kgpub.toml need not be
    declared. Rows are shown as a table on a terminal, and given as CSV to a pipe; graphs are Turtle.
    """
    options = Options(**given)
    if options.explain:
        raise click.UsageError(f"--explain: {NO_PLAN}")
    # Here and not above, so that --help does not wait for them.
    from kgpub.cli.answer import Answerer  # noqa: PLC0415
    from kgpub.cli.asking import asked, known_examples  # noqa: PLC0415
    from kgpub.cli.question import question  # noqa: PLC0415

    if options.examples:
        return show_examples(known_examples(options.archive))
    text = question(options)
    with asked(options) as source:
        return Answerer(source, options).answer(text)


def show_examples(examples: tuple[Example, ...]) -> int:
    """List examples: the name that --example takes, the kind, the title, the question."""
    from kgpub.cli.question import name_of  # noqa: PLC0415

    width = max((len(name_of(example)) for example in examples), default=0)
    for example in examples:
        name = click.style(f"{name_of(example):<{width}}", fg="cyan")
        click.echo(f"{name}  {example.kind:<9}  {example.title}")
        if example.question:
            click.echo(f"{'':<{width}}  {'':<9}  {click.style(example.question, fg='bright_black')}")
    if not examples:
        click.echo("The archive holds no example queries.", err=True)
    return 0
