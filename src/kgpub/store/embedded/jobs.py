"""Queries on their way through the engine process."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kgpub.store.embedded.frames import error_packet

if TYPE_CHECKING:
    import socket

    from kgpub.errors import EngineError
    from kgpub.store.embedded.frames import Header


@dataclass(eq=False)
class Job:
    """A query on its way: waiting in a queue, or in the hands of a worker. `body` is what came with its header."""

    connection: socket.socket
    header: Header
    body: bytes
    since: float = field(default_factory=time.monotonic)
    begun: float = 0.0  # when a worker got it
    has_place: bool = False  # among those that may take long
    was_tried: bool = False  # a worker had it, and it takes long
    is_answering: bool = False  # its client has heard of its worker, so no other can begin anew
    is_taken_off: bool = False  # it is to leave its worker and to wait for another
    is_ending: bool = False  # its worker is being killed
    abandoned_at: float | None = None

    @property
    def client(self) -> str:
        """Who asks."""
        return self.header.client

    @property
    def can_begin_anew(self) -> bool:
        """Whether another worker can have it: nothing was answered, and nothing of it is only in a worker's hands."""
        return not self.is_answering and len(self.body) == self.header.size

    def tell(self, error: EngineError) -> None:
        """Say why there is no answer, or no more of it."""
        try:
            self.connection.setblocking(False)
            self.connection.send(error_packet(error))
        except OSError:
            return  # the client went away, or its buffer is full: it sees the connection end without END
