"""Where the files of an archive come from: a folder, or git's index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from kgpub.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kgpub.archive.content import Content

LEADS_OUT = "this file is a link that leads out of the archive; keep the file inside"
FOLDER_LEADS_OUT = "this folder is a link that leads out of the archive; keep the files inside"
LINKED_FOLDER = "links to folders are not followed; list the folder itself under [[graphs]] in kgpub.toml"
NOT_PLAIN = "this is not a plain file"
NOT_THERE = "there is no such file"
NO_TEXT = "the name of this file is not UTF-8; give it another"


@dataclass(frozen=True)
class Fault:
    """Something wrong with the folder: an error leaves a file out, a warning does not."""

    severity: Literal["error", "warning"]
    problem: Problem


def shown(path: str) -> str:
    """Give a path as text, with escapes for what is not UTF-8 in it: Python has surrogates there."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def fault(path: str, message: str, *, line: int = 0) -> Fault:
    """Give a fault that leaves a file out."""
    return Fault("error", Problem(Place(shown(path), line), message))


def warning(path: str, message: str) -> Fault:
    """Give a fault that leaves nothing out."""
    return Fault("warning", Problem(Place(shown(path)), message))


class Unreadable(Exception):
    """Why a file cannot be read, for the one who gathers faults."""


class Tree(Protocol):
    """The files of an archive, by paths that are relative to its folder and have forward slashes."""

    @property
    def root(self) -> Path:
        """The archive's folder."""

    def listed(self) -> Iterable[str]:
        """Give the files of the archive's own folder. What begins with a dot (.git, .venv, .kgpub) is left alone."""

    def below(self, folder: str) -> Iterator[str | Fault]:
        """Give all files below a folder, and why what lies below it is not entered."""

    def has(self, path: str) -> bool:
        """Tell whether there is anything at a path."""

    def content(self, path: str) -> Content:
        """Give the content of a file. Raises Unreadable."""
