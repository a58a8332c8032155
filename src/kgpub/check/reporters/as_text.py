"""A report as text: place, rule, message, the source line with the token underlined, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kgpub.check.diagnostic import SEVERITIES
from kgpub.check.reporters.wording import details

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.diagnostic import Diagnostic, Span
    from kgpub.check.running import Report

Role = Literal["plain", "path", "error", "warning", "note", "rule", "margin", "mark", "label"]
WIDTH = 100
"""Characters shown of a source line."""


@dataclass(frozen=True)
class Piece:
    """A piece of a line, and what it is, so that a terminal can colour it."""

    text: str
    role: Role = "plain"


Line = tuple[Piece, ...]


def lines(report: Report, *, folder: str = "") -> Iterator[Line]:
    """Give the lines of a report. `folder` is written before each path, so that a terminal can open it."""
    for diagnostic in report.diagnostics:
        yield from _diagnostic(diagnostic, folder)
        yield ()
    for rule in report.skipped:
        message = f"the rule {rule} was not asked, since files could not be read; mend them first"
        yield Piece("note", "note"), Piece(f": {message}")
    if report.gone:
        message = f"{_plural(report.gone, 'finding')} of the baseline mended; --write-baseline takes them out of it"
        yield Piece("note", "note"), Piece(f": {message}")
    yield (_summary(report),)


def _diagnostic(diagnostic: Diagnostic, folder: str) -> Iterator[Line]:
    span = diagnostic.span
    place = ":".join([folder + span.path, *(str(number) for number in (span.line, span.column) if number)])
    head = Piece(diagnostic.severity, diagnostic.severity), Piece(" "), Piece(f"[{diagnostic.rule}]", "rule")
    yield Piece(place, "path"), Piece(": "), *head, Piece(f" {diagnostic.message}")
    margin = " " * max(len(str(span.line)), 2)
    if span.line and span.excerpt:
        yield from _excerpt(span, margin)
    for label, words in details(diagnostic):
        yield Piece(f"{margin} = ", "margin"), Piece(f"{label}:", "label"), Piece(f" {words}")


def _excerpt(span: Span, margin: str) -> Iterator[Line]:
    """Give the source line, cut to what can be shown, and the marks below the token."""
    start = max(0, min(span.column - 1 - WIDTH // 3, len(span.excerpt) - WIDTH))
    shown = span.excerpt[start : start + WIDTH].replace("\t", " ")
    before = span.column - 1 - start
    end = span.end_column - 1 - start if span.end_line == span.line else len(shown)
    marks = "^" * max(1, min(end, len(shown)) - before)
    if start:
        shown = "…" + shown[1:]
    if start + WIDTH < len(span.excerpt):
        shown = shown[:-1] + "…"
    yield (Piece(f"{margin} |", "margin"),)
    yield Piece(f"{span.line:>{len(margin)}} | ", "margin"), Piece(shown)
    yield Piece(f"{margin} | ", "margin"), Piece(" " * before), Piece(marks, "mark")


def _summary(report: Report) -> Piece:
    counts = [_plural(report.count(severity), severity) for severity in SEVERITIES if report.count(severity)]
    found = f"{', '.join(counts) or 'No faults found'} in {_plural(report.files, 'file')}"
    untold = [
        f"{_plural(report.left_out, 'milder finding')} not shown" if report.left_out else "",
        f"{report.suppressed} suppressed" if report.suppressed else "",
        f"{report.known} known from the baseline" if report.known else "",
    ]
    return Piece(found + (f" ({', '.join(filter(None, untold))})" if any(untold) else ""))


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
