"""Which revision of the git repository the files are, and when each graph was changed."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kgpub.archive import Archive

GIT_SECONDS = 30


@dataclass(frozen=True)
class Revision:
    """A commit, its date (UTC, RFC 3339), and whether the files differ from it."""

    commit: str
    date: str
    is_modified: bool


def revision(root: Path) -> Revision | None:
    """Ask git about an archive's folder; None where it is in no repository, has no commit, or git is not there."""
    last = _git(root, "log", "-1", "--no-show-signature", "--format=%H %ct")
    if not last:
        return None
    commit, seconds = last.split()
    return Revision(commit, _written(seconds), is_modified=bool(_git(root, "status", "--porcelain", "--", ".")))


def graph_dates(archive: Archive) -> dict[str, str]:
    """Give the date of the last commit that changed a file of a graph (UTC, RFC 3339), of each graph that has one."""
    committed = _file_dates(archive.root)
    graphs = [(file.path, file.graph) for file in archive.files]
    graphs += [(text.entry.file, text.entry.graph) for text in archive.texts]
    found: dict[str, str] = {}
    for path, graph in graphs:
        if path in committed:
            found[graph] = max(found.get(graph, ""), committed[path])
    return found


def _file_dates(root: Path) -> dict[str, str]:
    """Give the date of the last commit that changed each file, by its path below the archive's folder."""
    listed = ("--name-only", "--no-renames", "--relative", "-z")
    found: dict[str, str] = {}
    for entry in _git(root, "log", "--no-show-signature", "--format=%x01%ct", *listed, "--", ".").split("\x01")[1:]:
        seconds, *paths = entry.replace("\n", "", 1).split("\0")
        date = _written(seconds)
        for path in filter(None, paths):
            found[path] = max(found.get(path, ""), date)
    return found


def _written(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
