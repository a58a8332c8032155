"""The engine as other processes see it: one connection, one query; from a thread or from an event loop."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Self

from kgpub.errors import EngineBusy
from kgpub.store.embedded.frames import PACKET_BYTES, query_packets, read_first, read_next, send_query
from kgpub.store.functions import OXIGRAPH

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path
    from types import TracebackType

    from kgpub.store.contract import Head, Query

RECEIVED_BYTES = PACKET_BYTES + 1024  # a packet and what stands before its bytes


class EmbeddedAnswer:
    """An answer that a worker is streaming; read from a thread."""

    def __init__(self, connection: socket.socket, head: Head, whole: bytes | None) -> None:
        self.head = head
        self._whole = whole
        self._connection = connection

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes as they come; raise AnswerBroken where the end frame does not."""
        if self._whole is not None:
            yield self._whole
            return
        while (data := read_next(self._connection.recv(RECEIVED_BYTES))) is not None:
            yield data

    def close(self) -> None:
        """Hang up; a worker that is still at it is freed."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncEmbeddedAnswer:
    """An answer that a worker is streaming; read from an event loop."""

    def __init__(self, connection: socket.socket, head: Head, whole: bytes | None) -> None:
        self.head = head
        self.whole = whole
        self._connection = connection

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes as they come; raise AnswerBroken where the end frame does not."""
        if self.whole is not None:
            yield self.whole
            return
        loop = asyncio.get_running_loop()
        while (data := read_next(await loop.sock_recv(self._connection, RECEIVED_BYTES))) is not None:
            yield data

    def close(self) -> None:
        """Hang up; a worker that is still at it is freed."""
        self._connection.close()


class EmbeddedEngine:
    """Implements `Engine` over the socket of an engine process."""

    functions = OXIGRAPH
    repeats = True

    def __init__(self, path: Path) -> None:
        self._path = str(path)

    def answer(self, query: Query) -> EmbeddedAnswer:
        """Send the query and wait for the first word of its answer."""
        connection = _socket()
        try:
            return EmbeddedAnswer(connection, *self._ask(connection, query))
        except BaseException:
            connection.close()
            raise

    def _ask(self, connection: socket.socket, query: Query) -> tuple[Head, bytes | None]:
        try:
            connection.connect(self._path)
            send_query(connection, query)
            return read_first(connection.recv(RECEIVED_BYTES))
        except OSError:
            return read_first(_last_words(connection))

    async def answer_async(self, query: Query) -> AsyncEmbeddedAnswer:
        """Send the query and wait for the first word of its answer."""
        connection = _socket()
        connection.setblocking(False)
        try:
            return AsyncEmbeddedAnswer(connection, *await self._ask_async(connection, query))
        except BaseException:
            connection.close()
            raise

    async def _ask_async(self, connection: socket.socket, query: Query) -> tuple[Head, bytes | None]:
        loop = asyncio.get_running_loop()
        try:
            connection.connect(self._path)  # at once, or not at all: there is no waiting on a Unix socket
            for packet in query_packets(query):
                await loop.sock_sendall(connection, packet)
            return read_first(await loop.sock_recv(connection, RECEIVED_BYTES))
        except BlockingIOError as error:
            raise EngineBusy("Too many connections wait. Try again in a moment.") from error
        except OSError:
            return read_first(_last_words(connection))


def _socket() -> socket.socket:
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def _last_words(connection: socket.socket) -> bytes:
    # A refusal may stand in our buffer although the rest of the query found the other end closed.
    try:
        return connection.recv(RECEIVED_BYTES)
    except OSError:
        return b""
