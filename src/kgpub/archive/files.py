"""Reading an archive: which file belongs to which graph, and what is wrong with its folder."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from kgpub.archive.content import IS_POINTER, is_pointer
from kgpub.archive.folder import Folder
from kgpub.archive.trees import NO_TEXT, Fault, Unreadable, fault, shown, warning
from kgpub.errors import ArchiveError
from kgpub.paths import RDF_SUFFIXES, fitting, folder_of, suffix_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kgpub.archive.content import Content
    from kgpub.archive.sources import GraphFiles, GraphKind, TextFile
    from kgpub.archive.trees import Tree

_FORMATS = (
    RdfFormat.TURTLE,
    RdfFormat.TRIG,
    RdfFormat.N_TRIPLES,
    RdfFormat.N_QUADS,
    RdfFormat.JSON_LD,
    RdfFormat.RDF_XML,
)
FORMATS = dict(zip(RDF_SUFFIXES, _FORMATS, strict=True))


@dataclass(frozen=True)
class SourceFile:
    """An RDF file of the archive. `path` is relative to its folder, with forward slashes."""

    path: str
    format: RdfFormat
    graph: str
    kind: GraphKind
    stored: Content = field(repr=False)

    @property
    def content(self) -> bytes:
        """The bytes of the file, without the byte order mark that some editors begin files with."""
        return self.stored.bytes.removeprefix(BOM_UTF8)

    @property
    def is_marked(self) -> bool:
        """Whether the file begins with a byte order mark."""
        return self.stored.bytes.startswith(BOM_UTF8)

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes in hexadecimal."""
        return self.stored.digest

    @property
    def blob(self) -> str:
        """What git calls the bytes; nothing where they come from the working tree."""
        return self.stored.blob


@dataclass(frozen=True)
class SourceText:
    """A text of the archive with what `[[texts]]` says of it. It is in UTF-8."""

    entry: TextFile
    stored: Content = field(repr=False)

    @cached_property
    def text(self) -> str:
        """The text, to the letter."""
        return self.stored.bytes.decode("utf-8")

    @property
    def digest(self) -> str:
        """The SHA-256 of the file in hexadecimal."""
        return self.stored.digest

    @property
    def blob(self) -> str:
        """What git calls the file's bytes; nothing where they come from the working tree."""
        return self.stored.blob


@dataclass(frozen=True)
class Archive:
    """What an archive's folder holds, read once; nothing later looks at the working tree again."""

    root: Path
    files: tuple[SourceFile, ...]
    texts: tuple[SourceText, ...] = ()
    faults: tuple[Fault, ...] = ()
    others: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The content of the further files that were asked for, kgpub.toml and the ledger, by path."""
    contents: Mapping[str, Content] = field(default_factory=dict, repr=False)
    """Every file that makes a release, by path."""


def read(
    root: Path, *, graphs: Sequence[GraphFiles], texts: Sequence[TextFile] = (), also: Sequence[str] = ()
) -> Archive:
    """Read the folder `root`, as `read_tree` does; one that is not there raises ArchiveError."""
    if not root.is_dir():
        raise ArchiveError(f"{root}: there is no such folder; give the folder that holds kgpub.toml")
    return read_tree(Folder(root), graphs=graphs, texts=texts, also=also)


def read_tree(
    tree: Tree, *, graphs: Sequence[GraphFiles], texts: Sequence[TextFile] = (), also: Sequence[str] = ()
) -> Archive:
    """Read an archive. `also` names further files that make a release: kgpub.toml, the ledger.

    Faults are collected, so that all are seen at once.
    """
    return _Reading(tree).read(graphs, texts, also)


def owners(paths: Sequence[str], graphs: Sequence[GraphFiles]) -> dict[str, list[GraphFiles]]:
    """Give the graphs that claim each file."""
    found: dict[str, list[GraphFiles]] = {path: [] for path in paths}
    for graph in graphs:
        for path in {path for glob in graph.files for path in fitting(paths, glob)}:
            found[path].append(graph)
    return found


def fingerprint(archive: Archive) -> str:
    """Give the SHA-256 of all paths and contents that make a release: equal files, equal fingerprint."""
    lines = (f"{content.digest}  {path}\n" for path, content in sorted(archive.contents.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _is_below(folder: str, other: str) -> bool:
    return folder != other and (not other or folder.startswith(f"{other}/"))


class _Reading:
    """One reading of one tree, which gathers faults and contents on its way."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.faults: list[Fault] = []
        self.contents: dict[str, Content] = {}

    def read(self, graphs: Sequence[GraphFiles], texts: Sequence[TextFile], also: Sequence[str]) -> Archive:
        found = self.found({glob for graph in graphs for glob in graph.files})
        self.report_idle_globs(graphs, found)
        claims = owners(found, graphs)
        files = [file for path in found if (file := self.source(path, claims[path])) is not None]
        words = [text for entry in texts if (text := self.text(entry)) is not None]
        others = {path: self.content(path) for path in also if self.tree.has(path)}
        return Archive(
            root=self.tree.root,
            files=tuple(files),
            texts=tuple(words),
            faults=tuple(self.faults),
            others={path: content.bytes for path, content in others.items() if content is not None},
            contents=self.contents,
        )

    def found(self, globs: set[str]) -> list[str]:
        """Give all files in and below the folders of the globs, sorted.

        Of a glob such as `*.ttl`, only the archive's own folder is looked at, not all that lies below it.
        """
        files = {path for glob in globs if "/" not in glob for path in self.tree.listed()}
        folders = {folder_of(glob) for glob in globs if "/" in glob}
        outermost = {folder for folder in folders if not any(_is_below(folder, other) for other in folders)}
        for folder in outermost:
            for item in self.tree.below(folder):
                match item:
                    case Fault():
                        self.faults.append(item)
                    case path:
                        files.add(path)
        return sorted(files)

    def report_idle_globs(self, graphs: Sequence[GraphFiles], found: list[str]) -> None:
        for graph in graphs:
            for glob in graph.files:
                if next(fitting(found, glob), None) is None:
                    message = f"no file fits this glob of the graph <{graph.uri}>; mend it or add the file"
                    self.faults.append(warning(glob, message))

    def source(self, path: str, graphs: Sequence[GraphFiles]) -> SourceFile | None:
        """Give the file of these graphs, or None and a fault when it cannot be part of the archive."""
        format_ = FORMATS.get(suffix_of(path))
        if shown(path) != path:
            self.fault(path, NO_TEXT)
            return None
        if not graphs:
            if format_:
                message = "no graph in kgpub.toml claims this file, so it is neither checked nor published"
                self.faults.append(warning(path, message))
            return None
        if len(graphs) > 1:
            uris = " and ".join(f"<{graph.uri}>" for graph in graphs)
            self.fault(path, f"this file belongs to two graphs, {uris}; make the globs in kgpub.toml disjoint")
            return None
        if format_ is None:
            self.fault(path, f"not a format that is read here; use one of {', '.join(FORMATS)}")
            return None
        content = self.content(path)
        if content is None:
            return None
        return SourceFile(path, format_, graphs[0].uri, graphs[0].kind, content)

    def content(self, path: str) -> Content | None:
        """Give the content of a file, or note why it cannot be read."""
        if path not in self.contents:
            try:
                self.contents[path] = self.tree.content(path)
            except Unreadable as reason:
                self.fault(path, str(reason))
                return None
        return self.contents[path]

    def text(self, entry: TextFile) -> SourceText | None:
        content = self.content(entry.file)
        if content is None:
            return None
        if is_pointer(content.bytes):
            self.fault(entry.file, IS_POINTER)
            return None
        text = SourceText(entry, content)
        try:
            is_marked = text.text.startswith("\ufeff")
        except UnicodeDecodeError as error:
            line = content.bytes.count(b"\n", 0, error.start) + 1
            message = "not UTF-8; save the text in UTF-8, since its offsets count code points"
            self.fault(entry.file, message, line=line)
            return None
        if is_marked:
            self.fault(entry.file, "begins with a byte order mark, which shifts every offset; save it without one")
        return text

    def fault(self, path: str, message: str, *, line: int = 0) -> None:
        self.faults.append(fault(path, message, line=line))
