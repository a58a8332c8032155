"""Which revision of the git repository the files are."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

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
    date = datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Revision(commit, date, is_modified=bool(_git(root, "status", "--porcelain", "--", ".")))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
