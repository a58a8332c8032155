"""The files of an archive as git's index has them: what a commit would record. The working tree is not looked at."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kgpub.archive.files import FORMATS, matches
from kgpub.archive.revisions import open_revision, run_git
from kgpub.errors import RevisionError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kgpub.archive.revisions import Revision
    from kgpub.archive.sources import GraphFiles


def staged_paths(root: Path) -> list[str]:
    """Give the files below a folder that differ between the last commit and the index; deleted ones are among them.

    Raises RevisionError where git cannot tell.
    """
    listed = run_git(root, "diff", "--cached", "--name-only", "--no-renames", "--relative", "-z")
    return [os.fsdecode(path) for path in listed.split(b"\0")[:-1]]


def staged_content(root: Path, path: str) -> bytes:
    """Give a file as the index has it. Raises RevisionError where it has none."""
    return run_git(root, "cat-file", "blob", f":./{path}")


def is_read(path: str, graphs: Sequence[GraphFiles], others: Collection[str]) -> bool:
    """Tell whether a file makes a difference to an archive; `others` are those that belong to no graph."""
    if path in others or PurePosixPath(path).suffix in FORMATS:
        return True
    return any(matches(path, glob) for graph in graphs for glob in graph.files)


@contextmanager
def staged_folder(root: Path, graphs: Sequence[GraphFiles], others: Collection[str]) -> Iterator[Path]:
    """Write the files of an archive as the index has them to a folder that is there for a while."""
    listed = map(os.fsdecode, run_git(root, "ls-files", "-z").split(b"\0")[:-1])
    names = "".join(f"{path}\0" for path in listed if is_read(path, graphs, others))
    below = os.fsdecode(run_git(root, "rev-parse", "--show-prefix")).strip("\n")
    with tempfile.TemporaryDirectory(prefix="kgpub-staged-") as folder:
        run_git(root, "checkout-index", "-q", "-z", "--stdin", f"--prefix={folder}/", given=names)
        (Path(folder) / below).mkdir(parents=True, exist_ok=True)
        yield Path(folder) / below


def last_commit(root: Path) -> Revision | None:
    """Give the last commit; None before the first."""
    try:
        return open_revision(root, "HEAD")
    except RevisionError:
        return None
