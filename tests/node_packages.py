"""Programs for Node that tests ask, as npm installs them where they are not there in the versions of a lock file."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.browsers import unavailable

if TYPE_CHECKING:
    from pathlib import Path

FIVE_MINUTES = 300


def install(folder: Path) -> str:
    """Install what a folder's lock file names, and give the command that runs Node."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not (npm and node):
        unavailable("no node and npm here; .ci/run installs them")
    lock, installed = folder / "package-lock.json", folder / "node_modules" / "kgpub-lock.json"
    if not (installed.is_file() and installed.read_bytes() == lock.read_bytes()):
        done = subprocess.run(
            [npm, "ci"], cwd=folder, capture_output=True, text=True, timeout=FIVE_MINUTES, check=False
        )
        assert done.returncode == 0, done.stderr
        shutil.copy(lock, installed)
    return node
