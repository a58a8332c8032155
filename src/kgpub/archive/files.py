"""Reading an archive's folder: which file belongs to which graph, and what is wrong with the folder."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from pyoxigraph import RdfFormat

from kgpub.archive.content import Content
from kgpub.errors import ArchiveError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kgpub.archive.sources import GraphFiles, GraphKind, TextFile

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}


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
        """The bytes of the file."""
        return self.stored.bytes

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
class Fault:
    """Something wrong with the folder: an error leaves a file out, a warning does not."""

    severity: Literal["error", "warning"]
    problem: Problem


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
    """Read the folder `root`. `also` names further files that make a release: kgpub.toml, the ledger.

    Faults are collected, so that all are seen at once; only a folder that is not there raises ArchiveError.
    """
    if not root.is_dir():
        raise ArchiveError(f"{root}: there is no such folder; give the folder that holds kgpub.toml")
    return _Reading(root).read(graphs, texts, also)


def fingerprint(archive: Archive) -> str:
    """Give the SHA-256 of all paths and contents that make a release: equal files, equal fingerprint."""
    lines = (f"{content.digest}  {path}\n" for path, content in sorted(archive.contents.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def matches(path: str, glob: str) -> bool:
    """Tell whether a relative path fits a glob, in which `*` keeps to one folder and `**` spans any number."""
    return _fits(PurePosixPath(path).parts, PurePosixPath(glob).parts)


def _fits(path: tuple[str, ...], glob: tuple[str, ...]) -> bool:
    if not glob:
        return not path
    if glob[0] == "**":
        return _fits(path, glob[1:]) or (bool(path) and _fits(path[1:], glob))
    return bool(path) and fnmatchcase(path[0], glob[0]) and _fits(path[1:], glob[1:])


def folder_of(glob: str) -> str:
    """Give the folder below which all that fits a glob must lie: its parts before the first wildcard."""
    fixed: list[str] = []
    for part in PurePosixPath(glob).parts[:-1]:
        if any(character in part for character in "*?["):
            break
        fixed.append(part)
    return "/".join(fixed)


def _is_below(folder: str, other: str) -> bool:
    return folder != other and (not other or folder.startswith(f"{other}/"))


class _Reading:
    """One reading of one folder, which gathers faults and contents on its way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.inside = root.resolve()
        self.faults: list[Fault] = []
        self.contents: dict[str, Content] = {}

    def read(self, graphs: Sequence[GraphFiles], texts: Sequence[TextFile], also: Sequence[str]) -> Archive:
        found = self.found({glob for graph in graphs for glob in graph.files})
        self.report_idle_globs(graphs, found)
        files = [file for path in found if (file := self.source(path, graphs)) is not None]
        words = [text for entry in texts if (text := self.text(entry)) is not None]
        others = {path: self.content(path) for path in also if (self.root / path).exists()}
        return Archive(
            root=self.root,
            files=tuple(files),
            texts=tuple(words),
            faults=tuple(self.faults),
            others={path: content.bytes for path, content in others.items() if content is not None},
            contents=self.contents,
        )

    def fault(self, path: str, message: str, *, line: int = 0) -> None:
        self.faults.append(Fault("error", Problem(Place(path, line), message)))

    def warn(self, path: str, message: str) -> None:
        self.faults.append(Fault("warning", Problem(Place(path), message)))

    def found(self, globs: set[str]) -> list[str]:
        """Give all files in and below the folders of the globs, sorted.

        What begins with a dot (.git, .venv, .kgpub) is left alone. Of a glob such as `*.ttl`, only the archive's own
        folder is looked at, not all that lies below it.
        """
        files = {path for glob in globs if "/" not in glob for path in self.listed()}
        folders = {folder_of(glob) for glob in globs if "/" in glob}
        outermost = {folder for folder in folders if not any(_is_below(folder, other) for other in folders)}
        return sorted(files.union(*(self.walk(folder) for folder in outermost)))

    def listed(self) -> Iterator[str]:
        for file in self.root.iterdir():
            if not file.is_dir() and not file.name.startswith("."):
                yield file.name

    def walk(self, folder: str) -> Iterator[str]:
        if not self.is_inside(folder):
            self.fault(folder, "this folder is a link that leads out of the archive; keep the files inside")
            return
        for parent, names, files in os.walk(self.root / folder):
            names[:] = sorted(name for name in names if self.is_entered(Path(parent, name)))
            yield from (self.relative(Path(parent, name)) for name in files if not name.startswith("."))

    def is_entered(self, folder: Path) -> bool:
        if folder.name.startswith("."):
            return False
        if folder.is_symlink():
            message = "links to folders are not followed; list the folder itself under [[graphs]] in kgpub.toml"
            self.fault(self.relative(folder), message)
            return False
        return True

    def relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def is_inside(self, path: str) -> bool:
        return (self.root / path).resolve().is_relative_to(self.inside)

    def report_idle_globs(self, graphs: Sequence[GraphFiles], found: list[str]) -> None:
        for graph in graphs:
            for glob in graph.files:
                if not any(matches(path, glob) for path in found):
                    message = f"no file fits this glob of the graph <{graph.uri}>; mend it or add the file"
                    self.warn(glob, message)

    def source(self, path: str, graphs: Sequence[GraphFiles]) -> SourceFile | None:
        """Give the file with its graph, or None and a fault when it cannot be part of the archive."""
        owners = [graph for graph in graphs if any(matches(path, glob) for glob in graph.files)]
        format_ = FORMATS.get(PurePosixPath(path).suffix)
        if not owners:
            if format_:
                message = "no graph in kgpub.toml claims this file, so it is neither checked nor published"
                self.warn(path, message)
            return None
        if len(owners) > 1:
            uris = " and ".join(f"<{graph.uri}>" for graph in owners)
            self.fault(path, f"this file belongs to two graphs, {uris}; make the globs in kgpub.toml disjoint")
            return None
        if format_ is None:
            self.fault(path, f"not a format that is read here; use one of {', '.join(FORMATS)}")
            return None
        content = self.content(path)
        if content is None:
            return None
        return SourceFile(path, format_, owners[0].uri, owners[0].kind, content)

    def content(self, path: str) -> Content | None:
        """Read a file, or note why it cannot be read."""
        if path in self.contents:
            return self.contents[path]
        file = self.root / path
        if not self.is_inside(path):
            self.fault(path, "this file is a link that leads out of the archive; keep the file inside")
            return None
        if not file.is_file():
            self.fault(path, "this is not a plain file" if file.exists() else "there is no such file")
            return None
        try:
            content = self.contents[path] = Content(file.read_bytes())
        except OSError as error:
            self.fault(path, f"the file cannot be read: {error.strerror}")
            return None
        return content

    def text(self, entry: TextFile) -> SourceText | None:
        content = self.content(entry.file)
        if content is None:
            return None
        try:
            text = SourceText(entry, content)
            is_marked = text.text.startswith("\ufeff")
        except UnicodeDecodeError as error:
            line = content.bytes.count(b"\n", 0, error.start) + 1
            message = "not UTF-8; save the text in UTF-8, since its offsets count code points"
            self.fault(entry.file, message, line=line)
            return None
        if is_marked:
            self.fault(entry.file, "begins with a byte order mark, which shifts every offset; save it without one")
        return text
