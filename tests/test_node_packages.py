"""The lock files of programs for Node that tests ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LOCKS = ("check/sarif", "web/comunica")


def test_every_lock_file_is_looked_at() -> None:
    found = {path.parent for path in HERE.rglob("package-lock.json") if "node_modules" not in path.parts}
    assert found == {HERE / name for name in LOCKS}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_exact_versions_with_checksums_and_no_registry(name: str) -> None:
    packages = json.loads((HERE / name / "package-lock.json").read_text())["packages"]
    ours = json.loads((HERE / name / "package.json").read_text())["devDependencies"]
    assert packages.pop("")["devDependencies"] == ours
    assert {name.removeprefix("node_modules/") for name in packages} >= ours.keys()
    assert {name for name, package in packages.items() if not package["integrity"].startswith("sha512-")} == set()
    assert {name for name, package in packages.items() if "resolved" in package} == set()
