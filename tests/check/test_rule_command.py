"""`kgpub rule`, and the pages that are made with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgpub.check.rule_pages import pages
from kgpub.check.rules import NAMES, load_all
from kgpub.cli.main import main

PAGES = Path(__file__).parents[2] / "docs" / "rules"

SHOWN = """\
ledger-contradiction error

Two lines of the ledger contradict each other, or one of them does what cannot be.

What it does
    Finds what is not counted though nobody undid it: a URI that was merged in two ways, or merged and split, or merged
    and withdrawn; merges that make a circle; events on URIs that were never minted, across kinds, from a thing to
    itself; an undoing of a line that is not there.

Why is this bad?
    Two branches can each do what is right, and git joins their lines without a word. Which of them holds must be
    decided by somebody who knows the things. Until then the earlier day holds, and a withdrawal before all others.

Example
    `2026-12-01 merged person/k5d8fc3h person/m2x7qt98` and `2026-12-02 merged person/m2x7qt98 person/k5d8fc3h`

Use instead
    one of the two, and `2026-12-03 undone …` with the other, written by `kgpub undo`
"""


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["rule", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_a_rule_is_shown_with_its_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ledger-contradiction") == 0
    assert capsys.readouterr() == (SHOWN, "")


def test_all_rules_are_listed_with_severity_and_what_they_find(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(maxsplit=2) for line in lines] == [
        [rule.name, rule.severity, rule.summary] for rule in load_all()
    ]


def test_a_rule_that_there_is_not_ends_with_2_and_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("duplicated-id") == 2
    assert 'there is no rule "duplicated-id"; did you mean "duplicate-id"?' in capsys.readouterr().err


def test_the_pages_of_the_documentation_say_what_the_rules_say() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in PAGES.iterdir()}
    assert written == dict(pages(load_all())), "run `make rules`"


def test_pages_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    assert run("--pages", str(tmp_path / "rules")) == 0
    assert len(list((tmp_path / "rules").iterdir())) == len(NAMES) + 1


def test_a_rule_is_named_as_its_module_and_says_what_can_be_done() -> None:
    for name, rule in zip(NAMES, load_all(), strict=True):
        assert rule.name == name
        assert rule.find.__module__ == f"kgpub.check.rules.{name.replace('-', '_')}"
        assert rule.summary.endswith(".")
