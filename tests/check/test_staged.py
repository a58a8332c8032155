"""`kgpub check --staged`, as a hook meets it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kgpub.cli.main import main
from tests.check.test_incremental import DATA, SHAPES
from tests.check.test_shacl import CONFIG, PREFIXES
from tests.repositories import committed, git

SOURCE = Path(__file__).parents[2] / "src"
CLEAN = DATA.replace("ex:by ex:nobody", "ex:by ex:ann").replace("ex:year 1921", "ex:year 1921")
UNTOUCHED = "Nothing is staged that the archive is made of\n"
NAMELESS = """\
data.ttl:7:1: error [shacl] ex:name has no value, but needs at least 1
   |
 7 | ex:bob a ex:Author .
   | ^^^^^^
   = in: ex:bob
   = help: the shape is at shapes.ttl:9
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive in a folder of a repository, committed, with nothing wrong in it."""
    root = tmp_path / "repository" / "letters"
    root.mkdir(parents=True)
    (root / "kgpub.toml").write_text(CONFIG.replace('"data.ttl"', '"data.ttl", "more/*.ttl"'), encoding="utf-8")
    (root / "more").mkdir()
    for name, content in (("shapes", SHAPES), ("data", CLEAN), ("ontology", ""), ("more/names", "")):
        (root / f"{name}.ttl").write_text(PREFIXES + content, encoding="utf-8")
    (root / "notes.txt").write_text("nothing of the archive")
    committed(root.parent, "first")
    monkeypatch.chdir(root)
    return root


def staged(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--staged", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code, capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Check what cannot be checked, and give the reason."""
    with pytest.raises(SystemExit) as ended:
        main(["check", "--staged", *arguments])
    assert ended.value.code == 2
    return capsys.readouterr().err


def write(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_not_staged_is_not_looked_at(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "data.ttl", ' ; ex:name "Bob"', "")
    (folder / "notes.txt").write_text("more that is nothing of the archive")
    git(folder, "add", "notes.txt")
    assert staged(capsys) == (0, UNTOUCHED)


def test_what_is_staged_is_checked_though_the_working_tree_is_mended(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "data.ttl", ' ; ex:name "Bob"', "")
    git(folder, "add", "data.ttl")
    write(folder / "data.ttl", "ex:bob a ex:Author", 'ex:bob a ex:Author ; ex:name "Bob"')
    for _ in range(2):
        code, text = staged(capsys)
        assert code == 1
        assert text.startswith(NAMELESS)


def test_a_file_that_a_commit_would_delete_is_missed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "data.ttl", ' ; ex:name "Bob"', "")
    (folder / "more" / "names.ttl").write_text(PREFIXES + 'ex:bob ex:name "Bob" .', encoding="utf-8")
    git(folder, "add", "-A")
    assert staged(capsys)[0] == 0
    committed(folder.parent, "second")
    git(folder, "rm", "-q", "--cached", "more/names.ttl")
    code, text = staged(capsys)
    assert code == 1
    assert NAMELESS in text


def test_before_the_first_commit_everything_is_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "data.ttl", ' ; ex:name "Bob"', "")
    git(folder, "update-ref", "-d", "HEAD")
    git(folder, "add", "-A")
    code, text = staged(capsys)
    assert code == 1
    assert text.startswith(NAMELESS)


def test_a_fault_of_the_staged_configuration_is_placed_in_the_index(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "kgpub.toml", "title", "titel")
    git(folder, "add", "kgpub.toml")
    assert "index:kgpub.toml:3:1: " in refused(capsys)
    write(folder / "kgpub.toml", "titel", "title")
    (folder / "kgpub.toml").write_text((folder / "kgpub.toml").read_text() + '[check]\nignore = ["shackl"]\n')
    git(folder, "add", "kgpub.toml")
    assert re.search(r'^error: index:kgpub\.toml:\d+:11: ignore: there is no rule "shackl"', refused(capsys))


def test_the_configuration_is_the_staged_one_whatever_the_working_tree_has(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "kgpub.toml", ', "more/*.ttl"', "")
    (folder / "more" / "names.ttl").write_text("nonsense")
    git(folder, "add", "more/names.ttl")
    code, text = staged(capsys)
    assert code == 1
    assert text.startswith("more/names.ttl:1:1: error [syntax]")
    git(folder, "add", "kgpub.toml")
    write(folder / "kgpub.toml", "[archive]", "[")
    code, text = staged(capsys)
    assert code == 0
    assert "more/names.ttl" not in text


def test_a_file_that_only_the_staged_configuration_names_is_touched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[[texts]]\nsource = "letter"\nfile = "notes.txt"\nproperty = "ex:text"\ngraph = "graph/data"\n'
    with (folder / "kgpub.toml").open("a") as file:
        file.write(text)
    committed(folder.parent, "second")
    write(folder / "kgpub.toml", text, "")
    (folder / "notes.txt").write_bytes(b"\xff")
    git(folder, "add", "notes.txt")
    assert "notes.txt:1: error [files] not UTF-8" in staged(capsys)[1]


def test_the_baseline_is_the_staged_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "data.ttl", ' ; ex:name "Bob"', "")
    with (folder / "kgpub.toml").open("a") as file:
        file.write('[check]\nbaseline = "known.json"\n')
    git(folder, "add", "-A")
    assert "index:known.json: there is no such file" in refused(capsys)
    assert staged(capsys, "--write-baseline") == (0, "Wrote 2 findings into known.json\n")
    git(folder, "add", "known.json")
    (folder / "known.json").unlink()
    assert staged(capsys)[0] == 0
    (folder / "known.json").write_text("nonsense")
    git(folder, "add", "known.json")
    assert "index:known.json: not a baseline" in refused(capsys)


def test_where_nothing_at_all_is_staged_what_is_committed_is_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "data.ttl", ' ; ex:name "Bob"', "")
    committed(folder.parent, "--no-verify, as it were")
    write(folder / "data.ttl", "ex:bob a ex:Author", 'ex:bob a ex:Author ; ex:name "Bob"')
    code, text = staged(capsys)
    assert code == 1
    assert text.startswith(NAMELESS)
    (folder.parent / "README").write_text("outside the archive")
    git(folder.parent, "add", "README")
    assert staged(capsys) == (0, UNTOUCHED)


def test_what_cannot_be_checked_says_why(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = "--fix writes files; what is staged is not in files"
    assert usage in refused(capsys, "--fix")
    git(folder, "mv", "kgpub.toml", "moved.toml")
    for arguments in ((), ("more",)):
        message = "index:kgpub.toml: there is no such file; `git add` it, or give the folder of an archive"
        assert message in refused(capsys, *arguments)
    monkeypatch.chdir(tmp_path)
    assert "not a git repository" in refused(capsys)
    assert usage in refused(capsys, "--fix")


def test_a_pointer_of_git_lfs_is_told_as_such(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    (folder / "more" / "names.ttl").write_text(pointer)
    git(folder, "add", "-A")
    code, text = staged(capsys)
    assert code == 1
    assert text.startswith("more/names.ttl:1:1: error [syntax] a pointer of Git LFS stands here; fetch the file")


@pytest.mark.parametrize(
    "arguments", [("commit", "-a"), ("commit", "letters/data.ttl"), ("commit", "-i", "letters/data.ttl")], ids=" ".join
)
def test_a_hook_checks_the_index_that_its_commit_is_made_of(folder: Path, arguments: tuple[str, ...]) -> None:
    hook = folder.parent / ".git" / "hooks" / "pre-commit"
    hook.write_text(f'#!/bin/sh\nPYTHONPATH="{SOURCE}" exec "{sys.executable}" -m kgpub check --staged letters\n')
    hook.chmod(0o755)
    write(folder / "data.ttl", ' ; ex:name "Bob"', "")
    (folder / "notes.txt").write_text("staged, and no part of the commit of one file")
    git(folder, "add", "notes.txt")
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    command = ["git", *identity, *arguments, "-m", "a change"]
    done = subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "letters/data.ttl:7:1: error [shacl] ex:name has no value" in done.stdout + done.stderr


HEAVY = frozenset(
    {"pyoxigraph", "rdflib", "pyshacl", "rich", "email", "ssl", "asyncio", "importlib.metadata", "multiprocessing"}
    | {f"kgpub.{part}" for part in ("archive", "check", "config", "identity", "rdf", "store")}
)


@pytest.mark.parametrize("arguments", [("check", "--staged"), ("check", "--help"), ("--help",), ("--version",)])
def test_who_asks_for_little_does_not_wait_for_what_a_check_needs(folder: Path, arguments: tuple[str, ...]) -> None:
    (folder / "notes.txt").write_text("more that is nothing of the archive")
    git(folder, "add", "notes.txt")
    command = [sys.executable, "-X", "importtime", "-m", "kgpub", *arguments]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "kgpub.cli.main" in imported
    assert imported & HEAVY == set()
