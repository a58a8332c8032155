"""`kgpub serve`, as a user starts it."""

from __future__ import annotations

import re
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.client import Endpoint
from benchmarks.processes import CouldNotStart, Process, Running, running, tree, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_SECONDS = 180.0
PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Server:
    """A running `kgpub serve`."""

    started: Running
    endpoint: Endpoint

    def web_processes(self) -> list[Process]:
        """Give the processes that speak HTTP."""
        roots = {entry.pid for entry in self._children() if "web_process" in entry.command}
        return [entry for root in roots for entry in tree(root)]

    def engine(self) -> Process:
        """Give the engine process, waiting while there is none."""
        end = time.monotonic() + START_SECONDS
        while not (found := [entry for entry in self._children() if "store.embedded" in entry.command]):
            if time.monotonic() > end:
                raise CouldNotStart("the server has no engine process any more")
            time.sleep(PAUSE_SECONDS)
        return found[0]

    def workers(self) -> list[Process]:
        """Give the query workers: what the engine process forked. Those of the public are nice."""
        engine = self.engine().pid
        return [entry for entry in tree(engine) if entry.parent == engine]

    def _children(self) -> list[Process]:
        mine = self.started.process.pid
        return [entry for entry in tree(mine) if entry.parent == mine]


@contextmanager
def serving(archive: Path) -> Iterator[Server]:
    """Serve an archive that has a release."""
    with running([sys.executable, "-m", "kgpub", "serve", archive, "--port", "0"]) as started:
        endpoint = _endpoint(started)
        wait_for(started, endpoint, target="/health", within=START_SECONDS)
        yield Server(started, endpoint)


def _endpoint(started: Running) -> Endpoint:
    end = time.monotonic() + START_SECONDS
    while not (found := re.search(r"http://([\d.]+):(\d+)/sparql", started.log.read_text())):
        if started.process.poll() is not None or time.monotonic() > end:
            raise CouldNotStart(started.last_words)
        time.sleep(PAUSE_SECONDS)
    return Endpoint(found[1], int(found[2]), "/sparql")
