"""What the rules look at: one archive, of which nothing is read that no rule asks for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.archive import text_quad
from kgpub.archive.withholding import Withholding
from kgpub.check.before import look_back
from kgpub.check.files import CheckedFile
from kgpub.check.indexing import indexed
from kgpub.check.known_places import KnownPlaces
from kgpub.check.ledger_file import LedgerFile
from kgpub.check.naming import Naming
from kgpub.check.places import Places
from kgpub.check.published import Published, said_by, said_in, withholding
from kgpub.check.suppressions import written
from kgpub.check.vocabularies import declared, own

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from pyoxigraph import Quad

    from kgpub.archive import Archive, GraphKind, ParsedFile, Revision
    from kgpub.archive.withholding import LeavingOut
    from kgpub.check.before import Before
    from kgpub.check.facts import Facts
    from kgpub.check.index import Index
    from kgpub.check.indexing import Changes
    from kgpub.check.memory import Memory
    from kgpub.check.progress import Progress
    from kgpub.check.published import Said
    from kgpub.check.suppressions import Suppression
    from kgpub.config import Config
    from kgpub.identity import Ledger


PLACES = "places"
"""The note about places."""


@dataclass(frozen=True)
class Material:
    """An archive with its configuration, its files, and what can be asked of them."""

    config: Config
    archive: Archive
    files: tuple[CheckedFile, ...]
    index: Index
    """What the files that could be parsed say, and the texts."""
    places: Places
    """Where things stand in the files."""
    naming: Naming
    """What things are called in messages."""
    ledger_file: LedgerFile
    progress: Progress
    today: date
    """The day on which what is withheld is decided."""
    before: Before | None = None
    """The archive at the revision that it is compared with."""
    changes: Changes | None = None
    """What the files say other than is remembered; None: nothing is."""
    notes: dict[str, str] = field(default_factory=dict)
    """What rules note for the next check."""
    remembered_notes: dict[str, str] = field(default_factory=dict)
    """What they noted in the last."""

    def limited_to(self, files: Iterable[CheckedFile]) -> Material:
        """Give the same with some of the files only, for what looks at each by itself."""
        return replace(self, files=tuple(files))

    @cached_property
    def ledger(self) -> Ledger:
        """Give the ledger, an empty one where it cannot be read."""
        return self.ledger_file.or_empty()

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """Give what the archive says need not be told."""
        return written(self.config, tuple(file.parsed for file in self.files if file.facts.may_suppress))

    @cached_property
    def published(self) -> Published:
        """Give what the archive publishes."""
        return Published(self.config.base, self.ledger, self.withheld, self._said)

    @cached_property
    def own_terms(self) -> Mapping[str, frozenset[str]]:
        """Give the terms of the archive's own vocabularies, by their namespaces."""
        return own(self.declared_terms, self.published.said.subjects)

    @cached_property
    def declared_terms(self) -> Mapping[str, NamedNode]:
        """Give the terms that the ontology declares below the archive's base, by their IRIs."""
        return declared(self.config.base, self.quads("ontology"))

    @property
    def _said(self) -> Said:
        if self.withheld.marks or not self.withheld.is_whole:
            return said_in(self.withheld.remaining())
        return said_by(self.files, map(text_quad, self.archive.texts), self.index)

    @cached_property
    def withheld(self) -> LeavingOut:
        """Give what is withheld, and what goes with it."""
        texts = self.archive.texts
        return withholding(self.config, self.ledger, self.files, texts, today=self.today)

    @property
    def withholds(self) -> bool:
        """Whether kgpub.toml says of anything that it is withheld."""
        return self.config.withholding != Withholding()

    def is_withheld(self, document: str) -> bool:
        """Tell whether a document describes something that the files say, and that is withheld."""
        return document in self._withheld_documents

    @cached_property
    def _withheld_documents(self) -> frozenset[str]:
        subjects = (item.quad.subject for item in self.withheld.left_out())
        return frozenset(subject.value.partition("#")[0] for subject in subjects if isinstance(subject, NamedNode))

    @cached_property
    def is_whole(self) -> bool:
        """Tell whether every file could be read: of a part, one cannot say what is missing in it."""
        return is_whole(self.archive, self.files)

    @property
    def parsed(self) -> Iterable[ParsedFile]:
        """Give what the files say, also what is left of those with errors of syntax."""
        return (file.parsed for file in self.files)

    @property
    def understood(self) -> Iterable[ParsedFile]:
        """Give the files without errors of syntax: of the others, what is left says too little."""
        return (file.parsed for file in self.files if file.facts.is_understood)

    def quads(self, *kinds: GraphKind, using: Collection[str] | None = None) -> list[Quad]:
        """Give the quads of all understood files of these kinds; the texts belong to the data.

        With `using`, only files are read that have one of these IRIs as a property or an object.
        """
        files = (file for file in self.files if file.kind in kinds and (using is None or file.facts.uses(using)))
        found = [quad for file in files if file.facts.is_understood for quad in file.parsed.quads]
        if "data" in kinds:
            found.extend(text_quad(text) for text in self.archive.texts)
        return found

    def subjects(self, *kinds: GraphKind) -> frozenset[str]:
        """Give the IRIs of which files of these kinds, or all, say something."""
        texts = {text.entry.source for text in self.archive.texts} if "data" in (kinds or ("data",)) else ()
        return frozenset(texts).union(*(facts.subjects for facts in self._facts(kinds)))

    def objects(self, *kinds: GraphKind) -> frozenset[str]:
        """Give the IRIs that files of these kinds, or all, link to."""
        return frozenset().union(*(facts.objects for facts in self._facts(kinds)))

    def used(self, *kinds: GraphKind) -> frozenset[str]:
        """Give the IRIs that are properties or objects in files of these kinds, or all."""
        return self.objects(*kinds).union(*(facts.predicates for facts in self._facts(kinds)))

    def _facts(self, kinds: Collection[GraphKind]) -> Iterator[Facts]:
        return (file.facts for file in self.files if not kinds or file.kind in kinds)


def gather(  # noqa: PLR0913 - one for each thing that a check may be given
    config: Config,
    archive: Archive,
    *,
    progress: Progress,
    since: Revision | None = None,
    memory: Memory | None = None,
    keeps: bool = False,
) -> Material:
    """Read the files of an archive that are not remembered, its ledger, and what has changed since a revision.

    With `keeps`, the memory is brought to what the files say now.
    """
    files = _files(archive, memory, progress)
    index, changes = indexed(files, archive.texts, memory, keeps=keeps and is_whole(archive, files))
    remembered_notes = memory.notes if memory else {}
    ledger = LedgerFile.of(config, archive.others.get(config.identity.ledger.as_posix(), b""))
    today = datetime.now(UTC).date()
    naming = Naming(config.prefixes, labels=config.labels, languages=config.languages, index=index.only("data", "text"))
    before = look_back(since, files, index, ledger, today=today) if since else None
    return Material(
        config,
        archive,
        files,
        index,
        Places(files, index, KnownPlaces(remembered_notes.get(PLACES))),
        naming,
        ledger,
        progress,
        today,
        before,
        changes,
        remembered_notes=remembered_notes,
    )


def is_whole(archive: Archive, files: Iterable[CheckedFile]) -> bool:
    """Tell whether every file of an archive could be read and parsed."""
    if any(fault.severity == "error" for fault in archive.faults):
        return False
    return all(file.facts.is_understood for file in files)


def _files(archive: Archive, memory: Memory | None, progress: Progress) -> tuple[CheckedFile, ...]:
    """Give the files, and read those that nothing is known of."""
    known = memory.files if memory else {}
    found = []
    for number, file in enumerate(archive.files):
        was = known.get(file.path)
        found.append(CheckedFile(file, was if was and was.fits(file) else None))
        if not found[-1].is_known:
            progress("parsing", number, len(archive.files))
    return tuple(found)
