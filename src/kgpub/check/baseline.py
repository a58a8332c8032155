"""Findings that an archive begins with: they are counted, not told, until they are mended.

The file says nothing that is in the data, only which rule, which file, and a key that stays the same when lines move::

    {"version": 1, "findings": [
    {"rule": "shacl", "path": "data/old.ttl", "key": "5d1c…", "count": 2}
    ]}
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kgpub.check.fingerprints import fingerprint
from kgpub.check.rules import NEEDED
from kgpub.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from kgpub.check.diagnostic import Diagnostic

VERSION = 1


class Entry(NamedTuple):
    """What is known of findings: alike ones in one file are counted."""

    rule: str
    path: str
    key: str


@dataclass(frozen=True)
class Baseline:
    """The findings that are known."""

    counts: Mapping[Entry, int] = field(default_factory=dict)


def baseline_of(findings: Iterable[Diagnostic]) -> Baseline:
    """Give the baseline that has these findings; what nothing can be published with is always told."""
    return Baseline(Counter(_entry(finding) for finding in findings if finding.rule not in NEEDED))


def encode(baseline: Baseline) -> str:
    """Give the text of a baseline: a line for each entry, sorted, so that git can merge it."""
    rows = (entry._asdict() | {"count": count} for entry, count in sorted(baseline.counts.items()))
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{"version": {VERSION}, "findings": [\n{lines}\n]}}\n'


def read(file: Path) -> Baseline:
    """Read a baseline. Raises ArchiveError when it cannot be read, or is none."""
    try:
        return parse(file.read_bytes(), shown=str(file))
    except OSError as error:
        message = f"{file}: cannot be read: {error.strerror}; `kgpub check --write-baseline` writes one"
        raise ArchiveError(message) from None


def parse(content: bytes, *, shown: str) -> Baseline:
    """Take a baseline from the content of its file, `shown` in messages. Raises ArchiveError when it is none."""
    try:
        document = json.loads(content)
        if document["version"] != VERSION:
            raise ArchiveError(f"{shown}: of another version; `kgpub check --write-baseline` writes one")
        rows = document["findings"]
        return Baseline({Entry(row["rule"], row["path"], row["key"]): int(row["count"]) for row in rows})
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ArchiveError(f"{shown}: not a baseline; `kgpub check --write-baseline` writes one") from None


class Comparison:
    """Takes known findings out of new ones, one by one, in order."""

    def __init__(self, baseline: Baseline, paths: Collection[str]) -> None:
        self._left = Counter(dict(baseline.counts))
        self._moved: dict[tuple[str, str], list[Entry]] = {}
        for entry in baseline.counts:
            # What a file that is not there any longer had, may have moved with it.
            if entry.path not in paths:
                self._moved.setdefault((entry.rule, entry.key), []).append(entry)

    def is_known(self, finding: Diagnostic) -> bool:
        """Tell whether a finding is in the baseline, and take it out there."""
        own = _entry(finding)
        for entry in (own, *self._moved.get((own.rule, own.key), ())):
            if self._left[entry] > 0:
                self._left[entry] -= 1
                return True
        return False

    def gone(self, asked: Collection[str]) -> int:
        """Give how many of the findings of rules that were asked are left: they are mended."""
        return sum(count for entry, count in self._left.items() if entry.rule in asked)


def _entry(finding: Diagnostic) -> Entry:
    return Entry(finding.rule, finding.span.path, fingerprint(finding))
