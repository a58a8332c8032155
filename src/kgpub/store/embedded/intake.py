"""Taking queries in from the engine's socket."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

from kgpub.errors import EngineBusy
from kgpub.store.embedded.frames import FIRST_PACKET_BYTES, Header, error_packet
from kgpub.store.embedded.jobs import Job
from kgpub.store.embedded.watch import GONE, READABLE

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from kgpub.store.embedded.watch import Watch

SPARE_FILES = 32  # kept for the sockets of workers; a connection that would need one of them is refused


class Intake:
    """Accepts connections, reads their headers, and hands the jobs on. What is behind a header it does not read."""

    def __init__(self, listener: socket.socket, watch: Watch, take_in: Callable[[Job], None]) -> None:
        self._listener = listener
        self._watch = watch
        self._take_in = take_in
        self._last_file = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - SPARE_FILES

    def open(self) -> None:
        """Begin to accept."""
        self._watch.watch(self._listener, READABLE, self._accept)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        connection.setblocking(False)
        if connection.fileno() > self._last_file:
            connection.send(error_packet(EngineBusy("Too many connections wait. Try again in a moment.")))
            connection.close()
            return
        self._read(connection)  # most often the query follows at once, and there is nothing to wait for

    def _wait(self, connection: socket.socket) -> None:
        self._watch.watch(connection, READABLE | GONE, lambda: self._read_awaited(connection))

    def _read_awaited(self, connection: socket.socket) -> None:
        self._watch.forget(connection)
        self._read(connection)

    def _read(self, connection: socket.socket) -> None:
        try:
            header, body = Header.decode(connection.recv(FIRST_PACKET_BYTES))
        except BlockingIOError:
            self._wait(connection)
            return
        except (OSError, ValueError):
            connection.close()  # whoever it was spoke no query
            return
        self._take_in(Job(connection, header, body))
