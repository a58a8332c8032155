"""What the engine process and its workers say to each other, over a socket of packets."""

from __future__ import annotations

from dataclasses import dataclass

# A worker's words, after each job: it is ready for the next, or about to end.
DONE, LEAVING = b"done", b"leaving"
# A worker's words on trial, before it sends more than a packet: there is more to work out, or this is all.
BEGINNING, SENDING = b"beginning", b"sending"
# The answers to these.
GO, STOP = b"go", b"stop"
WORD_BYTES = 16


@dataclass(frozen=True)
class Assignment:
    """A job for a worker: the query's size, the bytes of it that are there, and whether the worker is on trial."""

    size: int
    body: bytes
    on_trial: bool

    def encode(self) -> bytes:
        """Give the packet."""
        return b"%d %d\n" % (self.size, self.on_trial) + self.body

    @classmethod
    def decode(cls, packet: bytes) -> Assignment:
        """Read a packet."""
        head, _, body = packet.partition(b"\n")
        size, on_trial = map(int, head.split())
        return cls(size, body, on_trial=bool(on_trial))
