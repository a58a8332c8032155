"""A report as JUnit XML: a suite for each file with findings, and one of the rules that found nothing.

Errors are failures. Milder findings pass, and say what they have to say as output. The form is that of
https://github.com/testmoapp/junitxml.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kgpub.check.reporters.wording import whole_text
from kgpub.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.running import Report

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets)."""


def text(report: Report, *, folder: str = "") -> str:
    """Give the report as one XML document. `folder` leads from the root of the repository to the archive."""
    root = Element("testsuites", name="kgpub check")
    for path, findings in groupby(report.diagnostics, key=lambda finding: finding.span.path):
        _finish(_file(root, folder + path, findings))
    _finish(_rules(root, report))
    _finish(root)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _file(root: Element, path: str, findings: Iterable[Diagnostic]) -> Element:
    suite = SubElement(root, "testsuite", name=_clean(path))
    for finding in findings:
        span = finding.span
        place = Place(path, span.line, span.column)
        name = str(Place(finding.rule, span.line, span.column))
        case = SubElement(suite, "testcase", classname=_clean(path), name=name, file=_clean(path))
        if span.line:
            case.set("line", str(span.line))
        words = _clean(whole_text(finding))
        if finding.severity == "error":
            message = _clean(f"{place}: {finding.message}")
            SubElement(case, "failure", message=message, type=finding.rule).text = words
        else:
            SubElement(case, "system-out").text = f"{finding.severity}: {words}"
    return suite


def _rules(root: Element, report: Report) -> Element:
    suite = SubElement(root, "testsuite", name="rules")
    found = {finding.rule for finding in report.diagnostics}
    for name in report.asked:
        if name not in found:
            SubElement(suite, "testcase", classname="rules", name=name)
    for name in report.skipped:
        case = SubElement(suite, "testcase", classname="rules", name=name)
        SubElement(case, "skipped", message="not asked, since files could not be read")
    return suite


def _finish(suite: Element) -> None:
    """Say how many cases there are in and below a suite, and of which kinds."""
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(1 for _ in suite.iter(tag))))
    suite.set("errors", "0")


def _clean(words: str) -> str:
    return _FORBIDDEN.sub("\ufffd", words)
