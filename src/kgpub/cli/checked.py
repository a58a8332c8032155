"""What `kgpub check` looks at: the working tree, or what git has staged."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kgpub.errors import ArchiveError
from kgpub.outline import CONFIG_FILE, outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kgpub.archive import Archive, Index, Revision
    from kgpub.check.baseline import Baseline
    from kgpub.config import Config
    from kgpub.git import Change, Objects


@dataclass(frozen=True)
class WorkingTree:
    """The files of an archive's folder."""

    root: Path

    @cached_property
    def settings(self) -> Config:
        """The configuration of the archive."""
        from kgpub import config  # noqa: PLC0415

        return config.load(self.root)

    def archive(self) -> Archive:
        """Read the archive."""
        from kgpub import config  # noqa: PLC0415

        return config.open_archive(self.settings)

    def baseline(self) -> Baseline | None:
        """Leave it to kgpub.toml which baseline there is."""
        return None

    def before(self, since: str | None) -> Revision | None:
        """Give the revision that is asked for."""
        from kgpub.archive import open_revision  # noqa: PLC0415

        return open_revision(self.root, since) if since is not None else None


@dataclass(frozen=True)
class Staging:
    """What git has staged of an archive: what a commit would record."""

    root: Path
    changes: Sequence[Change]
    objects: Objects

    @cached_property
    def index(self) -> Index:
        """All that a commit would record."""
        from kgpub.archive import open_index  # noqa: PLC0415

        return open_index(self.root, self.objects)

    @cached_property
    def settings(self) -> Config:
        """The configuration of the archive."""
        from kgpub import config  # noqa: PLC0415

        return config.parse_whole(self._read(CONFIG_FILE), self.root, path=_shown(CONFIG_FILE))

    def archive(self) -> Archive:
        """Read the archive."""
        from kgpub import config  # noqa: PLC0415

        return config.open_archive(self.settings, self.index)

    def baseline(self) -> Baseline | None:
        """Give the baseline that kgpub.toml names, as it is staged."""
        from kgpub.check.baseline import parse  # noqa: PLC0415

        path = self.settings.check.settings.baseline
        return parse(self._read(path), shown=_shown(path)) if path else None

    def before(self, since: str | None) -> Revision | None:
        """Give the revision that is asked for, else the last commit; None before the first."""
        from kgpub.archive import open_revision  # noqa: PLC0415

        return self.index.last_commit(self.changes) if since is None else open_revision(self.root, since)

    def _read(self, path: str) -> bytes:
        from kgpub.archive import Unreadable  # noqa: PLC0415

        try:
            return self.index.content(path).bytes
        except Unreadable as reason:
            raise ArchiveError(f"{_shown(path)}: {reason}; `git add` it, or give the folder of an archive") from None


@contextmanager
def opened_staging(root: Path) -> Iterator[Staging | None]:
    """Ask git what is staged; None where the archive is not made of it.

    Where nothing at all is staged, no commit is being made of something else: what is committed is checked.
    """
    from kgpub.git import is_anything_staged, opened_objects, staged_changes  # noqa: PLC0415

    changes = staged_changes(root)
    # A folder that is no archive is told of below, lest a hook that has it wrong passes everything.
    if not changes and (root / CONFIG_FILE).exists() and is_anything_staged(root):
        yield None
        return
    with opened_objects(root) as objects:
        yield Staging(root, changes, objects) if not changes or is_touched(changes, objects) else None


def is_touched(changes: Sequence[Change], objects: Objects) -> bool:
    """Tell whether any change is of what an archive is made of."""
    named = f":./{CONFIG_FILE}"
    if any(change.path == CONFIG_FILE for change in changes) or not objects.find(named):
        return True  # what is wrong with it is told by who needs it
    found = outline(objects.read(named))
    return found is None or any(found.names(change.path) for change in changes)


def _shown(path: str) -> str:
    """Give the name of a file as git's index has it, as people are shown it."""
    return f"index:{path}"
