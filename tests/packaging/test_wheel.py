"""The wheel holds all it needs: installed in an empty environment, it serves an archive."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

import pytest
import requests

from tests.browsers import unavailable
from tests.servers import REPOSITORY, copy_archive, eventually

if TYPE_CHECKING:
    from pathlib import Path

TEN_MINUTES = 600


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment in which only the built wheel, and what it requires, is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(REPOSITORY)]
    subprocess.run(build, check=True, timeout=TEN_MINUTES, capture_output=True)
    (wheel,) = folder.glob("kgpub-*.whl")
    venv.create(folder / "environment", with_pip=True)
    binaries = folder / "environment" / "bin"
    install = [
        str(binaries / "pip"),
        "install",
        "--quiet",
        "--constraint",
        str(REPOSITORY / "constraints.txt"),
        str(wheel),
    ]
    subprocess.run(install, check=True, timeout=TEN_MINUTES, capture_output=True)
    return binaries


def test_an_installed_wheel_serves_pages_with_their_assets(environment: Path, tmp_path: Path) -> None:
    archive = copy_archive(tmp_path / "archive")
    log = tmp_path / "log"
    with log.open("w") as output:
        command = [str(environment / "kgpub"), "serve", str(archive), "--port", "0"]
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=tmp_path, env={"PYTHONUNBUFFERED": "1"})
    try:
        line = eventually(lambda: next((x for x in log.read_text().splitlines() if "Pages" in x), None))
        address = line.split()[-1]
        page = requests.get(address, timeout=10)
        assert page.status_code == 200
        for asset in ("assets/style.css", "assets/icon.svg"):
            assert f"/{asset}" in page.text
            assert requests.get(address + asset, timeout=10).status_code == 200
        article = requests.get(address + "iccpr/article/19/3/b", headers={"Accept": "text/turtle"}, timeout=10)
        assert "ICCPR article 19(3)(b)" in article.text
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_the_wheel_holds_the_editor_with_its_licences(environment: Path) -> None:
    if shutil.which("npm") is None:
        unavailable("no npm here to fetch the editor with; .ci/run installs it")
    (assets,) = environment.parent.glob("lib/python*/site-packages/kgpub/web/assets")
    assert {"yasgui.min.js", "yasgui.min.css", "LICENSES.txt"} <= {file.name for file in (assets / "yasgui").iterdir()}
    assert (assets / "yasgui" / "yasgui.min.js").stat().st_size > 500_000
    licences = (assets / "yasgui" / "LICENSES.txt").read_text()
    for package in ("@zazuko/yasgui", "codemirror", "datatables.net", "dompurify", "jquery", "n3"):
        assert f"\n{package} " in f"\n{licences}"


def test_the_help_of_an_installed_wheel_names_every_command(environment: Path) -> None:
    done = subprocess.run([environment / "kgpub", "--help"], capture_output=True, text=True, timeout=60, check=True)
    for command in ("serve", "build", "check", "mint"):
        assert f"\n  {command} " in done.stdout
