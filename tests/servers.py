"""Real servers on loopback, started by the command that users have."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Found = TypeVar("Found")

REPOSITORY = Path(__file__).parents[1]
ARCHIVE_PARTS = ("kgpub.toml", "ledger.txt", "data", "ontology", "shapes")
PATIENCE_SECONDS = 30.0


def copy_archive(target: Path, *, settings: str = "") -> Path:
    """Copy this repository's archive; `settings` is appended to its kgpub.toml."""
    for name in ARCHIVE_PARTS:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    with (target / "kgpub.toml").open("a") as file:
        file.write(f"\n{settings}\n")
    return target


def kgpub(*arguments: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, and give what it printed."""
    command = [sys.executable, "-m", "kgpub", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)


def eventually(look: Callable[[], Found | None], *, within: float = PATIENCE_SECONDS) -> Found:
    """Look again and again until something is found; fail when the time is over."""
    end = time.monotonic() + within
    while True:
        if found := look():
            return found
        assert time.monotonic() < end, f"nothing within {within} seconds: {look}"
        time.sleep(0.02)


@dataclass(frozen=True)
class Process:
    """A process as /proc shows it."""

    pid: int
    parent: int
    nice: int
    command: str

    @property
    def is_worker(self) -> bool:
        """Whether it is a query worker: a fork of the engine process."""
        return "kgpub.store.embedded" in self.command


def processes() -> dict[int, Process]:
    """Give every process that runs now, zombies left out."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if fields[0] != "Z":
            pid = int(folder.name)
            found[pid] = Process(pid, parent=int(fields[1]), nice=int(fields[16]), command=command)
    return found


class Server:
    """A running `kgpub serve`."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process = process
        self.log = log
        self.url = eventually(self._address)

    def _address(self) -> str | None:
        assert self.process.poll() is None, self.log.read_text()
        match = re.search(r"Pages +(http://\S+/)", self.log.read_text())
        return match[1] if match else None

    def get(self, path: str, *, accept: str = "*/*", follow: bool = True) -> requests.Response:
        """Ask for a path."""
        return requests.get(self.url + path, headers={"Accept": accept}, allow_redirects=follow, timeout=60)

    def query(self, text: str, *, accept: str = "application/sparql-results+json") -> requests.Response:
        """Ask the endpoint."""
        return requests.get(self.url + "sparql", params={"query": text}, headers={"Accept": accept}, timeout=60)

    def tree(self) -> list[Process]:
        """Give the server's processes: the supervisor and all below it."""
        known = processes()
        inside = {self.process.pid}
        while grown := {entry.pid for entry in known.values() if entry.parent in inside} - inside:
            inside |= grown
        return [known[pid] for pid in sorted(inside) if pid in known]

    def engine(self) -> Process:
        """Give the engine process, waiting while there is none."""
        return eventually(self._engine)

    def _engine(self) -> Process | None:
        mine = self.process.pid
        return next((entry for entry in self.tree() if entry.is_worker and entry.parent == mine), None)

    def workers(self, *, public: bool) -> list[Process]:
        """Give the query workers, those for the public or those for pages."""
        engine = self.engine()
        return [entry for entry in self.tree() if entry.parent == engine.pid and (entry.nice > 0) is public]

    def leave_nothing(self, tree: list[Process]) -> None:
        """Wait until none of some processes runs."""
        eventually(lambda: not {entry.pid for entry in tree} & set(processes()))

    def stop(self) -> int:
        """Stop it as Ctrl-C does; give its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@contextmanager
def serving(archive: Path, *arguments: str) -> Iterator[Server]:
    """Serve an archive on a free port until the block ends; nothing of it is left behind then."""
    with started(archive, *arguments) as server:
        yield server
        tree = server.tree()
        assert server.stop() == 0, server.log.read_text()
        server.leave_nothing(tree)


@contextmanager
def started(archive: Path, *arguments: str) -> Iterator[Server]:
    """Serve an archive; how it ends is the block's business."""
    log = archive / "serve.log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "kgpub", "serve", str(archive), "--port", "0", *arguments]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        yield Server(process, log)
    finally:
        process.kill()
        process.wait()


def manifest(archive: Path) -> dict[str, object]:
    """Read the manifest of an archive's current release."""
    found: dict[str, object] = json.loads((archive / ".kgpub" / "current" / "manifest.json").read_text())
    return found
