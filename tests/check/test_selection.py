"""Which rules are asked: `--select`, `--ignore`, and the sections `[check]` of kgpub.toml."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kgpub.cli.main import main

ARCHIVES = Path(__file__).parent / "archives"

Found = list[tuple[str, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with two findings in two files: `duplicate-id` in b.ttl, `canonical-literal` in c.ttl."""
    root = tmp_path / "archive"
    shutil.copytree(ARCHIVES / "duplicate-id", root)
    a = root / "data" / "a.ttl"
    a.write_text(a.read_text().replace("person:p00000cb a ex:Person . #", "#"))
    (root / "data" / "c.ttl").write_text("@prefix ex: <https://example.org/ns#> .\nex:c ex:number 01 .\n")
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> Found:
    run("--output", "json", *arguments)
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [(item["path"], item["rule"], item["severity"]) for item in findings]


def configure(text: str) -> None:
    with Path("kgpub.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + text)


DUPLICATE = ("data/b.ttl", "duplicate-id", "error")
CANONICAL = ("data/c.ttl", "canonical-literal", "error")

ASKED: dict[str, tuple[list[str], str, Found]] = {
    "all rules are asked": ([], "", [DUPLICATE, CANONICAL]),
    "one rule": (["--select", "duplicate-id"], "", [DUPLICATE]),
    "two rules with a comma": (["--select", "duplicate-id, canonical-literal"], "", [DUPLICATE, CANONICAL]),
    "two rules, one after the other": (
        ["--select", "duplicate-id", "--select", "canonical-literal"], "", [DUPLICATE, CANONICAL]),
    "all but one": (["--ignore", "duplicate-id"], "", [CANONICAL]),
    "what is ignored is taken away from what is selected": (
        ["--select", "duplicate-id,canonical-literal", "--ignore", "duplicate-id"], "", [CANONICAL]),
    "kgpub.toml selects": ([], '[check]\nselect = ["canonical-literal"]', [CANONICAL]),
    "kgpub.toml ignores": ([], '[check]\nignore = ["canonical-literal"]', [DUPLICATE]),
    "the command line selects what kgpub.toml ignores": (
        ["--select", "canonical-literal"], '[check]\nignore = ["canonical-literal"]', [CANONICAL]),
    "the command line ignores besides": (
        ["--ignore", "duplicate-id"], '[check]\nignore = ["canonical-literal"]', []),
    "a rule is milder": (
        [], '[check]\nnotes = ["duplicate-id"]', [("data/b.ttl", "duplicate-id", "note"), CANONICAL]),
    "a rule is ignored in some files": (
        [], '[[check.paths]]\nfiles = ["data/b*"]\nignore = ["duplicate-id", "canonical-literal"]', [CANONICAL]),
    "a rule is the only one in some files": (
        [], '[[check.paths]]\nfiles = ["data/[bc].ttl"]\nselect = ["duplicate-id"]', [DUPLICATE]),
    "the last section decides how bad it is": (
        [],
        ('[check]\nnotes = ["canonical-literal"]\n[[check.paths]]\nfiles = ["**/*"]\nerrors = ["canonical-literal"]\n'
        '[[check.paths]]\nfiles = ["data/c.ttl"]\nwarnings = ["canonical-literal"]'),
        [DUPLICATE, ("data/c.ttl", "canonical-literal", "warning")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "settings", "expected"), ASKED.values(), ids=ASKED.keys())
def test_what_is_selected_is_asked(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], settings: str, expected: Found
) -> None:
    configure(settings)
    assert found(capsys, *arguments) == expected


def test_warnings_that_were_errors_let_the_check_pass(folder: Path) -> None:
    configure('[check]\nwarnings = ["duplicate-id"]\nnotes = ["canonical-literal"]')
    assert run() == 0


def test_a_file_that_does_not_parse_is_told_whatever_is_selected(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("data/c.ttl").write_text("<a:a> <a:b> .")
    assert found(capsys, "--select", "duplicate-id") == [DUPLICATE, ("data/c.ttl", "syntax", "error")]


REFUSED = [
    (["--select", "duplicate-ids"], "Invalid value for '--select': there is no rule \"duplicate-ids\"; did you mean"),
    (["--ignore", "shacl,"], "Invalid value for '--ignore': there is no rule \"\""),
    (["--ignore", "syntax"], "the rule syntax is always asked: nothing can be published without it"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_names_that_are_no_rules_end_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(*arguments) == 2
    assert message in capsys.readouterr().err


def test_names_in_the_configuration_that_are_no_rules_are_told_all_at_their_places(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = Path("kgpub.toml").read_text().count("\n") + 2
    configure(
        '[check]\nignore = ["shacl", "duplicate-ids"]\n[[check.paths]]\nfiles = ["*"]\nwarnings = [\n  "syntax",\n]\n'
    )
    assert run() == 2
    assert capsys.readouterr() == (
        "",
        (
            f'error: kgpub.toml:{line + 1}:20: ignore: there is no rule "duplicate-ids"; did you mean "duplicate-id"?\n'
            f"kgpub.toml:{line + 5}:3: warnings: the rule syntax is always asked: nothing can be published without it\n"
        ),
    )
