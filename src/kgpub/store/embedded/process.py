"""Starting, retiring and stopping an engine process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kgpub.errors import EngineUnavailable
from kgpub.store.settings import EngineSettings

if TYPE_CHECKING:
    from pathlib import Path

STOP_SECONDS = 5.0


@dataclass(frozen=True)
class Orders:
    """What an engine process is told at its start: paths as strings, and the process it dies with."""

    release: str
    socket: str
    parent: int
    settings: EngineSettings

    @classmethod
    def decode(cls, fields: dict[str, Any]) -> Orders:
        """Read what `asdict` gave."""
        return cls(**{**fields, "settings": EngineSettings(**fields["settings"])})


def end(process: subprocess.Popen[str], *, within: float) -> None:
    """Ask a process to end; after so many seconds, make it."""
    process.terminate()
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class EngineProcess:
    """One engine process, which serves one release on one socket."""

    def __init__(self, release: Path, *, socket: Path, settings: EngineSettings) -> None:
        self.release = release
        self.socket = socket
        self._settings = settings
        self._process = self._start()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "kgpub.store.embedded"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C and a closing terminal reach who started us, and they end us
        )
        orders = Orders(str(self.release), str(self.socket), parent=os.getpid(), settings=self._settings)
        assert process.stdin is not None  # said to the type checker: it is a pipe
        with process.stdin as stdin:
            json.dump(asdict(orders), stdin)
        return process

    def wait_until_ready(self) -> None:
        """Wait until it takes queries; raise EngineUnavailable if it ended before."""
        assert self._process.stdout is not None  # said to the type checker: it is a pipe
        if self._process.stdout.readline().strip() != "ready":
            status = self._process.wait()
            raise EngineUnavailable(f"The engine process could not load {self.release}: it ended with status {status}.")

    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._process.poll() is None

    def start_again(self) -> None:
        """Start a new process in place of one that died; the caller waits until it is ready."""
        self._close()
        self._process = self._start()

    def retire(self) -> None:
        """Let it end by itself once the requests that began with its release are done."""
        self._process.send_signal(signal.SIGUSR1)

    def stop(self) -> None:
        """End it, and with it its workers."""
        end(self._process, within=STOP_SECONDS)
        self._close()
        self.socket.unlink(missing_ok=True)

    def _close(self) -> None:
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
