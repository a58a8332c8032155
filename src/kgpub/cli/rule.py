"""`kgpub rule`: what the rules of `kgpub check` ask, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.colours import painted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgpub.check.rule import Rule


@click.command(
    epilog="""\b
Examples:
  kgpub rule                  all rules, with what they find
  kgpub rule duplicate-id     one of them: what it does, why, an example, what to write instead"""
)
@click.argument("name", required=False)
@click.option(
    "--pages",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a page for each rule into a folder, in Markdown.",
)
def rule(name: str | None, pages: Path | None) -> None:
    """Show what the rules of `kgpub check` ask of an archive, and why.

    NAME is a rule, as it stands in brackets in the report; all of them are listed if it is left out.
    """
    # Here and not above, so that --help does not wait for them.
    from kgpub.check.rules import load, load_all  # noqa: PLC0415

    if pages is not None:
        write_pages(load_all(), pages)
    elif name is None:
        show_list(load_all())
    else:
        show(load(known(name)))


def known(name: str) -> str:
    """Give the name if there is such a rule."""
    from kgpub.check.selection import refusal  # noqa: PLC0415

    if message := refusal(name, is_left_out=False):
        raise click.BadParameter(message, param_hint="'NAME'")
    return name


def show_list(rules: Iterable[Rule]) -> None:
    """Print a line for each rule."""
    rules = tuple(rules)
    width = max(len(rule.name) for rule in rules)
    for item in rules:
        severity = painted(f"{item.severity:<8}", item.severity)
        click.echo(f"{painted(f'{item.name:<{width}}', 'bold')}  {severity} {item.summary}")


def show(rule: Rule) -> None:
    """Print the documentation of one rule."""
    from kgpub.check.rule_pages import sections  # noqa: PLC0415

    click.echo(f"{painted(rule.name, 'bold')} {painted(rule.severity, rule.severity)}\n\n{rule.summary}")
    for heading, text in sections(rule):
        indented = "".join(f"    {line}\n" if line else "\n" for line in text.replace("``", "`").splitlines())
        click.echo(f"\n{painted(heading, 'heading')}\n{indented.rstrip()}")


def write_pages(rules: Iterable[Rule], folder: Path) -> None:
    """Write the pages of the documentation."""
    from kgpub.check.rule_pages import pages  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(rules):
        (folder / name).write_text(text, encoding="utf-8")
