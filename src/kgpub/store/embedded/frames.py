"""What is said over an engine's socket.

The socket is of type SOCK_SEQPACKET: a packet arrives whole or not at all. That is what lets the dispatcher speak on
a connection whose worker died in the middle of an answer: what the worker had sent ends at a packet's end.

A client sends a header packet, then the query as JSON in packets of at most `PACKET_BYTES`. The answer is one HEAD,
any number of DATA, one END; or ERROR, at any point.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kgpub import errors
from kgpub.errors import EngineBusy, EngineError, QueryFault, QuerySyntaxError
from kgpub.store.contract import Form, Lane, Query

if TYPE_CHECKING:
    import socket

PACKET_BYTES = 48 * 1024  # far below the kernel's default send buffer, so that several fit in it
HEADER_BYTES = 4096

HEAD, DATA, END, ERROR = b"H", b"D", b"E", b"X"

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
        """Give the header packet."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, packet: bytes) -> Header:
        """Read a header packet; raise ValueError where it is none."""
        try:
            fields = json.loads(packet)
            return cls(lane=Lane(fields["lane"]), client=str(fields["client"]), size=int(fields["size"]))
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError(f"not a header: {packet[:80]!r}") from error


@dataclass(frozen=True)
class Head:
    """The first words of an answer."""

    form: Form
    media_type: str

    def encode(self) -> bytes:
        """Give the packet."""
        return HEAD + json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, packet: bytes) -> Head:
        """Read a packet without its first byte."""
        fields = json.loads(packet)
        return cls(form=Form(fields["form"]), media_type=fields["media_type"])


def send_query(connection: socket.socket, query: Query) -> None:
    """Send a query: its header, then its body."""
    body = json.dumps(asdict(query)).encode()
    # The dispatcher queues by client; a key of any length must fit into its one packet.
    header = Header(lane=query.lane, client=query.client[:256], size=len(body))
    connection.send(header.encode())
    for start in range(0, len(body), PACKET_BYTES):
        connection.send(body[start : start + PACKET_BYTES])


def receive_query(connection: socket.socket, size: int) -> Query:
    """Read the body of a query whose header announced `size` bytes; raise ConnectionError where it breaks off."""
    body = bytearray()
    while len(body) < size:
        packet = connection.recv(PACKET_BYTES)
        if not packet:
            raise ConnectionError("the client went away before its query was complete")
        body += packet
    fields = json.loads(body)
    fields["lane"] = Lane(fields["lane"])
    fields["default_graphs"] = tuple(fields["default_graphs"])
    fields["named_graphs"] = tuple(fields["named_graphs"])
    return Query(**fields)


def encode_error(error: EngineError) -> bytes:
    """Give the packet that carries a failure."""
    fields: dict[str, object] = {"error": type(error).__name__, "message": str(error)}
    if isinstance(error, QuerySyntaxError):
        fields |= {"line": error.line, "column": error.column}
    if isinstance(error, EngineBusy):
        fields |= {"retry_after": error.retry_after}
    return ERROR + json.dumps(fields).encode()


def decode_error(packet: bytes) -> EngineError:
    """Read a packet without its first byte as the exception that it stands for."""
    fields = json.loads(packet)
    kind = _SPEAKABLE.get(fields.pop("error"), QueryFault)
    return kind(fields.pop("message"), **fields)
