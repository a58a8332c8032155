"""What the rules look at: one archive, parsed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.archive import parse_file, text_quad
from kgpub.archive.withholding import Withholding
from kgpub.check.before import look_back
from kgpub.check.naming import Naming
from kgpub.check.places import Places
from kgpub.check.published import Published, withholding
from kgpub.check.suppressions import written
from kgpub.errors import LedgerError, Place, Problem
from kgpub.identity import Ledger
from kgpub.identity import parse as parse_ledger

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from pyoxigraph import Quad

    from kgpub.archive import Archive, GraphKind, ParsedFile, Revision
    from kgpub.archive.withholding import LeavingOut
    from kgpub.check.before import Before
    from kgpub.check.progress import Progress
    from kgpub.check.suppressions import Suppression
    from kgpub.config import Config


@dataclass(frozen=True)
class Material:
    """An archive with its configuration, its files parsed, and what can be asked of them."""

    config: Config
    archive: Archive
    parsed: tuple[ParsedFile, ...]
    ledger: Ledger
    ledger_problems: tuple[Problem, ...]
    progress: Progress
    today: date
    """The day on which what is withheld is decided."""
    before: Before | None = None
    """The archive at the revision that it is compared with."""
    memory: Path | None = None
    """The folder in which it is remembered what was checked; None: nothing is."""

    @cached_property
    def ledger_text(self) -> str:
        """Give the ledger as it stands in its file."""
        path = self.config.identity.ledger.as_posix()
        return self.archive.others.get(path, b"").decode("utf-8", errors="replace")

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """Give what the archive says need not be told."""
        return written(self.config, self.parsed)

    @cached_property
    def published(self) -> Published:
        """Give what the archive publishes."""
        return Published(self.config.base, self.ledger, self.withheld)

    @cached_property
    def withheld(self) -> LeavingOut:
        """Give what is withheld, and what goes with it."""
        return withholding(self.config, self.ledger, self.understood, self.archive.texts, today=self.today)

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
    def places(self) -> Places:
        """Give where things stand in the files."""
        return Places(self.parsed)

    @cached_property
    def naming(self) -> Naming:
        """Give what things are called in messages."""
        config = self.config
        return Naming(config.prefixes, labels=config.labels, languages=config.languages, quads=self.quads("data"))

    @cached_property
    def is_whole(self) -> bool:
        """Tell whether every file could be read: of a part, one cannot say what is missing in it."""
        return not any(parsed.errors for parsed in self.parsed) and not any(
            fault.severity == "error" for fault in self.archive.faults
        )

    @cached_property
    def understood(self) -> tuple[ParsedFile, ...]:
        """Give the files without errors of syntax: of the others, what is left says too little."""
        return tuple(parsed for parsed in self.parsed if not parsed.errors)

    def quads(self, *kinds: GraphKind) -> list[Quad]:
        """Give the quads of all understood files of these kinds; the texts belong to the data."""
        found = [quad for parsed in self.understood if parsed.file.kind in kinds for quad in parsed.quads]
        if "data" in kinds:
            found.extend(text_quad(text) for text in self.archive.texts)
        return found


def gather(
    config: Config, archive: Archive, *, progress: Progress, since: Revision | None = None, memory: Path | None = None
) -> Material:
    """Parse the files of an archive and its ledger, and what has changed of them since a revision."""
    parsed = []
    for number, file in enumerate(archive.files):
        progress("parsing", number, len(archive.files))
        parsed.append(parse_file(file))
    ledger, problems = _ledger(config, archive)
    today = datetime.now(UTC).date()
    before = look_back(since, parsed, today=today, progress=progress) if since else None
    return Material(config, archive, tuple(parsed), ledger, problems, progress, today, before, memory=memory)


def _ledger(config: Config, archive: Archive) -> tuple[Ledger, tuple[Problem, ...]]:
    path = config.identity.ledger.as_posix()
    try:
        text = archive.others.get(path, b"").decode("utf-8")
        return parse_ledger(text, base=config.base, shown=path), ()
    except UnicodeDecodeError as error:
        return Ledger(config.base), (Problem(Place(path), f"not UTF-8 text ({error.reason} at byte {error.start})"),)
    except LedgerError as error:
        return Ledger(config.base), error.problems
