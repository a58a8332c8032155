"""A report as GitLab's code quality, for merge requests: https://docs.gitlab.com/ci/testing/code_quality/."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from kgpub.check.reporters.wording import numbered, whole_text

if TYPE_CHECKING:
    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.running import Report

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def text(report: Report, *, folder: str = "") -> str:
    """Give a list with an object for each finding. `folder` leads from the repository's root to the archive."""
    findings = [_finding(finding, key, folder) for finding, key in numbered(report.diagnostics)]
    return json.dumps(findings, ensure_ascii=False, indent=2)


def _finding(finding: Diagnostic, key: str, folder: str) -> dict[str, object]:
    path, span = folder + finding.span.path, finding.span
    # A whole file has no line there; its first stands for it.
    lines = {"begin": max(span.line, 1), "end": max(span.end_line, span.line, 1)}
    return {
        "description": whole_text(finding),
        "check_name": finding.rule,
        "fingerprint": hashlib.sha256(f"{path}\0{key}".encode()).hexdigest(),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": path, "lines": lines},
    }
