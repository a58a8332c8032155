"""Fetching the editor: nothing of it is in git, and nobody without npm is stopped by that."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.servers import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "editor/install.py"
TWO_MINUTES = 120


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without the editor."""
    shutil.copytree(REPOSITORY / "editor", tmp_path / "editor", ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / "src" / "kgpub" / "web" / "assets").mkdir(parents=True)
    return tmp_path


def install(checkout: Path, *arguments: str, path: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up where the commands are those of a path."""
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments],
        cwd=checkout,
        env={"PATH": path},
        capture_output=True,
        text=True,
        timeout=TWO_MINUTES,
        check=False,
    )


@pytest.mark.parametrize(("arguments", "status"), [((), 1), (("--if-possible",), 0)], ids=["asked for", "if possible"])
def test_without_npm_the_set_up_says_what_there_will_be(
    checkout: Path, arguments: tuple[str, ...], status: int
) -> None:
    done = install(checkout, *arguments, path="/nonexistent")
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr == (
        "There is no npm here to fetch the SPARQL editor with. The page at /sparql will be a form without an editor.\n"
    )
    assert list((checkout / "src" / "kgpub" / "web" / "assets").iterdir()) == []


def test_when_npm_fails_its_words_are_told_and_nothing_is_left_behind(checkout: Path) -> None:
    commands = checkout / "bin"
    commands.mkdir()
    (commands / "npm").write_text("#!/bin/sh\necho npm error: no network >&2\nexit 1\n")
    (commands / "npm").chmod(0o755)
    done = install(checkout, "--if-possible", path=f"{commands}:/usr/bin:/bin")
    assert done.returncode == 0
    assert "npm error: no network" in done.stderr
    assert list((checkout / "src" / "kgpub" / "web" / "assets").iterdir()) == []


def test_what_is_there_in_the_versions_of_the_lock_file_is_not_fetched_again(checkout: Path) -> None:
    installed = checkout / "src" / "kgpub" / "web" / "assets" / "yasgui"
    installed.mkdir()
    shutil.copy(checkout / "editor" / "package-lock.json", installed)
    assert install(checkout, path="/nonexistent").returncode == 0
    (installed / "package-lock.json").write_text("{}")
    assert install(checkout, path="/nonexistent").returncode == 1


def test_the_lock_file_names_exact_versions_with_checksums_and_no_registry() -> None:
    lock = json.loads((REPOSITORY / "editor" / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 30
    assert {name for name, package in packages.items() if not package["integrity"].startswith("sha512-")} == set()
    assert {name for name, package in packages.items() if "resolved" in package} == set()
    wanted = json.loads((REPOSITORY / "editor" / "package.json").read_text())["devDependencies"]
    assert wanted == {"@zazuko/yasgui": packages["node_modules/@zazuko/yasgui"]["version"]}
