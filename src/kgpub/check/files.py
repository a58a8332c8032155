"""The files of an archive as rules meet them: parsed only where somebody asks what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kgpub.archive import parse_file
from kgpub.check.facts import facts_of
from kgpub.check.index import source_name

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kgpub.archive import GraphKind, ParsedFile, Revision, SourceFile
    from kgpub.check.facts import Facts


@dataclass(frozen=True)
class Known:
    """A file as it was: what its statements depend on, and what is known of it."""

    digest: str
    blob: str
    """What git calls the content; empty where nobody asked."""
    origin: tuple[str, str, str]
    """Format, graph and kind."""
    facts: Facts = field(repr=False)
    clean: frozenset[str]

    def fits(self, file: SourceFile) -> bool:
        """Tell whether a file is still what it was."""
        is_same = file.blob == self.blob if file.blob and self.blob else file.digest == self.digest
        return is_same and self.origin == origin(file)


def origin(file: SourceFile) -> tuple[str, str, str]:
    """Give what the statements of a file depend on besides its content."""
    return file.format.media_type, file.graph, file.kind


class CheckedFile:
    """A file, what it says, and what is known of it without asking that."""

    def __init__(self, file: SourceFile, known: Known | None = None, *, state: str = "") -> None:
        """Take a file; of one that was checked before, with what is known of it. `state` is that of `parse_file`."""
        self.file = file
        self.blob = file.blob or (known.blob if known else "")
        """What git calls its content, where that is known."""
        self.is_known = known is not None
        """Whether it was checked before, as it is."""
        self.clean = set(known.clean if known else ())
        """Names of the rules that look at each file by itself, and found nothing in this one."""
        self._known = known
        self._state = state

    @classmethod
    def of(cls, parsed: ParsedFile) -> CheckedFile:
        """Give a file that is parsed already."""
        found = cls(parsed.file)
        found.parsed = parsed
        return found

    @cached_property
    def parsed(self) -> ParsedFile:
        """What the file says."""
        return parse_file(self.file, state=self._state)

    @cached_property
    def facts(self) -> Facts:
        """What is known of the file."""
        return self._known.facts if self._known else facts_of(self.parsed)

    def is_in(self, revision: Revision) -> bool:
        """Tell whether a revision has the file with this content."""
        blob = revision.blobs.get(self.path, "")
        if not self.blob and revision.has(self.path, self.file.stored.bytes):
            self.blob = blob
        return bool(blob) and self.blob == blob

    @property
    def name(self) -> NamedNode:
        """What it is called in an index."""
        return source_name(self.kind, self.path)

    @property
    def digest(self) -> str:
        """The SHA-256 of its content, in hexadecimal."""
        return self._known.digest if self._known else self.file.digest

    @property
    def path(self) -> str:
        """Its path in the archive's folder."""
        return self.file.path

    @property
    def kind(self) -> GraphKind:
        """The kind of its graph."""
        return self.file.kind
