"""How long a worker waits for whoever reads its answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

KIBIBYTE = 1024


@dataclass
class Reader:
    """The one that an answer is sent to. A worker is needed by others: it does not wait for a trickle for ever.

    Only waiting counts: an answer that takes long to work out is no fault of its reader's.
    """

    connection: socket.socket
    stall_seconds: float
    slowest_kilobytes: int
    waited_seconds: float = 0.0
    taken_bytes: int = 0

    def send(self, packet: bytes) -> None:
        """Send a packet; raise TimeoutError where the reader takes nothing, or too little, for too long."""
        begun = time.monotonic()
        self.connection.send(packet)
        self.waited_seconds += time.monotonic() - begun
        self.taken_bytes += len(packet)
        if self._is_too_slow:
            raise TimeoutError("the reader takes too little of its answer")

    @property
    def _is_too_slow(self) -> bool:
        if self.waited_seconds < self.stall_seconds:
            return False
        return self.taken_bytes / self.waited_seconds < self.slowest_kilobytes * KIBIBYTE
