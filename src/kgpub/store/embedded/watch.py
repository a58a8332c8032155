"""Waiting for many sockets at once."""

from __future__ import annotations

import select
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

READABLE = select.EPOLLIN
GONE = select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR


class Watch:
    """Calls a socket's handler when something happens to it."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._handlers: dict[int, Callable[[], None]] = {}

    def watch(self, source: socket.socket, events: int, handler: Callable[[], None]) -> None:
        """Call a handler for some events of a socket that is not watched yet."""
        self._handlers[source.fileno()] = handler
        self._epoll.register(source.fileno(), events)

    def forget(self, source: socket.socket) -> None:
        """Watch a socket no longer, before it is closed; do nothing where it is not watched."""
        # A worker has a duplicate, so closing ours would leave the registration behind.
        if self._handlers.pop(source.fileno(), None) is not None:
            self._epoll.unregister(source.fileno())

    def wait(self, seconds: float) -> None:
        """Wait for events at most so long, and call the handlers."""
        # A handler may close a socket, and another of the same number may be made, before its turn comes: an event is
        # for the handler that was there when it came, or for nobody.
        ready = self._epoll.poll(seconds)
        expected = [(descriptor, self._handlers.get(descriptor)) for descriptor, _ in ready]
        for descriptor, handler in expected:
            if handler is not None and self._handlers.get(descriptor) is handler:
                handler()
