"""The `kgpub` command: one group, its subcommands loaded only when they are called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from kgpub import __version__
from kgpub.errors import KgpubError

if TYPE_CHECKING:
    from collections.abc import Sequence

COULD_NOT_RUN = 2

COMMANDS = {
    "serve": "publish an archive on http://127.0.0.1:8000/ (builds it first)",
    "build": "check an archive and write a release of it",
    "load": "bring the current release to the endpoint that it is published from",
    "check": "find every fault of an archive, at its file, line and column",
    "rule": "show what the rules of `kgpub check` ask, and why",
    "query": "ask an archive, or any SPARQL endpoint",
    "mint": "draw new ids and write them into the ledger",
    "merge": "let one id stand for another: they name the same thing",
    "split": "say that what an id named is several things",
    "withdraw": "publish nothing of a thing any longer",
    "undo": "undo a merge, a split, a withdrawal or an undoing",
}


class LazyGroup(click.Group):
    """A group whose subcommand NAME is the function NAME of the module `kgpub.cli.NAME`.

    Start-up is felt on every commit that a hook checks, so only the module of the command that runs is imported.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Import the command's module and give the command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kgpub.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """List the commands from the table, so that `--help` imports none of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `kgpub serve` in a folder that has a kgpub.toml. `kgpub COMMAND --help` shows examples.",
)
@click.version_option(__version__, message="kgpub %(version)s")
def group() -> None:
    """Publish a git repository of RDF as linked data that others can rely on."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 all is well, 1 faults in the data, 2 could not run."""
    try:
        status = group.main(args=arguments, prog_name="kgpub", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT_RUN)
    except KgpubError as error:
        click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)
        sys.exit(COULD_NOT_RUN)
    sys.exit(status if isinstance(status, int) else 0)
