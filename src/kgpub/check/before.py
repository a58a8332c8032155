"""The archive as a revision of git has it, to compare with what it is now."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub import config as configuration
from kgpub.archive import Content, SourceText, claims, files_at, text_quad
from kgpub.check.differences import difference
from kgpub.check.files import CheckedFile
from kgpub.check.index import index_of
from kgpub.check.ledger_file import LedgerFile
from kgpub.check.published import Published, said_by, said_in, withholding
from kgpub.config import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from pyoxigraph import Quad

    from kgpub.archive import GraphFiles, Revision
    from kgpub.check.index import Index
    from kgpub.config import Config
    from kgpub.identity import Ledger


@dataclass(frozen=True)
class Before:
    """What an archive was at a revision. Files that did not pass the parser were not published."""

    revision: Revision
    config: Config
    ledger_file: LedgerFile = field(repr=False)
    ledger_now: LedgerFile = field(repr=False)
    files: tuple[CheckedFile, ...] = field(repr=False)
    """The files of then; those that are the same now are the same objects."""
    index: Index = field(repr=False)
    """What the files said."""
    today: date

    @property
    def name(self) -> str:
        """The revision as people call it."""
        return self.revision.name

    @property
    def ledger(self) -> Ledger:
        """Give what the ledger said. Raises LedgerError, with places such as `main:ledger.txt:3`."""
        then, now = self.ledger_file, self.ledger_now
        is_same = (then.content, then.base) == (now.content, now.base) and not now.problems
        return (now if is_same else then).ledger

    @cached_property
    def published(self) -> Published:
        """Give what the archive of then has published by today: what it withheld until a day since is published."""
        left = withholding(self.config, self.ledger, self.files, (), today=self.today)
        said = said_by(self.files, (), self.index)
        if left.marks or not left.is_whole:
            said = said_in(left.remaining())
        return Published(self.config.base, self.ledger, left, said)

    @property
    def texts(self) -> Iterator[Quad]:
        """Give the statements that published the texts."""
        contents = self.revision.contents({entry.file for entry in self.config.texts})
        for entry in self.config.texts:
            if entry.file in contents:
                yield text_quad(SourceText(entry, Content(contents[entry.file].decode(errors="replace").encode())))

    def path_of(self, uri: str) -> str:
        """Give the first file that said something of a thing, or of what has its URI with a `#`; or nothing."""
        return self._paths.get(uri, "")

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for file in self.files:
            for uri in file.facts.subjects:
                found.setdefault(uri.partition("#")[0], file.path)
        return found


def kept(before: Before, now: Published, files: Iterable[CheckedFile]) -> Iterator[str]:
    """Give the things that stand for themselves, and of which something was said and is, but not surely the same."""
    found = before.published.things & now.things
    if before.published.left.is_whole and now.left.is_whole:
        found &= frozenset(_changed(before.files, files))
    return (uri for uri in sorted(found) if uri not in now.ledger.changed)


def _changed(then: Iterable[CheckedFile], now: Iterable[CheckedFile]) -> Iterator[str]:
    """Give the things of which a file says something else. One with blank nodes does: they have other names."""
    old, new = {*then}, {*now}
    was, is_ = ({file.path: file for file in files if file.facts.is_understood} for files in (old - new, new - old))
    for path in was.keys() | is_.keys():
        found = difference(_quads(was.get(path)), _quads(is_.get(path)))
        subjects = (quad.subject for quad in (*found.gone, *found.come))
        yield from (subject.value for subject in subjects if isinstance(subject, NamedNode))


def _quads(file: CheckedFile | None) -> Sequence[Quad]:
    return file.parsed.quads if file else ()


def look_back(
    revision: Revision, current: Sequence[CheckedFile], index: Index, ledger: LedgerFile, *, today: date
) -> Before | None:
    """Read the archive of a revision; None where there was none. What is the same now is not read again.

    `ledger` is that of now. Raises ConfigError, with places such as `main:kgpub.toml:3:1`, and RevisionError.
    """
    if CONFIG_FILE not in revision.blobs:
        return None
    content = revision.contents([CONFIG_FILE])[CONFIG_FILE]
    config = configuration.parse(content, revision.root, path=f"{revision.name}:{CONFIG_FILE}")
    path = config.identity.ledger.as_posix()
    files = tuple(_files(revision, config, current))
    then = LedgerFile.of(config, revision.contents([path]).get(path, b""), revision=revision.name)
    return Before(revision, config, then, ledger, files, _index(files, current, index), today)


def _files(revision: Revision, config: Config, current: Sequence[CheckedFile]) -> Iterator[CheckedFile]:
    claimed = claims(revision, config.graphs)
    same = {file.path: file for file in current if _is_same(file, revision, claimed)}
    changed = files_at(revision, {path: graph for path, graph in claimed.items() if path not in same})
    read = {file.path: CheckedFile(file, state=revision.commit) for file in changed}
    yield from (same.get(path) or read[path] for path in sorted(claimed))


def _is_same(file: CheckedFile, revision: Revision, claimed: Mapping[str, GraphFiles]) -> bool:
    graph = claimed.get(file.path)
    is_claimed_alike = graph is not None and (graph.uri, graph.kind) == (file.file.graph, file.kind)
    return is_claimed_alike and file.is_in(revision)


def _index(files: Iterable[CheckedFile], current: Iterable[CheckedFile], index: Index) -> Index:
    """Give the index of the files of then: that of now but for what differs."""
    now = {*current}
    differing = index_of(
        {file.name: file.parsed.quads for file in files if file not in now and file.facts.is_understood}
    )
    same = {file.name for file in files if file in now}
    return index.only("data", "ontology", "shapes").without(index.names - same).also(differing)
