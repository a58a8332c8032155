"""`--baseline` and `--write-baseline`: an archive that begins with many faults is told of new ones only."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgpub.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

ARCHIVES = Path(__file__).parent / "archives"
LETTERS = Path("data/letters.ttl")

START = """\
@prefix ex: <https://example.org/ns#> .

ex:a ex:number 01 .
ex:b ex:number 01 , 02 .
"""


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An archive with three findings, which are its baseline."""
    root = tmp_path / "archive"
    shutil.copytree(ARCHIVES / "canonical-literal", root)
    monkeypatch.chdir(root)
    LETTERS.write_text(START)
    with Path("kgpub.toml").open("a") as file:
        file.write('[check]\nbaseline = "baseline.json"\n')
    assert run("--write-baseline") == 0
    assert capsys.readouterr().out == "Wrote 3 findings into baseline.json\n"


def test_what_is_in_the_baseline_is_counted_and_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert capsys.readouterr().out == "No faults found in 2 files (3 known from the baseline)\n"


NEW: dict[str, tuple[Callable[[str], str], str]] = {
    "lines before it": (lambda text: text.replace("\n\n", "\n# one\n# two\n\n"), "No faults found in 2 files"),
    "another number": (lambda text: text + "ex:c ex:number 03 .\n", "1 error in 2 files"),
    "the same once more": (lambda text: text + "ex:c ex:number 01 .\n", "1 error in 2 files"),
}


@pytest.mark.parametrize("case", NEW)
def test_only_what_is_new_is_told(capsys: pytest.CaptureFixture[str], case: str) -> None:
    change, summary = NEW[case]
    LETTERS.write_text(change(START))
    run()
    assert capsys.readouterr().out.endswith(f"{summary} (3 known from the baseline)\n")


def test_a_file_that_moved_takes_its_findings_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    LETTERS.rename("data/moved.ttl")
    assert run() == 0
    assert capsys.readouterr().out == "No faults found in 2 files (3 known from the baseline)\n"


def test_a_file_beside_it_with_the_same_faults_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(LETTERS, "data/copy.ttl")
    assert run() == 1
    assert capsys.readouterr().out.endswith("3 errors in 3 files (3 known from the baseline)\n")


def test_what_was_mended_can_be_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    LETTERS.write_text(START.replace("01 , 02", "1"))
    assert run() == 0
    assert capsys.readouterr().out == (
        "note: 2 findings of the baseline mended; --write-baseline takes them out of it\n"
        "No faults found in 2 files (1 known from the baseline)\n"
    )
    assert run("--select", "duplicate-id") == 0
    assert capsys.readouterr().out == "No faults found in 2 files\n"
    assert run("--write-baseline") == 0
    LETTERS.write_text(START)
    assert run() == 1


def test_the_file_has_keys_and_nothing_that_is_in_the_data() -> None:
    written = Path("baseline.json").read_text()
    rows = json.loads(written)["findings"]
    assert sorted(row.pop("count") for row in rows) == [1, 2]
    assert all(len(row.pop("key")) == 16 for row in rows)
    assert rows == [{"rule": "canonical-literal", "path": "data/letters.ttl"}] * 2
    assert written.count("\n") == len(rows) + 2


def test_a_syntax_error_cannot_be_in_a_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    Path("data/more.ttl").write_text("<a:a> <a:b> .")
    assert run("--write-baseline") == 0
    capsys.readouterr()
    assert run() == 1
    assert "error [syntax]" in capsys.readouterr().out


def test_the_command_line_names_another_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    Path("none.json").write_text('{"version": 1, "findings": []}')
    assert run("--baseline", "none.json") == 1
    assert capsys.readouterr().out.endswith("3 errors in 2 files\n")


DAMAGED = {
    "not there": (None, "cannot be read: No such file or directory; `kgpub check --write-baseline` writes one"),
    "not JSON": ("x", "not a baseline; `kgpub check --write-baseline` writes one"),
    "another JSON": ("[]", "not a baseline; `kgpub check --write-baseline` writes one"),
    "a row without a key": (
        '{"version": 1, "findings": [{"rule": "x", "path": "y"}]}',
        "not a baseline; `kgpub check --write-baseline` writes one",
    ),
    "another version": (
        '{"version": 2, "findings": []}',
        "of another version; `kgpub check --write-baseline` writes one",
    ),
}


@pytest.mark.parametrize(("content", "message"), DAMAGED.values(), ids=DAMAGED.keys())
def test_a_baseline_that_is_none_ends_with_2(
    capsys: pytest.CaptureFixture[str], content: str | None, message: str
) -> None:
    file = Path("baseline.json")
    file.unlink() if content is None else file.write_text(content)
    assert run() == 2
    assert capsys.readouterr() == ("", f"error: baseline.json: {message}\n")


def test_a_baseline_without_a_file_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("kgpub.toml").read_text()
    Path("kgpub.toml").write_text(text.replace("baseline =", "# baseline ="))
    assert run("--write-baseline") == 2
    assert "say into which file: --baseline FILE, or `baseline` in [check]" in capsys.readouterr().err
