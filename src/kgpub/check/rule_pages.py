"""The pages of docs/rules, made of what the rules say of themselves."""

from __future__ import annotations

import re
from inspect import cleandoc
from typing import TYPE_CHECKING

from kgpub.check.rules import NEEDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.check.rule import Rule

_SECTION = re.compile(r"^(\S.*)\n((?:[ ]{4}.*\n?|\n)+)", re.MULTILINE)

INDEX = "README.md"
NOTICE = "<!-- Made by `kgpub rule --pages docs/rules` of what the rules say of themselves. -->"


def pages(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """Give the name and the text of each page, in Markdown: one for each rule, and a list of all."""
    rules = tuple(rules)
    yield INDEX, _index(rules)
    yield from ((f"{rule.name}.md", page(rule)) for rule in rules)


def page(rule: Rule) -> str:
    """Give the page of one rule."""
    lines = [f"# {rule.name}", NOTICE, rule.summary, _attributes(rule)]
    for heading, text in sections(rule):
        lines += [f"## {heading}", text]
    return "\n\n".join(lines) + "\n"


def sections(rule: Rule) -> Iterator[tuple[str, str]]:
    """Give heading and text of each section of a rule's documentation."""
    rest = rule.documentation.partition("\n\n")[2]
    return ((match[1], cleandoc("\n" + match[2])) for match in _SECTION.finditer(rest + "\n"))


def _attributes(rule: Rule) -> str:
    said = [f"Severity: {rule.severity}."]
    if rule.needs_revision:
        said.append("Asked with `--since REV` only.")
    if rule.name in NEEDED:
        said.append("It cannot be left out.")
    if rule.mend:
        said.append("`kgpub check --fix` mends what it finds.")
    return " ".join(said)


def _index(rules: Iterable[Rule]) -> str:
    head = "# Rules\n\n" + NOTICE + "\n\nWhat `kgpub check` asks of an archive. `kgpub rule NAME` shows the same.\n\n"
    rows = (f"| [{rule.name}]({rule.name}.md) | {rule.severity} | {rule.summary} |\n" for rule in rules)
    return head + "| rule | severity | what it finds |\n|---|---|---|\n" + "".join(rows)
