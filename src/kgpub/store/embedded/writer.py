"""The bytes of an answer on their way into packets."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from kgpub.store.contract import Coding
from kgpub.store.embedded.frames import DATA, END, PACKET_BYTES, head_packet, whole_packet

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgpub.store.contract import Head
    from kgpub.store.embedded.reader import Reader

SMALL_BYTES = 1024  # coded, an answer of this size would still fill one packet of the network
GZIP_LEVEL = 1  # most of what there is to gain, at a speed that does not hold an answer up
GZIP_WINDOW = 31  # zlib's word for gzip's format


class AnswerWriter(io.RawIOBase):
    """A file whose bytes become packets. The head goes out with the first full one, or with all at the end.

    Until then nothing was said, so that a query that fails early is a clean failure. `at_first` is called before, and
    told whether the answer is complete. The first `held_bytes` are held back until there are more, or no more.
    """

    def __init__(
        self, reader: Reader, head: Head, *, at_first: Callable[[bool], None], held_bytes: int = PACKET_BYTES
    ) -> None:
        self._reader = reader
        self._head = head
        self._buffer = bytearray()
        self._compressor = zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WINDOW) if head.coding is Coding.GZIP else None
        self._at_first = at_first
        self._held_bytes = held_bytes
        self._started = False

    def writable(self) -> bool:
        """Tell pyoxigraph that it may write."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # pyoxigraph writes bytes only
        """Take bytes; send what fills packets."""
        self._buffer += data
        if len(self._buffer) >= self._held_bytes:
            self._begin(is_complete=False)
            self._send_packets()
        return len(data)

    def finish(self) -> None:
        """Send the rest, and that this was all."""
        if len(self._buffer) >= PACKET_BYTES:
            self._begin(is_complete=True)
            self._send_packets()
        if self._started:
            self._send(self._coded(bytes(self._buffer)) + self._trailer())
            self._reader.send(END)
        elif len(self._buffer) < SMALL_BYTES:
            self._reader.send(whole_packet(replace(self._head, coding=Coding.IDENTITY), bytes(self._buffer)))
        else:
            data = self._coded(bytes(self._buffer)) + self._trailer()
            self._reader.send(whole_packet(self._head, data))

    def _coded(self, data: bytes) -> bytes:
        return self._compressor.compress(data) if self._compressor else data

    def _trailer(self) -> bytes:
        return self._compressor.flush() if self._compressor else b""

    def _begin(self, *, is_complete: bool) -> None:
        if not self._started:
            self._at_first(is_complete)
            self._reader.send(head_packet(self._head))
            self._held_bytes = PACKET_BYTES
            self._started = True

    def _send_packets(self) -> None:
        while len(self._buffer) >= PACKET_BYTES:
            self._send(self._coded(bytes(self._buffer[:PACKET_BYTES])))
            del self._buffer[:PACKET_BYTES]

    def _send(self, data: bytes) -> None:
        if data:
            self._reader.send(DATA + data)
