"""What the validator of SARIF's editors, which is not ours, says of our reports: the schema's document, and more."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path

import pytest

from tests.browsers import unavailable
from tests.check.test_reporters import folder, run
from tests.node_packages import install

HERE = Path(__file__).parent / "sarif"
SETTINGS = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}

__all__ = ["folder"]


@pytest.fixture(scope="module")
def validator() -> Path:
    if platform.machine() != "x86_64":
        unavailable("the validator of SARIF runs on x86-64 only")
    install(HERE)
    return HERE / "node_modules" / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"


def told(validator: Path, report: Path) -> set[tuple[str, str]]:
    """Validate a report, and give the rules that find something, with how bad it is."""
    out = report.with_suffix(".validated.sarif")
    command = [str(validator), "validate", str(report), "--output", str(out)]
    subprocess.run(command, env={**os.environ, **SETTINGS}, capture_output=True, timeout=120, check=False)
    results = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
    return {(item["ruleId"], item.get("level", "warning")) for item in results}


def test_a_report_is_valid_but_that_it_gives_no_address_of_the_tool(validator: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.sarif"
    assert run("letters", "--output", f"sarif:{report}") == 1
    # Of findings on a file as a whole, no region is told: SARIF2017.
    assert told(validator, report) == {("SARIF2005", "warning"), ("SARIF2017", "warning")}


def test_the_validator_finds_what_is_wrong(validator: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.sarif"
    assert run("letters", "--output", f"sarif:{report}") == 1
    log = json.loads(report.read_text())
    del log["runs"][0]["results"][0]["message"]
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    report.write_text(json.dumps(log))
    assert any(level == "error" for _, level in told(validator, report))
