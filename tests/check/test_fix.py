"""`kgpub check --fix`: what has one right answer, and nothing else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kgpub.cli.main import main

ARCHIVES = Path(__file__).parent / "archives"
LETTERS = Path("data/letters.ttl")
BREVE = "\u0306"

BEFORE = f"""\
@prefix ex: <https://example.org/ns#> .
# A comment with и{BREVE}, and white space \t
ex:a ex:b "Серги{BREVE}"@RU , "и{BREVE}"@en-GB ;  # beside
    ex:c \"\"\"kept \t
  \"\"\" , "Minsk"@by , [ ex:d "EN"@EN ] ;\r
    ex:e 01 .  \r
# kgpub: ignore language-tag – so it is printed
ex:b ex:b "x"@EN .
"""
AFTER = f"""\
@prefix ex: <https://example.org/ns#> .
# A comment with и{BREVE}, and white space
ex:a ex:b "Сергй"@ru , "й"@en-gb ;  # beside
    ex:c \"\"\"kept \t
  \"\"\" , "Minsk"@by , [ ex:d "EN"@en ] ;\r
    ex:e 01 .\r
# kgpub: ignore language-tag – so it is printed
ex:b ex:b "x"@EN .
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ARCHIVES / "canonical-literal", tmp_path / "letters")
    monkeypatch.chdir(tmp_path / "letters")
    LETTERS.write_bytes(BEFORE.encode())


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_what_has_one_right_answer_is_mended_and_the_rest_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--fix") == 1
    assert LETTERS.read_bytes().decode() == AFTER
    printed = capsys.readouterr()
    assert printed.err == "Mended 7 in data/letters.ttl\n"
    assert "error [canonical-literal]" in printed.out
    assert 'warning [language-tag] there is no language "by"' in printed.out
    assert printed.out.endswith("1 error, 1 warning in 2 files (1 suppressed)\n")


def test_what_is_mended_needs_no_mending(capsys: pytest.CaptureFixture[str]) -> None:
    run("--fix")
    capsys.readouterr()
    run("--fix")
    assert capsys.readouterr().err == ""
    assert LETTERS.read_bytes().decode() == AFTER


def test_only_what_is_asked_is_mended() -> None:
    run("--fix", "--select", "trailing-space")
    assert LETTERS.read_bytes().decode() == BEFORE.replace(" \t\nex:a", "\nex:a").replace(".  \r", ".\r")


def test_without_the_option_nothing_is_written() -> None:
    run()
    assert LETTERS.read_bytes().decode() == BEFORE


def test_a_file_that_does_not_parse_is_left_alone() -> None:
    LETTERS.write_text("<a:a> <a:b> .  \n")
    run("--fix")
    assert LETTERS.read_text() == "<a:a> <a:b> .  \n"


def test_nothing_is_written_that_would_say_anything_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # An IRI in a literal's datatype is normalised by nobody, so mending the literal would change it.
    datatype = f"<https://example.org/и{BREVE}>"
    LETTERS.write_text(f'<a:a> <a:b> "и{BREVE}"^^{datatype} .\n', encoding="utf-8")
    before = LETTERS.read_bytes()
    assert run("--fix") == 2
    assert "data/letters.ttl: mending would change what the file says" in capsys.readouterr().err
    assert LETTERS.read_bytes() == before


def test_a_mended_file_keeps_its_mode_and_its_link() -> None:
    own = Path("letters.ttl")
    LETTERS.replace(own)
    own.chmod(0o640)
    LETTERS.symlink_to("../letters.ttl")
    run("--fix")
    assert LETTERS.is_symlink()
    assert own.read_bytes().decode() == AFTER
    assert own.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in (*Path().iterdir(), *Path("data").iterdir()) if path.name[0] == ".") == [
        ".kgpub"
    ]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_file_that_cannot_be_written_stays_as_it_was(
    call: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*{"fsync": (os, "fsync", full), "replace": (Path, "replace", full)}[call])
    assert run("--fix") == 2
    assert "data/letters.ttl': cannot be written: No space left on device" in capsys.readouterr().err
    assert LETTERS.read_bytes().decode() == BEFORE
    assert [path.name for path in Path("data").iterdir() if path.name[0] == "."] == []


MARKED = [
    ("letters.ttl", BEFORE, AFTER),
    ("letters.jsonld", '{"@id": "a:b", "a:c": {"@value": "c", "@language": "EN"}} \n', None),
    ("letters.rdf", '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/> <!-- é -->\n', None),
]


@pytest.mark.parametrize(("name", "before", "after"), MARKED, ids=[row[0] for row in MARKED])
def test_a_byte_order_mark_is_taken_out_of_files_of_every_format(name: str, before: str, after: str | None) -> None:
    file = LETTERS.parent / name
    file.write_bytes(f"\ufeff{before}".encode())
    run("--fix")
    assert file.read_bytes().decode() == (after or before)


def test_standard_input_cannot_be_mended(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--fix", "--stdin-filename", "data/letters.ttl") == 2
    assert "--fix writes files" in capsys.readouterr().err
