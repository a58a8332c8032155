"""What every report says of a finding, and how it numbers those that are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.check.diagnostic import Diagnostic


def details(finding: Diagnostic) -> list[tuple[str, str]]:
    """Give what is said besides the message, each with its label."""
    labelled = ("found", finding.reason), ("in", finding.focus), ("help", finding.help)
    return [(label, words) for label, words in labelled if words]


def whole_text(finding: Diagnostic) -> str:
    """Give the message with its details, a line each."""
    return "\n".join([finding.message, *(f"{label}: {words}" for label, words in details(finding))])


def numbered(findings: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Give each finding with a key that no other has: of the same ones in a file, the second ends in `:2`."""
    counts: dict[tuple[str, str], int] = {}
    for finding in findings:
        key = finding.span.path, fingerprint(finding)
        counts[key] = counts.get(key, 0) + 1
        yield finding, f"{key[1]}:{counts[key]}"
