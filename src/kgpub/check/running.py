"""Running all rules over an archive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgpub.check.diagnostic import SEVERITIES, Diagnostic, Severity
from kgpub.check.material import gather
from kgpub.check.progress import silent
from kgpub.check.rules import NAMES, load
from kgpub.check.selection import select

if TYPE_CHECKING:
    from kgpub.archive import Archive, Revision
    from kgpub.check.progress import Progress
    from kgpub.check.selection import Selection
    from kgpub.config import Config


@dataclass(frozen=True)
class Report:
    """What was found, sorted by place."""

    diagnostics: tuple[Diagnostic, ...]
    skipped: tuple[str, ...] = ()
    """Rules that could not be asked, since files could not be read."""
    files: int = 0
    left_out: int = 0
    """How many findings were too mild to be shown."""

    def count(self, severity: Severity) -> int:
        """Give the number of findings of one severity."""
        return sum(diagnostic.severity == severity for diagnostic in self.diagnostics)

    @property
    def has_errors(self) -> bool:
        """Tell whether the archive is unfit to be published."""
        return self.count("error") > 0

    def at_least(self, severity: Severity) -> Report:
        """Give the report without milder findings."""
        shown = SEVERITIES[: SEVERITIES.index(severity) + 1]
        kept = tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.severity in shown)
        return replace(self, diagnostics=kept, left_out=self.left_out + len(self.diagnostics) - len(kept))


def check(
    config: Config,
    archive: Archive,
    *,
    progress: Progress = silent,
    since: Revision | None = None,
    selection: Selection | None = None,
) -> Report:
    """Find every fault of an archive, and what became of its URIs since a revision of it.

    Faults are findings; nothing is raised for them. The rules are those that kgpub.toml selects if no selection is
    given; ConfigError is raised where it names one that there is not. What the revision cannot tell is raised too:
    RevisionError, ConfigError and LedgerError of files as they were then.
    """
    selection = selection or select(config)
    material = gather(config, archive, progress=progress, since=since)
    found: set[Diagnostic] = set()
    skipped = []
    for name in filter(selection.asks, NAMES):
        rule = load(name)
        if rule.needs_revision and material.before is None:
            continue
        if rule.needs_all_files and not material.is_whole:
            skipped.append(name)
            continue
        found.update(rule.find(material))
    applied = filter(None, map(selection.applied, found))
    ordered = sorted(applied, key=lambda diagnostic: diagnostic.sort_key)
    return Report(tuple(ordered), tuple(skipped), len(archive.files))
