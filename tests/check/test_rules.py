from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kgpub import config
from kgpub.archive import open_revision
from kgpub.check import Report, check
from kgpub.check.rules import NAMES, load
from tests.repositories import committed

ARCHIVES = Path(__file__).parent / "archives"
SAME_LINE = re.compile(r"# expect: ([a-z-]+)")
NEXT_LINE = re.compile(r"# expect-next: ([a-z-]+)")
OTHER_FILE = re.compile(r"# expect-file: ([a-z-]+) ([^\s:]+)(?::(\d+))?")

Found = tuple[str, int, str]


@pytest.mark.parametrize("rule", NAMES)
def test_a_rule_fires_where_the_comments_of_its_archive_say_and_nowhere_else(rule: str, tmp_path: Path) -> None:
    report = check_folder(ARCHIVES / rule, tmp_path)
    found = {(item.span.path, item.span.line, item.rule) for item in report.diagnostics}
    assert sorted(found) == sorted(expected(ARCHIVES / rule))
    assert rule in {item.rule for item in report.diagnostics}


@pytest.mark.parametrize("rule", NAMES)
def test_the_docstring_of_a_rule_is_its_documentation(rule: str) -> None:
    text = load(rule).documentation
    for heading in ("What it does", "Why is this bad?", "Example", "Use instead"):
        assert f"\n{heading}\n" in text


def test_every_rule_has_an_archive_and_every_archive_a_rule() -> None:
    assert sorted(folder.name for folder in ARCHIVES.iterdir()) == sorted(NAMES)


def check_folder(folder: Path, scratch: Path) -> Report:
    """Check an archive; where it has a folder `before`, against a revision that has the archive of that folder."""
    if not (folder / "before").is_dir():
        settings = config.load(folder)
        return check(settings, config.open_archive(settings))
    shutil.copytree(folder / "before", scratch, dirs_exist_ok=True)
    committed(scratch, "before")
    for item in [*scratch.iterdir()]:
        if item.name != ".git":
            shutil.rmtree(item) if item.is_dir() else item.unlink()
    shutil.copytree(folder, scratch, dirs_exist_ok=True, ignore=shutil.ignore_patterns("before"))
    settings = config.load(scratch)
    return check(settings, config.open_archive(settings), since=open_revision(scratch, "HEAD"))


def expected(folder: Path) -> set[Found]:
    """Read what the comments of an archive's files expect."""
    found: set[Found] = set()
    for file in (each for each in folder.rglob("*.*") if ".kgpub" not in each.parts):
        path = file.relative_to(folder).as_posix()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            found.update((path, number, rule) for rule in SAME_LINE.findall(line))
            found.update((path, number + 1, rule) for rule in NEXT_LINE.findall(line))
            found.update((other, int(at or 0), rule) for rule, other, at in OTHER_FILE.findall(line))
    return found
