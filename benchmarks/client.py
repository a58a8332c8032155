"""An HTTP client that costs as little as possible, the same for every server that is measured.

It keeps its connection, sends bytes that were made before, and reads an answer to its end. What it is told of the
protocol is enough for servers on this machine; it is no client for the web.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

    Take = Callable[[memoryview], object]

RECEIVE_BYTES = 1024 * 1024
HEAD_BYTES = 4096
HEAD_END = b"\r\n\r\n"
NEWLINE = "\r\n"
NOT_MODIFIED = 304  # has no body, whatever length it tells (RFC 9110, 8.6)


class BrokenOff(ConnectionError):
    """The connection ended before the answer did: what came is a part, and is seen to be one."""


@dataclass(frozen=True)
class Endpoint:
    """Where a server takes queries."""

    host: str
    port: int
    path: str
    parameters: str = ""
    """What each query's address must hold besides, such as `default-graph-uri=…&`."""

    def target(self, query: str) -> str:
        """Give the request target that asks a query; the query comes last in it."""
        return f"{self.path}?{self.parameters}query={quote(query, safe='')}"

    def request(self, query: str, accept: str) -> bytes:
        """Give the bytes of a GET that asks a query."""
        return get(self, self.target(query), accept)


def get(endpoint: Endpoint, target: str, accept: str, headers: Sequence[str] = ()) -> bytes:
    """Give the bytes of a GET; `headers` are whole lines."""
    lines = (f"Host: {endpoint.host}:{endpoint.port}", f"Accept: {accept}", *headers)
    return f"GET {target} HTTP/1.1\r\n{NEWLINE.join(lines)}\r\n\r\n".encode()


@dataclass(frozen=True)
class Reply:
    """An answer that came to its end."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """Give the value of a header, or an empty string."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.decode("latin-1").lower() == name:
                return value.strip().decode("latin-1")
        return ""


class Client:
    """One connection, opened again whenever the server closed it. `source` is the address that it comes from."""

    def __init__(self, endpoint: Endpoint, *, source: str = "", timeout: float = 60) -> None:
        self._endpoint = endpoint
        self._source = source
        self._timeout = timeout
        self._socket: socket.socket | None = None
        self._buffer = memoryview(bytearray(RECEIVE_BYTES))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def exchange(self, request: bytes, take: Take | None = None) -> Reply:
        """Send a request and read the whole answer; raise BrokenOff, TimeoutError or another OSError.

        A `take` is given the body part by part, each gone when the next comes; the reply has none then.
        """
        try:
            connection = self._connected()
            connection.sendall(request)
            reply = _Reading(connection, self._buffer).reply(take)
        except BaseException:
            self.close()
            raise
        if reply.header("connection").lower() == "close":
            self.close()
        return reply

    def _connected(self) -> socket.socket:
        if self._socket is None:
            source = (self._source, 0) if self._source else None
            address = (self._endpoint.host, self._endpoint.port)
            self._socket = socket.create_connection(address, timeout=self._timeout, source_address=source)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket


class _Reading:
    """One answer being read into a buffer that is used again and again."""

    def __init__(self, connection: socket.socket, buffer: memoryview) -> None:
        self._connection = connection
        self._buffer = buffer
        self._rest = bytearray()

    def reply(self, take: Take | None) -> Reply:
        head = self._until(HEAD_END)
        status = int(head.split(b" ", 2)[1])
        if status == NOT_MODIFIED:
            return Reply(status, head, b"")
        parts = self._parts(head.lower())
        if take is None:
            return Reply(status, head, b"".join(bytes(part) for part in parts))
        for part in parts:
            take(part)
        return Reply(status, head, b"")

    def _parts(self, head: bytes) -> Iterator[memoryview]:
        """Give the body part by part; each is overwritten by the next."""
        if b"transfer-encoding: chunked" in head:
            return self._chunks()
        if b"content-length:" in head:
            return self._exactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return self._to_the_end()

    def _chunks(self) -> Iterator[memoryview]:
        while size := int(self._until(b"\r\n").split(b";")[0], 16):
            yield from self._exactly(size)
            self._until(b"\r\n")
        self._until(b"\r\n")

    def _exactly(self, size: int) -> Iterator[memoryview]:
        if self._rest:
            part = memoryview(bytes(self._rest[:size]))
            del self._rest[:size]
            size -= len(part)
            yield part
        while size:
            count = self._connection.recv_into(self._buffer, min(size, RECEIVE_BYTES))
            if not count:
                raise BrokenOff(f"the answer ended {size} bytes before its end")
            size -= count
            yield self._buffer[:count]

    def _to_the_end(self) -> Iterator[memoryview]:
        yield memoryview(bytes(self._rest))
        while count := self._connection.recv_into(self._buffer, RECEIVE_BYTES):
            yield self._buffer[:count]

    def _until(self, mark: bytes) -> bytes:
        searched = 0
        while (found := self._rest.find(mark, searched)) < 0:
            searched = max(0, len(self._rest) - len(mark))
            self._receive()
        part = bytes(self._rest[:found])
        del self._rest[: found + len(mark)]
        return part

    def _receive(self) -> None:
        data = self._connection.recv(HEAD_BYTES)
        if not data:
            raise BrokenOff("the connection ended before the answer did")
        self._rest += data
