"""Lets packages carry the SPARQL editor: it is installed before hatch gathers the files, where npm is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class EditorHook(BuildHookInterface[Any]):
    """Runs the editor's set-up."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's own
        """Install the editor; a checkout that is installed to be worked on gets it from `make`."""
        if version != "editable":
            script = Path(self.root, "editor", "install.py")
            subprocess.run([sys.executable, str(script), "--if-possible"], check=True)
