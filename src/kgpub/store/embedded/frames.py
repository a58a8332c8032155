"""What is said over an engine's socket.

The socket is of type SOCK_SEQPACKET: a packet arrives whole or not at all. That is what lets the dispatcher speak on
a connection whose worker died in the middle of an answer: what the worker had sent ends at a packet's end.

A client sends a header with the query as JSON behind it, of which what is beyond `PACKET_BYTES` comes in further
packets. The answer is one WHOLE; or
one HEAD, any number of DATA, one END; or ERROR, at any point.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub import errors
from kgpub.errors import (
    AnswerBroken,
    EngineBusy,
    EngineError,
    EngineUnavailable,
    QueryFault,
    QuerySyntaxError,
)
from kgpub.store.contract import Coding, Form, Head, Lane, Query

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

PACKET_BYTES = 96 * 1024  # two fit into the kernel's send buffer, and smaller ones cost more turns
FIRST_PACKET_BYTES = PACKET_BYTES + 4096  # a header and a part of the query
LOADING_SECONDS = 2

WHOLE, HEAD, DATA, END, ERROR = b"W", b"H", b"D", b"E", b"X"
_HEAD_END = b"\n"  # JSON on one line holds none

_SPEAKABLE = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, EngineError) and kind is not EngineError
}


@dataclass(frozen=True)
class Header:
    """What the dispatcher must know of a query: whom to queue it behind, and how much is to be read."""

    lane: Lane
    client: str
    size: int

    def encode(self) -> bytes:
        """Give what the first packet begins with."""
        return json.dumps(vars(self)).encode() + _HEAD_END

    @classmethod
    def decode(cls, packet: bytes) -> tuple[Header, bytes]:
        """Read the first packet: the header, and the bytes behind it; raise ValueError where there is no header."""
        head, _, body = packet.partition(_HEAD_END)
        try:
            fields = json.loads(head)
            return cls(lane=Lane(fields["lane"]), client=str(fields["client"]), size=int(fields["size"])), body
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError(f"not a header: {packet[:80]!r}") from error


# -- from the client


def query_packets(query: Query) -> Iterator[bytes]:
    """Give the packets that send a query: the first is its header and the beginning of its body, or all of it."""
    body = json.dumps(vars(query)).encode()
    # The dispatcher queues by client; a key of any length must fit into its one packet.
    header = Header(lane=query.lane, client=query.client[:256], size=len(body))
    yield header.encode() + body[:PACKET_BYTES]
    for start in range(PACKET_BYTES, len(body), PACKET_BYTES):
        yield body[start : start + PACKET_BYTES]


def send_query(connection: socket.socket, query: Query) -> None:
    """Send a query over a connection that waits."""
    for packet in query_packets(query):
        connection.send(packet)


def receive_query(connection: socket.socket, size: int, begun: bytes) -> Query:
    """Read the rest of a query whose header announced `size` bytes; raise ConnectionError where it breaks off."""
    body = bytearray(begun)
    while len(body) < size:
        packet = connection.recv(PACKET_BYTES)
        if not packet:
            raise ConnectionError("the client went away before its query was complete")
        body += packet
    fields = json.loads(body)
    fields["lane"] = Lane(fields["lane"])
    fields["coding"] = Coding(fields["coding"])
    fields["default_graphs"] = tuple(fields["default_graphs"])
    fields["named_graphs"] = tuple(fields["named_graphs"])
    return Query(**fields)


# -- from the engine


def whole_packet(head: Head, data: bytes) -> bytes:
    """Give the one packet of an answer that fits into one."""
    return WHOLE + _encode_head(head) + _HEAD_END + data


def head_packet(head: Head) -> bytes:
    """Give the packet that begins an answer."""
    return HEAD + _encode_head(head)


def error_packet(error: EngineError) -> bytes:
    """Give the packet that carries a failure."""
    fields: dict[str, object] = {"error": type(error).__name__, "message": str(error)}
    if isinstance(error, QuerySyntaxError):
        fields |= {"line": error.line, "column": error.column}
    if isinstance(error, EngineBusy):
        fields |= {"retry_after": error.retry_after}
    return ERROR + json.dumps(fields).encode()


def read_first(packet: bytes) -> tuple[Head, bytes | None]:
    """Read the first packet of an answer: its head, and all its bytes where they came with it.

    Raises the failure that the packet carries, EngineUnavailable where there is none.
    """
    if packet[:1] == WHOLE:
        head, _, data = packet[1:].partition(_HEAD_END)
        return _decode_head(head), data
    if packet[:1] == HEAD:
        return _decode_head(packet[1:]), None
    if packet[:1] == ERROR:
        raise decode_error(packet[1:])
    if not packet:
        raise EngineUnavailable("The engine is loading. Try again in a moment.", retry_after=LOADING_SECONDS)
    raise QueryFault("The engine spoke out of turn; it and this process are of different versions.")


def read_next(packet: bytes) -> bytes | None:
    """Read any later packet: bytes, or None at the answer's end; raise AnswerBroken where it breaks off."""
    if packet[:1] == DATA:
        return packet[1:]
    if packet[:1] == ERROR:
        raise AnswerBroken("The answer broke off.") from decode_error(packet[1:])
    if packet != END:
        raise AnswerBroken("The answer broke off: the engine went away.")
    return None


def _encode_head(head: Head) -> bytes:
    return json.dumps(vars(head)).encode()


def _decode_head(packet: bytes) -> Head:
    fields = json.loads(packet)
    return Head(
        form=Form(fields["form"]),
        media_type=fields["media_type"],
        coding=Coding(fields["coding"]),
        is_volatile=fields["is_volatile"],
    )


def decode_error(packet: bytes) -> EngineError:
    """Read a packet without its first byte as the exception that it stands for."""
    fields = json.loads(packet)
    kind = _SPEAKABLE.get(fields.pop("error"), QueryFault)
    return kind(fields.pop("message"), **fields)
