"""The files of an archive as they lie in its folder."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kgpub.archive.content import Content
from kgpub.archive.trees import FOLDER_LEADS_OUT, LEADS_OUT, LINKED_FOLDER, NOT_PLAIN, NOT_THERE, Unreadable, fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.archive.trees import Fault


class Folder:
    """A folder of the working tree. Its files are read at once, so that nothing later looks at the disk again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._inside = root.resolve()
        self._is_inside = cache(self._resolves_inside)

    def listed(self) -> Iterator[str]:
        """Give the files of the folder itself."""
        with os.scandir(self.root) as entries:
            yield from (entry.name for entry in entries if not (entry.name.startswith(".") or entry.is_dir()))

    def below(self, folder: str) -> Iterator[str | Fault]:
        """Give all files below a folder in it, but for what begins with a dot."""
        if not self._is_inside(folder):
            yield fault(folder, FOLDER_LEADS_OUT)
            return
        top = len(f"{self.root / folder}/")
        start = f"{folder}/" if folder else ""
        for parent, names, files in os.walk(self.root / folder):
            here = start + f"{parent}/"[top:]
            seen = sorted(name for name in names if not name.startswith("."))
            links = {name for name in seen if Path(parent, name).is_symlink()}
            yield from (fault(f"{here}{name}", LINKED_FOLDER) for name in seen if name in links)
            names[:] = [name for name in seen if name not in links]
            yield from (f"{here}{name}" for name in files if not name.startswith("."))

    def has(self, path: str) -> bool:
        """Tell whether there is anything at a path."""
        return (self.root / path).exists()

    def content(self, path: str) -> Content:
        """Read a file. Raises Unreadable."""
        file = self.root / path
        # Following links costs more than reading a small file, so folders are asked once.
        if not (self._is_inside(path) if file.is_symlink() else self._is_inside(path.rpartition("/")[0])):
            raise Unreadable(LEADS_OUT)
        if not file.is_file():
            raise Unreadable(NOT_PLAIN if file.exists() else NOT_THERE)
        try:
            return Content(file.read_bytes())
        except OSError as error:
            raise Unreadable(f"the file cannot be read: {error.strerror}") from None

    def _resolves_inside(self, path: str) -> bool:
        # Unlike Path.resolve of Python 3.11 and 3.12, this lets a link that leads to itself be.
        return Path(os.path.realpath(self.root / path)).is_relative_to(self._inside)
