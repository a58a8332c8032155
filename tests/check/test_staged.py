"""`kgpub check --staged`, as a hook meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgpub.cli.main import main
from tests.check.test_incremental import DATA, SHAPES
from tests.check.test_shacl import CONFIG, PREFIXES
from tests.repositories import committed, git

if TYPE_CHECKING:
    from pathlib import Path

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


def staged(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--staged"])
    assert isinstance(ended.value.code, int)
    return ended.value.code, capsys.readouterr().out


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
    with pytest.raises(SystemExit) as ended:
        main(["check", "--staged"])
    assert ended.value.code == 2
    assert "index:kgpub.toml:3:1: " in capsys.readouterr().err
