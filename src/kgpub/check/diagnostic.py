"""A finding as a plain value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From the worst to the mildest. Only errors keep an archive from being published."""


@dataclass(frozen=True)
class Span:
    """A piece of a file; lines and columns count from 1, and the end is the column after the last."""

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    excerpt: str = field(default="", compare=False)
    """The text of the first line."""


@dataclass(frozen=True)
class Related:
    """Another place that a finding has to do with."""

    message: str
    """What is there."""
    span: Span


@dataclass(frozen=True)
class Diagnostic:
    """One thing that a rule found at one place."""

    rule: str
    severity: Severity
    message: str
    """What is wrong, in one sentence."""
    span: Span
    reason: str = ""
    """What was found and what was expected, where the message does not say so."""
    focus: str = ""
    """The thing that is wrong: its name for people."""
    help: str = ""
    """What to do."""
    is_new: bool | None = None
    """Whether it was not there at the revision that the archive is compared with; None where that is not known."""
    related: tuple[Related, ...] = ()
    """Such as the shape that is not conformed to."""

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Give what findings are ordered by: the place, then the rule and the words."""
        span = self.span
        return span.path, span.line, span.column, self.rule, self.message, self.reason, self.focus, self.help
