"""`kgpub check --stdin-filename`, as an editor calls it."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from kgpub.cli.main import main

ARCHIVES = Path(__file__).parent / "archives"
HEAD = "@prefix ex: <https://example.org/ns#> .\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ARCHIVES / "canonical-literal", tmp_path / "letters")
    monkeypatch.chdir(tmp_path)


def run(monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_a_file_is_checked_as_the_editor_has_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, HEAD + "ex:a ex:b 01 .\n", "letters", "--stdin-filename", "letters/data/letters.ttl") == 1
    assert capsys.readouterr().out == (
        'letters/data/letters.ttl:2:11: error [canonical-literal] the store would change "01"^^xsd:integer to '
        '"1"^^xsd:integer\n   |\n 2 | ex:a ex:b 01 .\n   |           ^^\n'
        '   = help: write "1"^^xsd:integer, or a string where the form matters\n\n1 error in 2 files\n'
    )


def test_what_is_wrong_with_other_files_is_not_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, HEAD, "letters", "--stdin-filename", "letters/data/new.ttl") == 0
    assert capsys.readouterr().out == "No faults found in 3 files\n"


@pytest.mark.parametrize("name", ["letters/kgpub.toml", "elsewhere.ttl", "letters/data/notes.txt"])
def test_a_file_that_is_no_part_of_a_graph_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(monkeypatch, "", "letters", "--stdin-filename", name) == 2
    assert "this is no RDF file of one graph in kgpub.toml; name one that is" in capsys.readouterr().err
