"""A report as commands of GitHub's workflows, which show findings beside the lines of a pull request.

GitHub shows ten errors, ten warnings and ten notices of a step, so the worst come first; all stand in the log.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import SEVERITIES
from kgpub.check.reporters.wording import whole_text

if TYPE_CHECKING:
    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.running import Report

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def text(report: Report, *, folder: str = "") -> str:
    """Give a line for each finding. `folder` leads from the root of the repository to the archive."""
    worst_first = sorted(report.diagnostics, key=lambda finding: SEVERITIES.index(finding.severity))
    return "\n".join(_command(finding, folder) for finding in worst_first)


def _command(finding: Diagnostic, folder: str) -> str:
    span = finding.span
    properties: dict[str, object] = {"file": folder + span.path}
    if span.line:
        properties |= {"line": span.line, "endLine": span.end_line}
    if span.line and span.line == span.end_line:
        # Columns mean nothing where a finding has several lines.
        properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = f"kgpub: {finding.rule}"
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(whole_text(finding))}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
