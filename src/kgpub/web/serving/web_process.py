"""The web part of a server: granian, with our application in each of its processes.

Run as `python -m kgpub.web.serving.web_process`, with its orders as JSON on standard input.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from kgpub.store.embedded.kernel import die_with_parent, leave_no_core
from kgpub.store.embedded.process import end
from kgpub.web.app import create_app
from kgpub.web.cache import ResponseCache
from kgpub.web.front import Front
from kgpub.web.gateway import Gateway
from kgpub.web.shelf import Shelf

if TYPE_CHECKING:
    from kgpub.config import Config
    from kgpub.web.serving.address import Address

STOP_SECONDS = 5
MOST_GARBAGE = 10_000  # objects in circles, which are few here; to look for them took a twelfth of each request
PAGE_THREADS = 16  # beside those that wait for queries of people, which are at most as many as the engine takes in


@dataclass(frozen=True)
class Orders:
    """What the web part is told at its start."""

    host: str
    port: int
    workers: int
    threads: int
    cache_megabytes: int
    pointer: str
    public_address: str
    parent: int


def start(address: Address, config: Config, *, workers: int | None, pointer: Path) -> WebProcess:
    """Start the web part, with so many processes or as many as the configuration says."""
    orders = Orders(
        host=address.host,
        port=address.port,
        workers=workers or config.server.web_workers,
        threads=PAGE_THREADS + config.engine.public_workers + config.engine.queue_length,
        cache_megabytes=config.server.cache_megabytes,
        pointer=str(pointer),
        public_address=config.server.public_address or str(address),
        parent=os.getpid(),
    )
    return WebProcess(orders)


class WebProcess:
    """The web part as the supervisor sees it."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        # A session of its own: Ctrl-C goes to the supervisor, which ends the others in order.
        command = [sys.executable, "-m", "kgpub.web.serving.web_process"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
        assert process.stdin is not None  # said to the type checker: it is a pipe
        with process.stdin as stdin:
            json.dump(asdict(self._orders), stdin)
        return process

    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._process.poll() is None

    def start_again(self) -> None:
        """Start a new process in place of one that died."""
        self._process.wait()
        self._process = self._start()

    def stop(self) -> None:
        """Let requests that are under way finish, for a while, and end."""
        end(self._process, within=STOP_SECONDS)


def main() -> None:
    """Run the web part."""
    orders = Orders(**json.load(sys.stdin))
    die_with_parent(orders.parent)
    server = Server(
        "kgpub",
        address=orders.host,
        port=orders.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=orders.workers,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # what visitors look for is not logged
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=partial(_load, orders, os.getpid()), wrap_loader=False)


def _load(orders: Orders, parent: int) -> Front:
    """Make the application; granian calls this in each of its processes."""
    die_with_parent(parent)
    leave_no_core()  # requests are in its memory
    shelf = Shelf(Path(orders.pointer))
    app = create_app(shelf.current, public_address=orders.public_address)
    gateway = Gateway(app.wsgi_app, threads=orders.threads)
    front = Front(shelf, gateway, ResponseCache(orders.cache_megabytes))
    gc.freeze()  # what is loaded stays: the collector need not look at it again and again
    gc.set_threshold(MOST_GARBAGE)
    return front


if __name__ == "__main__":
    main()
