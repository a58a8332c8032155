"""The same findings in every form, read by the tools of others."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fluidattacks_core.sarif import SarifLog
from junitparser import JUnitXml
from sarif.loader import load_sarif_file

from kgpub.check.rules import NAMES
from kgpub.cli.main import main

ARCHIVES = Path(__file__).parent / "archives"
NASTY = "data/a,b:c 100% & <d>.ttl"
"""A name that means something in every form."""


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with an archive that has three errors (one shows a control character), a warning and a note."""
    root = tmp_path / "letters"
    shutil.copytree(ARCHIVES / "canonical-literal", root)
    (root / "data" / "letters.ttl").unlink()
    (root / "data" / "more").mkdir()
    (root / "data" / "more" / "x.ttl").write_text("")
    literal = '"""1\n2\x07"""^^<http://www.w3.org/2001/XMLSchema#hexBinary>'
    text = f"@prefix ex: <https://example.org/ns#> .\nex:é ex:number 01 , {literal} ;\n ex:again 01 .\n"
    (root / NASTY).write_text(text + "# kgpub: ignore shacl – nothing\n", encoding="utf-8")
    settings = (root / "kgpub.toml").read_text(encoding="utf-8")
    (root / "kgpub.toml").write_text(settings + '[check]\nnotes = ["suppression"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return root


def found(capsys: pytest.CaptureFixture[str], form: str, status: int = 1) -> str:
    assert run("letters", "--output", form) == status
    return capsys.readouterr().out


def expected(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(found(capsys, "json"))["findings"]
    assert [item["severity"] for item in findings] == ["error", "error", "error", "note", "warning"]
    return findings


def test_sarif_is_valid_by_its_schema_and_places_every_finding(capsys: pytest.CaptureFixture[str]) -> None:
    text = found(capsys, "sarif")
    SarifLog.model_validate_json(text)
    (log,) = json.loads(text)["runs"]
    wanted = expected(capsys)
    assert [item["ruleId"] for item in log["results"]] == [item["rule"] for item in wanted]
    assert [item["level"] for item in log["results"]] == [item["severity"] for item in wanted]
    rules = [rule["id"] for rule in log["tool"]["driver"]["rules"]]
    assert rules == list(NAMES)
    for result, finding in zip(log["results"], wanted, strict=True):
        assert rules[result["ruleIndex"]] == finding["rule"]
        assert result["message"]["text"].startswith(finding["message"])
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == f"letters/{finding['path']}"
        assert re.fullmatch(r"[\w/.%~-]+", place["artifactLocation"]["uri"])
        assert place.get("region", {}) == region(finding)
    keys = [item["partialFingerprints"]["primaryLocationLineHash"] for item in log["results"]]
    assert len(set(keys)) == len(keys)


def region(finding: dict[str, Any]) -> dict[str, int]:
    names = {"line": "startLine", "column": "startColumn", "end_line": "endLine", "end_column": "endColumn"}
    return {name: finding[key] for key, name in names.items() if finding[key]}


def test_sarif_is_read_by_another_tool(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("letters", "--output", f"sarif:{tmp_path / 'report.sarif'}") == 1
    log = load_sarif_file(str(tmp_path / "report.sarif"))
    assert log.get_distinct_tool_names() == ["kgpub"]
    read = [
        (
            unquote(item["Location"]),
            int(item["Line"]),
            item["Severity"],
            item["Code"],
            item["Description"].split("\n")[0],
        )
        for item in log.get_records()
    ]
    assert read == [
        (f"letters/{item['path']}", item["line"] or 1, item["severity"], item["rule"], item["message"])
        for item in expected(capsys)
    ]


def test_sarif_tells_which_rules_were_not_asked(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "data" / "broken.ttl").write_text("<a:a> <a:b> .")
    text = found(capsys, "sarif")
    SarifLog.model_validate_json(text)
    notes = json.loads(text)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert "the rule shacl was not asked, since files could not be read" in [note["message"]["text"] for note in notes]


def test_junit_is_read_by_another_tool_and_fails_for_errors_only(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run("letters", "--output", f"junit:{tmp_path / 'report.xml'}") == 1
    report = JUnitXml.fromfile(str(tmp_path / "report.xml"))
    wanted = expected(capsys)
    assert (report.failures, report.errors, report.skipped) == (3, 0, 0)
    cases = [(suite.name, case) for suite in report for case in suite]
    told = [(name, case) for name, case in cases if name != "rules"]
    assert [name for name, _ in told] == [f"letters/{item['path']}" for item in wanted]
    failures = [case.result[0].message for _, case in told if case.result]
    assert failures == [
        f"letters/{item['path']}:{item['line']}:{item['column']}: {item['message']}".replace("\x07", "\ufffd")
        for item in wanted
        if item["severity"] == "error"
    ]
    assert {case.name for name, case in cases if name == "rules"} >= {"syntax", "shacl"}
    assert "canonical-literal" not in {case.name for name, case in cases if name == "rules"}


def test_github_shows_the_worst_first_and_every_sign_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    lines = found(capsys, "github").splitlines()
    wanted = sorted(expected(capsys), key=lambda item: ["error", "warning", "note"].index(item["severity"]))
    assert len(lines) == len(wanted)
    for line, finding in zip(lines, wanted, strict=True):
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert match
        assert match[1] == finding["severity"].replace("note", "notice")
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        assert unescaped(properties["file"]) == f"letters/{finding['path']}"
        assert unescaped(properties["title"]) == f"kgpub: {finding['rule']}"
        assert unescaped(match[3]).split("\n")[0] == finding["message"]
        assert properties.get("line", "0") == str(finding["line"])
    assert lines[0].startswith(
        "::error file=letters/data/a%2Cb%3Ac 100%25 & <d>.ttl,line=2,endLine=2,col=16,endColumn=18"
    )


def unescaped(text: str) -> str:
    """Read what the runner reads (https://github.com/actions/runner, ActionCommand)."""
    for written, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(written, sign)
    return text


def test_gitlab_gets_the_fields_that_it_documents(capsys: pytest.CaptureFixture[str]) -> None:
    findings = json.loads(found(capsys, "gitlab"))
    wanted = expected(capsys)
    severities = {"error": "major", "warning": "minor", "note": "info"}
    assert [{key: value for key, value in item.items() if key != "fingerprint"} for item in findings] == [
        {
            "description": item["description"],
            "check_name": finding["rule"],
            "severity": severities[finding["severity"]],
            "location": {
                "path": f"letters/{finding['path']}",
                "lines": {"begin": finding["line"] or 1, "end": finding["end_line"] or 1},
            },
        }
        for item, finding in zip(findings, wanted, strict=True)
    ]
    assert [item["description"].split("\n")[0] for item in findings] == [finding["message"] for finding in wanted]
    assert len({item["fingerprint"] for item in findings}) == len(findings)


FORMS = ("text", "json", "sarif", "junit", "github", "gitlab")


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_the_same_for_the_same_files(capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert found(capsys, form) == found(capsys, form)


@pytest.mark.parametrize("form", FORMS)
def test_a_clean_archive_gives_a_report_that_says_so(
    capsys: pytest.CaptureFixture[str], folder: Path, form: str
) -> None:
    (folder / NASTY).unlink()
    shutil.rmtree(folder / "data" / "more")
    (folder / "data" / "letters.ttl").write_text("")
    text = found(capsys, form, status=0)
    match form:
        case "text":
            assert text == "No faults found in 2 files\n"
        case "json":
            assert json.loads(text)["findings"] == []
        case "sarif":
            assert SarifLog.model_validate_json(text).runs[0].results == []
        case "junit":
            assert "<failure" not in text
        case "github":
            assert text == "\n"
        case "gitlab":
            assert json.loads(text) == []


def test_several_reports_are_written_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    files = [argument for form in FORMS for argument in ("--output", f"{form}:{form}.report")]
    assert run("letters", *files, "--output", "text") == 1
    shown = capsys.readouterr().out
    assert Path("text.report").read_text() == shown
    assert json.loads(Path("json.report").read_text())["counts"] == {"error": 3, "warning": 1, "note": 1}
    assert all(Path(f"{form}.report").stat().st_size for form in FORMS)
