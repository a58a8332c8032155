"""A report as SARIF 2.1.0, for GitHub code scanning and other collectors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kgpub import __version__
from kgpub.check.reporters.wording import numbered, whole_text
from kgpub.check.rule_pages import sections
from kgpub.check.rules import NAMES, load_all

if TYPE_CHECKING:
    from kgpub.check.diagnostic import Diagnostic, Span
    from kgpub.check.rule import Rule
    from kgpub.check.running import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PLACES = {name: place for place, name in enumerate(NAMES)}


def text(report: Report, *, folder: str = "") -> str:
    """Give the report as one SARIF log. `folder` leads from the root of the repository to the archive."""
    run = {
        "tool": {"driver": {"name": "kgpub", "version": __version__, "rules": [_rule(rule) for rule in load_all()]}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _skipped(report)}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, key, folder) for finding, key in numbered(report.diagnostics)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    parts = [(heading, words.replace("``", "`")) for heading, words in sections(rule)]
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": parts[0][1]},
        "help": {
            "text": "\n\n".join(f"{heading}: {words}" for heading, words in parts),
            "markdown": "\n\n".join(f"**{heading}**\n\n{words}" for heading, words in parts),
        },
        "defaultConfiguration": {"level": rule.severity},
    }


def _skipped(report: Report) -> list[dict[str, Any]]:
    message = "was not asked, since files could not be read"
    return [
        {
            "level": "warning",
            "message": {"text": f"the rule {name} {message}"},
            "associatedRule": {"id": name, "index": _PLACES[name]},
        }
        for name in report.skipped
    ]


def _result(finding: Diagnostic, key: str, folder: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": _PLACES[finding.rule],
        "level": finding.severity,
        "message": {"text": whole_text(finding)},
        "locations": [{"physicalLocation": _location(finding.span, folder)}],
        # GitHub tells findings apart by the first, and would else take the line's.
        "partialFingerprints": {"primaryLocationLineHash": key, "kgpub/v1": key},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"message": {"text": item.message}, "physicalLocation": _location(item.span, folder)}
            for item in finding.related
        ]
    if finding.is_new is not None:
        result["baselineState"] = "new" if finding.is_new else "unchanged"
    return result


def _location(span: Span, folder: str) -> dict[str, Any]:
    uri = quote(folder + span.path)
    location: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}}
    if span.line:
        location["region"] = _region(span)
    return location


def _region(span: Span) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {key: value for key, value in region.items() if value}
