"""Processes: starting servers, ending them, and what /proc says of them."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.client import Client, Endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STOP_SECONDS = 30
PAUSE_SECONDS = 0.05


class CouldNotStart(Exception):
    """A server did not come up; the message says what it printed last."""


def free_port() -> int:
    """Give a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Running:
    """A process that was started here, and the file that it prints to."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def last_words(self) -> str:
        """What it printed last."""
        return self.log.read_text(errors="replace")[-500:].strip()


@contextmanager
def running(command: Sequence[str | Path], *, folder: Path | None = None) -> Iterator[Running]:
    """Run a server until the block ends."""
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
        try:
            yield Running(process, log)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(server: Running, endpoint: Endpoint, *, target: str, within: float) -> None:
    """Wait until a server answers 200 to a GET; raise CouldNotStart where it ends or the time is over."""
    end = time.monotonic() + within
    while not _answers(endpoint, target):
        if server.process.poll() is not None or time.monotonic() > end:
            raise CouldNotStart(server.last_words or "it said nothing")
        time.sleep(PAUSE_SECONDS)


def _answers(endpoint: Endpoint, target: str) -> bool:
    request = f"GET {target} HTTP/1.1\r\nHost: {endpoint.host}:{endpoint.port}\r\nAccept: */*\r\n\r\n".encode()
    try:
        with Client(endpoint, timeout=5) as client:
            return client.exchange(request).status == 200  # noqa: PLR2004 - the one that means yes
    except (OSError, ValueError):
        return False


@dataclass(frozen=True)
class Process:
    """A process as /proc shows it."""

    pid: int
    parent: int
    nice: int
    command: str


def tree(root: int) -> list[Process]:
    """Give a process and all below it."""
    known = _processes()
    inside = {root}
    while grown := {entry.pid for entry in known.values() if entry.parent in inside} - inside:
        inside |= grown
    return [known[pid] for pid in sorted(inside) if pid in known]


def _processes() -> dict[int, Process]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue  # it ended meanwhile
        if fields[0] != "Z":
            pid = int(folder.name)
            found[pid] = Process(pid, parent=int(fields[1]), nice=int(fields[16]), command=command)
    return found
