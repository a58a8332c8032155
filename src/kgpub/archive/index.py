"""The files of an archive as git's index has them: what a commit would record. The working tree is not looked at."""

from __future__ import annotations

import os
from functools import cached_property, partial
from typing import TYPE_CHECKING

from kgpub.archive.content import Content
from kgpub.archive.revisions import Revision
from kgpub.archive.trees import (
    FOLDER_LEADS_OUT,
    LEADS_OUT,
    LINKED_FOLDER,
    NOT_PLAIN,
    NOT_THERE,
    Unreadable,
    fault,
    warning,
)
from kgpub.git import LINK, PLAIN_FILES, SUBMODULE, index_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kgpub.archive.trees import Fault
    from kgpub.git import Change, Entry, Objects

IN_SUBMODULE = (
    "a commit does not record the files of this submodule, so they are not checked; "
    "`kgpub check` without --staged reads them"
)
MOST_LINKS = 40
"""Links that are followed for one path, as Linux does."""


class Index:
    """The index of a repository, below an archive's folder. Contents are read when they are asked for."""

    def __init__(self, root: Path, entries: dict[str, Entry], objects: Objects) -> None:
        self.root = root
        self._entries = entries
        self._objects = objects
        self._links = {path for path, entry in entries.items() if entry.mode == LINK}

    def listed(self) -> Iterator[str]:
        """Give the files of the archive's own folder."""
        for path, entry in self._entries.items():
            is_own = "/" not in path and not path.startswith(".") and entry.mode != SUBMODULE
            if is_own and not self._leads_to_folder(path):
                yield path

    def below(self, folder: str) -> Iterator[str | Fault]:
        """Give all files below a folder, but for what begins with a dot."""
        try:
            start = self._prefix(folder)
        except Unreadable:
            yield fault(folder, FOLDER_LEADS_OUT)
            return
        shown = f"{folder}/" if folder else ""
        for path, entry in self._entries.items():
            if path.startswith(start) and "/." not in f"/{path[len(start) :]}":
                yield self._found(f"{shown}{path[len(start) :]}", path, entry)

    def has(self, path: str) -> bool:
        """Tell whether there is anything at a path."""
        try:
            return self._resolved(path) in self._entries
        except Unreadable:
            return False

    def content(self, path: str) -> Content:
        """Give the content of a file, which is read when it is asked for. Raises Unreadable."""
        resolved = self._resolved(path)
        entry = self._entries.get(resolved)
        if entry is None:
            raise Unreadable(NOT_PLAIN if self._is_folder(resolved) else NOT_THERE)
        if entry.mode not in PLAIN_FILES:
            raise Unreadable(NOT_PLAIN)
        return Content(partial(self._objects.read, entry.blob), blob=entry.blob)

    def last_commit(self, changes: Sequence[Change]) -> Revision | None:
        """Give the last commit, which has what the index has but for these changes; None before the first."""
        commit = self._objects.find("HEAD^{commit}")
        if not commit:
            return None
        entries = self._entries | {change.path: change.before for change in changes}
        blobs = {path: entry.blob for path, entry in entries.items() if entry and entry.mode in PLAIN_FILES}
        return Revision(self.root, "HEAD", commit, blobs, self._objects)

    def _found(self, shown: str, path: str, entry: Entry) -> str | Fault:
        if entry.mode == SUBMODULE:
            return warning(shown, IN_SUBMODULE)
        if self._leads_to_folder(path):
            return fault(shown, LINKED_FOLDER)
        return shown

    def _prefix(self, folder: str) -> str:
        resolved = self._resolved(folder)
        return f"{resolved}/" if resolved else ""

    def _leads_to_folder(self, path: str) -> bool:
        try:
            return path in self._links and self._is_folder(self._resolved(path))
        except Unreadable:
            return False

    def _is_folder(self, path: str) -> bool:
        return any(other.startswith(f"{path}/") for other in self._entries)

    def _resolved(self, path: str) -> str:
        """Give the path that links lead to. Raises Unreadable where that is out of the archive, or nowhere."""
        if not self._links:
            return path if path in self._entries else _plain(path)
        done, left = list(self._inside), path.split("/")[::-1]
        followed = 0
        while left:
            done, target = self._stepped(done, left.pop())
            if target:
                followed += 1
                done = [] if target.startswith("/") else done[:-1]
                left += target.split("/")[::-1]
            if followed > MOST_LINKS:
                raise Unreadable(NOT_THERE)
        if done[: len(self._inside)] != self._inside:
            raise Unreadable(LEADS_OUT)
        return "/".join(done[len(self._inside) :])

    def _stepped(self, done: list[str], part: str) -> tuple[list[str], str]:
        """Give the absolute path after one part more, and where the link leads that may be there."""
        if part in ("", "."):
            return done, ""
        if part == "..":
            return done[:-1], ""
        done = [*done, part]
        here = "/".join(done[len(self._inside) :])
        if done[: len(self._inside)] == self._inside and here in self._links:
            return done, os.fsdecode(self._objects.read(self._entries[here].blob))
        return done, ""

    @cached_property
    def _inside(self) -> list[str]:
        return list(self.root.resolve().parts[1:])


def _plain(path: str) -> str:
    """Give a path without what says nothing."""
    return "/".join(part for part in path.split("/") if part not in ("", "."))


def open_index(root: Path, objects: Objects) -> Index:
    """Ask git for its index below a folder. Raises RevisionError where a merge has left a conflict."""
    return Index(root, index_entries(root), objects)
