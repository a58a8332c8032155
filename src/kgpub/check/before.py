"""The archive as a revision of git has it, to compare with what it is now."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub import config as configuration
from kgpub.archive import Content, SourceText, claims, files_at, parse_file, text_quad
from kgpub.check.published import Published, withholding
from kgpub.config import CONFIG_FILE
from kgpub.identity import parse as parse_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from pyoxigraph import Quad

    from kgpub.archive import GraphFiles, ParsedFile, Revision, SourceFile
    from kgpub.check.progress import Progress
    from kgpub.config import Config
    from kgpub.identity import Ledger


@dataclass(frozen=True)
class Before:
    """What an archive was at a revision. Files that did not pass the parser were not published."""

    revision: Revision
    config: Config
    ledger_text: str = field(repr=False)
    ledger: Ledger = field(repr=False)
    parsed: tuple[ParsedFile, ...] = field(repr=False)
    today: date

    @property
    def name(self) -> str:
        """The revision as people call it."""
        return self.revision.name

    @cached_property
    def published(self) -> Published:
        """Give what the archive of then has published by today: what it withheld until a day since is published."""
        understood = [parsed for parsed in self.parsed if not parsed.errors]
        left = withholding(self.config, self.ledger, understood, (), today=self.today)
        return Published(self.config.base, self.ledger, left)

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
        for parsed in self.parsed:
            for quad in parsed.quads:
                if isinstance(quad.subject, NamedNode):
                    found.setdefault(quad.subject.value.partition("#")[0], parsed.file.path)
        return found


def kept(before: Before, now: Published) -> Iterator[str]:
    """Give the things of which something was said and still is, and that stand for themselves."""
    return (uri for uri in sorted(before.published.things & now.things) if uri not in now.ledger.changed)


def look_back(revision: Revision, current: Sequence[ParsedFile], *, today: date, progress: Progress) -> Before | None:
    """Read the archive of a revision; None where there was none. Files that are the same now are not read again.

    Raises ConfigError and LedgerError, with places such as `main:kgpub.toml:3:1`, and RevisionError.
    """
    if CONFIG_FILE not in revision.blobs:
        return None
    content = revision.contents([CONFIG_FILE])[CONFIG_FILE]
    config = configuration.parse(content, revision.root, path=f"{revision.name}:{CONFIG_FILE}")
    path = config.identity.ledger.as_posix()
    text = revision.contents([path]).get(path, b"").decode("utf-8", errors="replace")
    ledger = parse_ledger(text, base=config.base, shown=f"{revision.name}:{path}")
    return Before(revision, config, text, ledger, tuple(_parsed(revision, config, current, progress)), today)


def _parsed(
    revision: Revision, config: Config, current: Sequence[ParsedFile], progress: Progress
) -> Iterator[ParsedFile]:
    claimed = claims(revision, config.graphs)
    same = {item.file.path: item for item in current if _is_same(item.file, revision, claimed)}
    changed = files_at(revision, {path: graph for path, graph in claimed.items() if path not in same})
    yield from same.values()
    for number, file in enumerate(changed):
        progress(f"parsing {revision.name}", number, len(changed))
        yield parse_file(file)


def _is_same(file: SourceFile, revision: Revision, claimed: Mapping[str, GraphFiles]) -> bool:
    graph = claimed.get(file.path)
    is_claimed_alike = graph is not None and (graph.uri, graph.kind) == (file.graph, file.kind)
    return is_claimed_alike and revision.has(file.path, file.content)
