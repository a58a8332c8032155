"""Running all rules over an archive."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from kgpub.check.apart import Apart
from kgpub.check.baseline import Comparison
from kgpub.check.diagnostic import SEVERITIES, Diagnostic, Severity
from kgpub.check.index import Damaged
from kgpub.check.indexing import text_digests
from kgpub.check.material import PLACES, gather
from kgpub.check.memory import forget, remembered
from kgpub.check.progress import silent
from kgpub.check.rules import APART, NAMES, load, suppression
from kgpub.check.rules.suppression import faults
from kgpub.check.selection import select
from kgpub.errors import CheckBroken, KgpubError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kgpub.archive import Archive, Revision
    from kgpub.check.diagnostic import Span
    from kgpub.check.material import Material
    from kgpub.check.progress import Progress
    from kgpub.check.rule import Rule
    from kgpub.check.selection import Selection
    from kgpub.config import Config


REMEMBERING = ("shacl",)
"""The rules that note what they need for the next check."""


@dataclass(frozen=True)
class Report:
    """What was found, sorted by place."""

    diagnostics: tuple[Diagnostic, ...]
    asked: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    """Rules that could not be asked, since files could not be read."""
    files: int = 0
    left_out: int = 0
    """How many findings were too mild to be shown."""
    suppressed: int = 0
    """How many findings the archive says need not be told."""
    known: int = 0
    """How many findings are in the baseline."""
    gone: int = 0
    """How many findings of the baseline are there no longer."""

    def count(self, severity: Severity) -> int:
        """Give the number of findings of one severity."""
        return sum(diagnostic.severity == severity for diagnostic in self.diagnostics)

    @property
    def has_errors(self) -> bool:
        """Tell whether the archive is unfit to be published."""
        return self.count("error") > 0

    def of_file(self, path: str) -> Report:
        """Give what the report says of one file."""
        return replace(self, diagnostics=tuple(item for item in self.diagnostics if item.span.path == path))

    def at_least(self, severity: Severity) -> Report:
        """Give the report without milder findings."""
        shown = SEVERITIES[: SEVERITIES.index(severity) + 1]
        kept = tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.severity in shown)
        return replace(self, diagnostics=kept, left_out=self.left_out + len(self.diagnostics) - len(kept))


def check(  # noqa: PLR0913 - one for each thing that a check may be given
    config: Config,
    archive: Archive,
    *,
    progress: Progress = silent,
    since: Revision | None = None,
    selection: Selection | None = None,
    memory: Path | None = None,
    keeps: bool = True,
) -> Report:
    """Find every fault of an archive, and what became of its URIs since a revision of it.

    Faults are findings; nothing is raised for them. The selection is that of kgpub.toml if none is given: what `select`
    raises is raised. What the revision cannot tell is raised too: RevisionError, ConfigError and LedgerError of files
    as they were then. In the folder `memory` it is remembered what was checked, so that the next check costs what
    changed; without `keeps`, it stays as it is.
    """
    selection = selection or select(config)
    asked = partial(_find_in, config, archive, progress=progress, since=since, selection=selection)
    try:
        found = asked(memory=memory, keeps=keeps)
    except (Damaged, Exception) as error:  # of a disk that is full, of a store or a table that is not what kgpub wrote
        is_meant = isinstance(error, KgpubError) and not isinstance(error, CheckBroken)
        if memory is None or is_meant:
            raise
        forget(memory)
        found = asked(memory=None, keeps=False)
    told = [finding for item in found.told if (finding := selection.applied(item)) is not None]
    comparison = Comparison(selection.baseline, {file.path for file in archive.files})
    new = tuple(item for item in sorted(told, key=lambda item: item.sort_key) if not comparison.is_known(item))
    return Report(
        new,
        found.asked,
        found.skipped,
        len(archive.files),
        suppressed=found.suppressed,
        known=len(told) - len(new),
        gone=comparison.gone(found.asked),
    )


@dataclass(frozen=True)
class _Found:
    """What the rules found, before kgpub.toml and the baseline are heard."""

    told: frozenset[Diagnostic]
    suppressed: int
    asked: tuple[str, ...]
    skipped: tuple[str, ...]


def _find_in(  # noqa: PLR0913 - what `check` is given
    config: Config,
    archive: Archive,
    *,
    progress: Progress,
    since: Revision | None,
    selection: Selection,
    memory: Path | None,
    keeps: bool,
) -> _Found:
    with remembered(memory, config) as known:
        # What is remembered must be so of all rules that remember: a check of some of them does not touch it.
        keeps = keeps and all(map(selection.asks, REMEMBERING))
        material = gather(config, archive, progress=progress, since=since, memory=known, keeps=keeps)
        found = _find(material, selection)
        if known and keeps and material.is_whole:
            notes = {**material.notes, PLACES: material.places.known.encoded()}
            known.save(material.files, text_digests(archive.texts), notes)
    return found


def _find(material: Material, selection: Selection) -> _Found:
    found: set[Diagnostic] = set()
    asked, skipped = [], []
    names = list(filter(selection.asks, NAMES))
    with _begun(material, names) as begun:
        for number, name in enumerate(names):
            material.progress("asking rules", number, len(names))
            rule = load(name)
            if rule.needs_revision and material.before is None:
                continue
            if rule.needs_all_files and not material.is_whole:
                skipped.append(name)
                continue
            asked.append(name)
            found.update(_taken(material, begun[name]) if name in begun else _asked(material, rule))
    valid = [item for item in material.suppressions if not any(faults(item))]
    told = {finding for finding in found if not any(item.covers(finding) for item in valid)}
    if suppression.RULE.name in asked:
        told.update(suppression.unused(valid, found, asked))
    return _Found(frozenset(told), sum(finding not in told for finding in found), tuple(asked), tuple(skipped))


@contextmanager
def _begun(material: Material, names: Iterable[str]) -> Iterator[Mapping[str, Apart[_Answer]]]:
    """Ask the rules that take long, in processes that end with the block."""
    with ExitStack() as stack:
        wanted = [name for name in names if name in APART and material.is_whole]
        yield {name: stack.enter_context(Apart(partial(_answer, material, name))) for name in wanted}


@dataclass(frozen=True)
class _Answer:
    """What a rule found in a process of its own, and what is to be remembered of it."""

    found: list[Diagnostic]
    notes: dict[str, str]
    places: dict[str, tuple[str, list[Span]]]


def _answer(material: Material, name: str, progress: Progress) -> _Answer:
    found = list(_asked(replace(material, progress=progress), load(name)))
    return _Answer(found, material.notes, material.places.known.asked)


def _taken(material: Material, work: Apart[_Answer]) -> list[Diagnostic]:
    answer = work.answer(material.progress)
    material.notes.update(answer.notes)
    material.places.known.take(answer.places)
    return answer.found


def _asked(material: Material, rule: Rule) -> Iterable[Diagnostic]:
    return _of_each_file(material, rule) if rule.reads_each_file else rule.find(material)


def _of_each_file(material: Material, rule: Rule) -> list[Diagnostic]:
    """Ask a rule of those files in which it may find something: where it found nothing before, it finds nothing now."""
    files = [file for file in material.files if rule.name not in file.clean]
    found = list(rule.find(material.limited_to(files)))
    told = {finding.span.path for finding in found}
    for file in files:
        if file.path not in told:
            file.clean.add(rule.name)
    return found
