"""The engine as other processes see it: one connection, one query."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Self

from kgpub.errors import AnswerBroken, EngineUnavailable, QueryFault
from kgpub.store.embedded.frames import DATA, END, ERROR, HEAD, PACKET_BYTES, Head, decode_error, send_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from kgpub.store.contract import Query

LOADING_SECONDS = 2


class EmbeddedAnswer:
    """An answer that a worker is streaming."""

    def __init__(self, connection: socket.socket, head: Head) -> None:
        self.form = head.form
        self.media_type = head.media_type
        self._connection = connection

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes as they come; raise AnswerBroken where the end frame does not."""
        while (packet := self._connection.recv(PACKET_BYTES + 1))[:1] == DATA:
            yield packet[1:]
        if packet[:1] == ERROR:
            raise AnswerBroken("The answer broke off.") from decode_error(packet[1:])
        if packet != END:
            raise AnswerBroken("The answer broke off: the engine went away.")

    def close(self) -> None:
        """Hang up; a worker that is still at it is freed."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class EmbeddedEngine:
    """Implements `Engine` over the socket of an engine process."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)

    def answer(self, query: Query) -> EmbeddedAnswer:
        """Send the query and wait for the first word of its answer."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            return EmbeddedAnswer(connection, self._ask(connection, query))
        except BaseException:
            connection.close()
            raise

    def _ask(self, connection: socket.socket, query: Query) -> Head:
        try:
            connection.connect(self._path)
            send_query(connection, query)
            packet = connection.recv(PACKET_BYTES + 1)
        except OSError as error:
            packet = self._last_words(connection)
            if not packet:
                raise _unavailable() from error
        if not packet:
            raise _unavailable()
        if packet[:1] == ERROR:
            raise decode_error(packet[1:])
        if packet[:1] != HEAD:
            raise QueryFault("The engine spoke out of turn; it and this process are of different versions.")
        return Head.decode(packet[1:])

    def _last_words(self, connection: socket.socket) -> bytes:
        # A refusal may stand in our buffer although the rest of the query found the other end closed.
        try:
            return connection.recv(PACKET_BYTES + 1)
        except OSError:
            return b""


def _unavailable() -> EngineUnavailable:
    return EngineUnavailable("The engine is loading. Try again in a moment.", retry_after=LOADING_SECONDS)
