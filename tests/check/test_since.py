"""`kgpub check --since REV`, as an editor or a pipeline meets it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgpub import archive
from kgpub.check import files
from kgpub.check.rules.lost_uri import FOR_OTHERS
from kgpub.cli.main import main
from tests.repositories import committed, git

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgpub.archive import ParsedFile, SourceFile

ARCHIVES = Path(__file__).parent / "archives"
CLEAN = "No faults found in 3 files\n"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive in a folder of a repository, committed once, with nothing wrong in it."""
    root = tmp_path / "repository" / "letters"
    shutil.copytree(ARCHIVES / "lost-uri" / "before", root)
    (root / "data" / "broken.ttl").unlink()
    committed(root.parent, "first")
    monkeypatch.chdir(root)
    return root


def change(file: str, old: str, new: str) -> None:
    text = Path(file).read_text()
    assert old in text
    Path(file).write_text(text.replace(old, new))


LOST = """\
ledger.txt:4:1: error [lost-uri] person:p00000dk was published at {rev} and would be answered 404
   |
 4 | 2026-11-22 minted person/p00000dk
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = found: at {rev} it was described in data/letters.ttl
   = help: say something of it again, or what became of it: `kgpub merge person/p00000dk INTO`, \
`kgpub split person/p00000dk INTO INTO`, `kgpub withdraw person/p00000dk --reason REASON`

1 error in 3 files
"""


def test_what_has_not_changed_has_no_faults(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--since", "HEAD") == 0
    assert capsys.readouterr() == (CLEAN, "")


def test_a_file_whose_name_was_no_text_was_not_published(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = folder / os.fsdecode(b"data/\xe9.ttl")
    odd.write_text("# named in Latin-1\n")
    git(folder, "add", "-A")
    told = r"data/\xe9.ttl: error [files] the name of this file is not UTF-8; give it another"
    assert run("--staged") == 1
    assert told in capsys.readouterr().out
    assert run("--output", "sarif") == 1
    found = json.loads(capsys.readouterr().out.encode())["runs"][0]["results"]
    assert [item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for item in found] == [
        r"data/%5Cxe9.ttl"
    ]
    committed(folder.parent, "second")
    odd.rename(folder / "data" / "named.ttl")
    assert run("--since", "HEAD") == 0
    assert capsys.readouterr() == (CLEAN.replace("3", "4"), "")


def test_a_thing_that_was_taken_out_is_told_with_what_can_be_done(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change("data/letters.ttl", "person:p00000dk a ex:Person .\n", "")
    assert run("--since", "main") == 1
    assert capsys.readouterr().out == LOST.format(rev="main")
    assert run() == 0


def test_what_other_commits_lost_is_told_as_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(folder, "tag", "v1")
    change("data/letters.ttl", "person:p00000dk a ex:Person .\n", "")
    committed(folder.parent, "second")
    committed(folder.parent, "third")
    assert run("--since", "HEAD~1") == 0
    assert run("--since", "v1") == 1
    assert capsys.readouterr().out == CLEAN + LOST.format(rev="v1")


def test_the_archive_of_another_folder_is_compared_with_its_own_past(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change("data/letters.ttl", "person:p00000dk a ex:Person .\n", "")
    monkeypatch.chdir(folder.parent.parent)
    assert run("repository/letters", "--since", "HEAD") == 1
    assert "repository/letters/ledger.txt:4:1: error [lost-uri]" in capsys.readouterr().out


def test_a_command_that_says_what_became_of_it_mends_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change("data/letters.ttl", "person:p00000dk a ex:Person .\n", "")
    with pytest.raises(SystemExit) as ended:
        main(["merge", "person/p00000dk", "person/p00000b3"])
    assert ended.value.code == 0
    capsys.readouterr()
    assert run("--since", "HEAD") == 0


OUGHT = "withhold what was never published only; "
WITHHELD = {
    "person/p00000dk": (
        "person:p00000dk was published at HEAD and is withheld now, so it would be answered 404",
        f"{OUGHT}`kgpub withdraw person/p00000dk --reason REASON` leaves a tombstone",
    ),
    "place/minsk": (
        "<https://example.org/place/minsk> was published at HEAD and is withheld now, so it would be answered 404",
        f"{OUGHT}publish it again, or {FOR_OTHERS}",
    ),
}


@pytest.mark.parametrize("uri", WITHHELD)
def test_what_was_published_must_not_be_withheld(uri: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    withhold(uri)
    assert run("--since", "HEAD", "--output", "json") == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [(item["rule"], item["message"], item["help"]) for item in findings] == [("lost-uri", *WITHHELD[uri])]
    assert run() == 0


def test_what_was_withheld_may_vanish_and_what_was_published_may_not(folder: Path) -> None:
    withhold("person/p00000dk")
    committed(folder.parent, "second")
    change("data/letters.ttl", "person:p00000dk a ex:Person .\n", "")
    Path("kgpub.toml").write_text(Path("kgpub.toml").read_text().partition("[withhold]")[0])
    assert run("--since", "HEAD") == 0
    assert run("--since", "HEAD~1") == 1


def withhold(uri: str) -> None:
    """Let kgpub.toml withhold a thing."""
    with Path("kgpub.toml").open("a") as file:
        file.write(f'\n[withhold]\nresources = ["{uri}"]\n')


def test_a_file_that_moved_loses_nothing(folder: Path) -> None:
    Path("data/letters.ttl").rename("data/moved.ttl")
    assert run("--since", "HEAD") == 0


def test_another_base_is_one_fault_and_not_thousands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change("kgpub.toml", 'base = "https://example.org/"', 'base = "https://example.net/"')
    assert run("--since", "HEAD", "--output", "json") == 1
    (found,) = [item for item in json.loads(capsys.readouterr().out)["findings"] if item["rule"] == "lost-uri"]
    assert (found["path"], found["message"]) == (
        "kgpub.toml",
        "the base was <https://example.org/> at HEAD, so every URI that was published would be lost",
    )


def test_what_cannot_be_compared_since_a_file_does_not_parse_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("data/more.ttl").write_text("<a:a> <a:b> .")
    assert run("--since", "HEAD") == 1
    shown = capsys.readouterr().out
    assert "note: the rule lost-uri was not asked, since files could not be read; mend them first\n" in shown
    assert "1 error in 3 files\n" in shown


def test_a_ledger_that_cannot_be_read_is_told_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change("ledger.txt", "2026-12-01 withdrawn", "2026-12-01 withdrew")
    assert run("--since", "HEAD", "--output", "json") == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [item["rule"] for item in found] == ["changed-ledger", "ledger"]


def test_only_what_has_changed_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    parse_file = archive.parse_file

    def noted(file: SourceFile, *, state: str) -> ParsedFile:
        read.extend([file.path] if state else [])
        return parse_file(file, state=state)

    monkeypatch.setattr(files, "parse_file", noted)
    change("data/more.ttl", "a ex:Place", "a ex:Place ; ex:note 'new'")
    assert run("--since", "HEAD") == 0
    assert read == ["data/more.ttl"]


def test_a_revision_without_the_archive_has_published_nothing(folder: Path) -> None:
    later = folder.parent / "later"
    shutil.copytree(ARCHIVES / "duplicate-id", later)
    (later / "data" / "b.ttl").unlink()
    assert run(str(later), "--since", "HEAD") == run(str(later))


COULD_NOT = {
    "no such commit": ("nowhere", 'error: the git repository of . has no commit "nowhere"; name a branch, a tag'),
    "nothing at all": ("", 'error: the git repository of . has no commit ""; name a branch, a tag or a commit'),
    "an option of git": ("--all", 'error: the git repository of . has no commit "--all"; name a branch'),
}


@pytest.mark.parametrize(("revision", "message"), COULD_NOT.values(), ids=COULD_NOT.keys())
def test_a_revision_that_is_none_ends_with_2_and_words(
    folder: Path, capsys: pytest.CaptureFixture[str], revision: str, message: str
) -> None:
    assert run("--since", revision) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(message)


def test_a_shallow_clone_ends_with_2_and_says_what_to_fetch(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    committed(folder.parent, "second")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{folder.parent}", "shallow")
    monkeypatch.chdir(tmp_path / "shallow" / "letters")
    assert run("--since", "HEAD") == 0
    assert run("--since", "HEAD~1") == 2
    assert "a shallow clone): `git fetch --unshallow`, or fetch-depth: 0" in capsys.readouterr().err


def test_a_folder_without_git_ends_with_2_and_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ARCHIVES / "duplicate-id", tmp_path / "letters")
    assert run(str(tmp_path / "letters"), "--since", "HEAD") == 2
    assert 'git knows no repository here in which "HEAD" could be' in capsys.readouterr().err


THEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "kgpub.toml": (lambda folder: (folder / "kgpub.toml").write_text("nonsense"), "HEAD:kgpub.toml:1: not TOML"),
    "ledger": (
        lambda folder: (folder / "ledger.txt").write_text("nonsense\n"),
        "HEAD:ledger.txt:1: this is not an event of the ledger",
    ),
}


@pytest.mark.parametrize(("damage", "message"), THEN.values(), ids=THEN.keys())
def test_a_past_that_cannot_be_understood_ends_with_2_and_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], object], message: str
) -> None:
    kept = {name: (folder / name).read_text() for name in ("kgpub.toml", "ledger.txt")}
    damage(folder)
    committed(folder.parent, "damaged")
    for name, text in kept.items():
        (folder / name).write_text(text)
    assert run("--since", "HEAD") == 2
    assert f"error: {message}" in capsys.readouterr().err
