"""Puts the SPARQL editor where the server finds it: YASGUI from npm, in the versions of the lock file.

Nothing of it is in git. Without npm there is no editor, and the page at /sparql is a form.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "kgpub" / "web" / "assets" / "yasgui"
PACKAGE = Path("@zazuko", "yasgui")
FILES = ("yasgui.min.js", "yasgui.min.css")
LOCK = "package-lock.json"
DESCRIPTION = (LOCK, "package.json", ".npmrc")
TEN_MINUTES = 600


class Failure(Exception):
    """There will be no editor; the message says why."""


def main() -> int:
    """Install the editor where it is not there yet; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--if-possible", action="store_true", help="exit with 0 where there is no npm or no network")
    optional = parser.parse_args().if_possible
    try:
        if not is_current():
            install()
    except Failure as failure:
        sys.stderr.write(f"{failure} The page at /sparql will be a form without an editor.\n")
        return 0 if optional else 1
    return 0


def is_current() -> bool:
    """Tell whether the editor is there in the versions that the lock file names."""
    installed = TARGET / LOCK
    return installed.is_file() and installed.read_bytes() == (HERE / LOCK).read_bytes()


def install() -> None:
    """Fetch the packages into a folder of their own, and keep what a browser needs."""
    with tempfile.TemporaryDirectory() as scratch:
        modules = fetch(Path(scratch))
        fresh = Path(tempfile.mkdtemp(dir=TARGET.parent, prefix="yasgui."))
        try:
            gather(modules, fresh)
            replace(fresh)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def fetch(folder: Path) -> Path:
    """Let npm fetch the packages, whose checksums the lock file holds; give the folder they are in."""
    npm = shutil.which("npm")
    if npm is None:
        raise Failure("There is no npm here to fetch the SPARQL editor with.")
    for name in DESCRIPTION:
        shutil.copy(HERE / name, folder)
    try:
        subprocess.run([npm, "ci"], cwd=folder, check=True, timeout=TEN_MINUTES, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        raise Failure(f"npm could not fetch the SPARQL editor:\n{error.stderr}") from error
    except subprocess.TimeoutExpired as error:
        raise Failure("npm did not fetch the SPARQL editor within ten minutes.") from error
    return folder / "node_modules"


def gather(modules: Path, target: Path) -> None:
    """Copy what a browser needs, the licences of all that is in it, and the lock file by which it is known."""
    for name in FILES:
        shutil.copy(modules / PACKAGE / "build" / name, target)
    (target / "LICENSES.txt").write_text("\n".join(licences(modules)), encoding="utf-8")
    shutil.copy(HERE / LOCK, target)
    target.chmod(0o755)


def licences(modules: Path) -> list[str]:
    """Give the name, version and licence of each package, with the licence's text where the package has it."""
    found = []
    for description in sorted(modules.glob("*/package.json")) + sorted(modules.glob("@*/*/package.json")):
        package = json.loads(description.read_bytes())
        texts = [
            file.read_text(encoding="utf-8")
            for file in sorted(description.parent.glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
        ]
        heading = f"{package['name']} {package['version']}: {package.get('license', 'see below')}"
        found.append("\n".join([heading, "=" * len(heading), *texts]))
    return found


def replace(fresh: Path) -> None:
    """Put a folder where the editor is to be; what was there goes."""
    shutil.rmtree(TARGET, ignore_errors=True)
    try:
        fresh.rename(TARGET)
    except OSError:
        if not is_current():  # else another process was faster
            raise


if __name__ == "__main__":
    sys.exit(main())
