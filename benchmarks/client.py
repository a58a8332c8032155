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
    from types import TracebackType

RECEIVE_BYTES = 256 * 1024
HEAD_END = b"\r\n\r\n"


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


def get(endpoint: Endpoint, target: str, accept: str) -> bytes:
    """Give the bytes of a GET."""
    host = f"{endpoint.host}:{endpoint.port}"
    return f"GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n".encode()


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

    def exchange(self, request: bytes) -> Reply:
        """Send a request and read the whole answer; raise BrokenOff, TimeoutError or another OSError."""
        try:
            connection = self._connected()
            connection.sendall(request)
            reply = _Reading(connection).reply()
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
    """One answer being read."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._rest = bytearray()

    def reply(self) -> Reply:
        head = self._until(HEAD_END)
        status = int(head.split(b" ", 2)[1])
        return Reply(status, head, self._body(head.lower()))

    def _body(self, head: bytes) -> bytes:
        if b"transfer-encoding: chunked" in head:
            return self._chunked()
        if b"content-length:" in head:
            return self._exactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return self._to_the_end()

    def _chunked(self) -> bytes:
        parts = []
        while size := int(self._until(b"\r\n").split(b";")[0], 16):
            parts.append(self._exactly(size + 2)[:-2])
        self._until(b"\r\n")
        return b"".join(parts)

    def _until(self, mark: bytes) -> bytes:
        searched = 0
        while (found := self._rest.find(mark, searched)) < 0:
            searched = max(0, len(self._rest) - len(mark))
            self._receive()
        part = bytes(self._rest[:found])
        del self._rest[: found + len(mark)]
        return part

    def _exactly(self, size: int) -> bytes:
        if size <= len(self._rest):
            part = bytes(self._rest[:size])
            del self._rest[:size]
            return part
        whole = bytearray(size)
        filled = len(self._rest)
        whole[:filled] = self._rest
        self._rest.clear()
        view = memoryview(whole)
        while filled < size:
            count = self._connection.recv_into(view[filled:], size - filled)
            if not count:
                raise BrokenOff(f"the answer ended {size - filled} bytes before its end")
            filled += count
        return bytes(whole)

    def _to_the_end(self) -> bytes:
        while data := self._connection.recv(RECEIVE_BYTES):
            self._rest += data
        return bytes(self._rest)

    def _receive(self) -> None:
        data = self._connection.recv(RECEIVE_BYTES)
        if not data:
            raise BrokenOff("the connection ended before the answer did")
        self._rest += data
