"""What the archive itself says need not be told: comments beside the data, and `[[check.suppress]]` in kgpub.toml.

A comment is::

    comment = "#" "kgpub:" "ignore" rule { "," rule } separator reason
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub.archive import POSITIONED, Lines, comments, matches
from kgpub.check.diagnostic import Span
from kgpub.config import CONFIG_FILE
from kgpub.config.toml_places import TomlPlaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.archive import ParsedFile
    from kgpub.check.diagnostic import Diagnostic
    from kgpub.config import Config

_MARK = re.compile(r"#\s*kgpub:\s*(?P<verb>\w*)\s*")
_RULES = re.compile(r"[a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*")
_SEPARATOR = re.compile(r"\s*(?:[–—:]|-+(?=\s|$))?\s*")


@dataclass(frozen=True)
class Suppression:
    """Findings that need not be told: of which rules, where, and why."""

    rules: tuple[str, ...]
    reason: str
    span: Span
    """Where it is written."""
    files: tuple[str, ...]
    """Globs, or the one file that a comment stands in."""
    line: int = 0
    """The line that a comment is about; 0: any."""

    def covers(self, finding: Diagnostic) -> bool:
        """Tell whether a finding is one of those."""
        if finding.rule not in self.rules or self.line not in (0, finding.span.line):
            return False
        path = finding.span.path
        return path in self.files or (not self.line and any(matches(path, glob) for glob in self.files))


def written(config: Config, parsed: tuple[ParsedFile, ...]) -> tuple[Suppression, ...]:
    """Give every suppression, whether or not it can stand."""
    return (*_entries(config), *(found for item in parsed for found in _beside(item)))


def _entries(config: Config) -> Iterator[Suppression]:
    if not config.check.suppressions:
        return
    text = config.source.decode().replace("\r\n", "\n")
    places, lines = TomlPlaces(text), Lines(text)
    for index, entry in enumerate(config.check.suppressions):
        line, column = places.key(("check", "suppress", index))
        excerpt = lines.line(line)
        span = Span(CONFIG_FILE, line, column, line, len(excerpt) + 1, excerpt)
        yield Suppression((entry.rule,), entry.reason, span, entry.files)


def _beside(parsed: ParsedFile) -> Iterator[Suppression]:
    """Give those in the comments of a file. Most files have none, and are not looked at."""
    file = parsed.file
    if b"kgpub:" not in file.content or file.format not in POSITIONED:
        return
    lines = Lines(file.content.decode("utf-8", errors="replace"))
    for comment in comments(lines.text):
        if mark := _MARK.match(comment.text):
            rules, reason = _read(comment.text[mark.end() :]) if mark["verb"] == "ignore" else ((), "")
            line, column = lines.place(comment.offset)
            span = Span(file.path, line, column, line, column + len(comment.text), lines.line(line))
            yield Suppression(rules, reason, span, (file.path,), lines.place(comment.about)[0])


def _read(text: str) -> tuple[tuple[str, ...], str]:
    """Give the rules and the reason of a comment."""
    match = _RULES.match(text)
    rules = tuple(rule.strip() for rule in match[0].split(",")) if match else ()
    rest = text[match.end() :] if match else text
    return rules, _SEPARATOR.sub("", rest, count=1).strip()
