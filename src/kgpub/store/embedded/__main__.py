"""The engine process: loads the store of one release, then dispatches.

Its orders come as JSON on standard input; one line, `ready`, goes to standard output when it takes queries.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType  # noqa: TC003 - read by signal's type at run time
from typing import TYPE_CHECKING, NoReturn

from kgpub.errors import ReleaseError
from kgpub.store.embedded import kernel
from kgpub.store.embedded.dispatcher import Dispatcher
from kgpub.store.embedded.process import Orders
from kgpub.store.releases import Release

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgpub.store.sharing import StoredDataset

MOST_GARBAGE = 10_000  # objects in circles, of which answering a query leaves none


def main() -> None:
    """Run the engine process."""
    orders = Orders.decode(json.load(sys.stdin))
    kernel.die_with_parent(orders.parent)
    signal.signal(signal.SIGTERM, _stop)
    open_store = store_opener(Release.open(Path(orders.release)))
    listener = _listen(Path(orders.socket))
    kernel.refuse_sockets()  # SERVICE would call any address; what reads a query before it is parsed may be misled
    gc.collect()
    gc.freeze()  # the collector would touch, and so copy, pages that workers share
    gc.set_threshold(MOST_GARBAGE)
    dispatcher = Dispatcher(listener, open_store=open_store, settings=orders.settings)
    signal.signal(signal.SIGUSR1, dispatcher.retire)
    print("ready", flush=True)  # noqa: T201 - the word that who started us waits for
    dispatcher.run()
    Path(orders.socket).unlink(missing_ok=True)


def store_opener(release: Release) -> Callable[[], StoredDataset]:
    """Give what opens the store in a worker: one loaded here and shared by fork, or one opened there from disk."""
    if release.has_store:
        _try_to_open(release)
        return release.open_dataset
    dataset = release.load_dataset()
    return lambda: dataset


def _try_to_open(release: Release) -> None:
    # In a child, since what RocksDB starts does not survive the fork of workers; and before them, since each would die.
    child = os.fork()
    if child == 0:
        status = 1
        try:
            release.open_dataset()
            status = 0
        finally:
            os._exit(status)
    if os.waitpid(child, 0)[1] != 0:
        raise ReleaseError(f"The index in {release.folder} cannot be opened. Delete the folder and build again.")


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    os._exit(0)  # workers end with this process


def _listen(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    previous = os.umask(0o177)
    listener.bind(str(path))
    os.umask(previous)
    listener.listen(socket.SOMAXCONN)
    return listener


if __name__ == "__main__":
    main()
