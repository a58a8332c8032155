from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kgpub.cli.main import main

ARCHIVES = Path(__file__).parent / "archives"

SHOWN = """\
data/b.ttl:4:1: error [duplicate-id] person:p00000b3 is declared a second time
   |
 4 | person:p00000b3 ex:note "even more" ; # expect: duplicate-id
   | ^^^^^^^^^^^^^^^
   = in: person:p00000b3
   = help: the first is at data/a.ttl:4; give one of the two a new id, or join them

"""


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of two files in the current folder, with nothing wrong in it."""
    root = tmp_path / "archive"
    shutil.copytree(ARCHIVES / "duplicate-id", root)
    (root / "data" / "b.ttl").unlink()
    text = (root / "data" / "a.ttl").read_text(encoding="utf-8")
    (root / "data" / "a.ttl").write_text(text.replace("person:p00000cb a ex:Person . #", "#"), encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def break_it(folder: Path) -> None:
    shutil.copy(ARCHIVES / "duplicate-id" / "data" / "b.ttl", folder / "data" / "b.ttl")


def test_an_archive_without_faults_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert capsys.readouterr() == ("No faults found in 2 files\n", "")


def test_errors_in_the_data_are_shown_and_end_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_it(folder)
    assert run() == 1
    assert capsys.readouterr() == (f"{SHOWN}1 error in 3 files\n", "")


def test_paths_are_shown_so_that_they_can_be_opened(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_it(folder)
    assert run("../archive") == 1
    assert capsys.readouterr().out.startswith("../archive/data/b.ttl:4:1: error")


def test_milder_findings_can_be_left_out_but_the_status_stays(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(ARCHIVES / "files"), "--severity", "error") == 1
    shown = capsys.readouterr().out
    assert "warning" not in shown
    assert shown.endswith("2 errors in 3 files (2 milder findings not shown)\n")


def test_warnings_alone_end_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "data" / "deep").mkdir()
    (folder / "data" / "deep" / "x.ttl").write_text("", encoding="utf-8")
    assert run() == 0
    assert capsys.readouterr().out.endswith("1 warning in 2 files\n")


def test_the_report_is_given_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_it(folder)
    assert run("--output", "json") == 1
    assert json.loads(capsys.readouterr().out) == {
        "archive": ".",
        "findings": [
            {
                "rule": "duplicate-id",
                "fingerprint": "4888570502840e34",
                "severity": "error",
                "message": "person:p00000b3 is declared a second time",
                "path": "data/b.ttl",
                "line": 4,
                "column": 1,
                "end_line": 4,
                "end_column": 16,
                "reason": "",
                "focus": "person:p00000b3",
                "help": "the first is at data/a.ttl:4; give one of the two a new id, or join them",
                "is_new": None,
                "related": [],
            }
        ],
        "counts": {"error": 1, "warning": 0, "note": 0},
        "skipped": [],
        "suppressed": 0,
        "known": 0,
        "gone": 0,
        "files": 3,
    }


def test_rules_about_the_whole_are_left_out_with_a_word_when_a_file_does_not_parse(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data" / "b.ttl").write_text("<a:a> <a:b> .", encoding="utf-8")
    assert run() == 1
    shown = capsys.readouterr().out
    assert "note: the rule shacl was not asked, since files could not be read; mend them first\n" in shown
    assert shown.endswith("1 error in 3 files\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere/kgpub.toml: there is no such file; give the folder of an archive"),
        (["--output", "xml"], "Invalid value for '--output': 'xml' is not one of text, json, sarif, junit,"),
        (["--output", "sarif:"], "Invalid value for '--output': 'sarif:' names no file after the colon"),
        (["--output", "text", "--output", "json"], "only one report can go to standard output; name files for the"),
        (["--output", "json:a", "--output", "text:./a"], "two reports cannot go to the same file; name another one"),
        (["--output", "json:nowhere/report"], "'nowhere/report': No such file or directory"),
        (["--write-baseline", "--baseline", "nowhere/b.json"], "'nowhere/b.json': cannot be written: No such file"),
        (["--write-baseline", "--baseline", "/dev/null"], "'/dev/null': cannot be written: it is no regular file"),
    ],
    ids=[
        "no archive",
        "an unknown form",
        "no file",
        "two on standard output",
        "two in one file",
        "a file that cannot be written",
        "a baseline that cannot be written",
        "a baseline that is a device",
    ],
)
def test_a_check_that_cannot_run_ends_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(*arguments) == 2
    assert message in capsys.readouterr().err


def test_a_standard_output_that_is_full_ends_with_2(folder: Path) -> None:
    command = [sys.executable, "-m", "kgpub", "check"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "Error: standard output cannot be written: No space left on device\n"


def test_a_configuration_with_problems_ends_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "kgpub.toml").open("a", encoding="utf-8") as file:
        file.write("clas = 'ex:Person'\n")
    assert run() == 2
    found = capsys.readouterr()
    assert found == ("", 'error: kgpub.toml:21:1: [identity.kinds.person] has no clas; did you mean "class"?\n')


def test_a_newcomer_is_shown_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    shown = capsys.readouterr().out
    assert "kgpub check ../letters" in shown
    assert "Exit status: 0 no errors, 1 errors in the data, 2 the check could not run." in shown
