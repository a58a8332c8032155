"""A report as JSON, for programs. Its form is stable: fields are added, never renamed or removed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kgpub.check.diagnostic import SEVERITIES
from kgpub.check.fingerprints import fingerprint

if TYPE_CHECKING:
    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.running import Report


def text(report: Report, *, folder: str = "") -> str:
    """Give the report as one JSON object, with its findings in order. Lines and columns are 0 where unknown.

    Paths are relative to the archive; `folder` is what leads there.
    """
    document = {
        "archive": folder or ".",
        "findings": [_finding(diagnostic) for diagnostic in report.diagnostics],
        "counts": {severity: report.count(severity) for severity in SEVERITIES},
        "skipped": list(report.skipped),
        "suppressed": report.suppressed,
        "known": report.known,
        "gone": report.gone,
        "files": report.files,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _finding(diagnostic: Diagnostic) -> dict[str, object]:
    span = diagnostic.span
    return {
        "rule": diagnostic.rule,
        "fingerprint": fingerprint(diagnostic),
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "reason": diagnostic.reason,
        "focus": diagnostic.focus,
        "help": diagnostic.help,
        "is_new": diagnostic.is_new,
        "related": [
            {"message": item.message, "path": item.span.path, "line": item.span.line, "column": item.span.column}
            for item in diagnostic.related
        ],
    }
