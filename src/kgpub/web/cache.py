"""Responses kept in memory, to be given again: what a server answers is a function of release, version and request.

A cache of this kind needs no invalidation but one: when the release in service changes, all of it is dropped.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus
from operator import itemgetter
from typing import TYPE_CHECKING

from kgpub.web.conditions import is_held, not_modified, tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgpub.web.gateway import Message, Send

MEBIBYTE = 1024 * 1024
LARGEST_SHARE = 8  # one response takes at most this part of the cache, and so do all that are being recorded
ENTRY_BYTES = 1024  # of a response's headers, roughly
KEYED = (b"accept", b"accept-encoding", b"accept-language", b"content-type", b"host")
"""The request headers that responses may differ by."""

KEPT = (HTTPStatus.OK, HTTPStatus.SEE_OTHER)


@dataclass(frozen=True)
class Stored:
    """A complete response, as the messages that send it."""

    start: Message
    body: bytes
    tag: str = ""

    @property
    def size(self) -> int:
        """Its share of the cache, in bytes."""
        return len(self.body) + ENTRY_BYTES

    def messages(self, scope: Message) -> Iterable[Message]:
        """Give the response to a request: for HEAD without its body; 304 to a client that has it."""
        if is_held(scope, self.tag):
            return not_modified(self.start), body_message(b"")
        return self.start, body_message(b"" if scope["method"] == "HEAD" else self.body)


class ResponseCache:
    """Keeps the responses that were asked for last, up to a number of bytes."""

    def __init__(self, capacity_megabytes: int) -> None:
        self._capacity = capacity_megabytes * MEBIBYTE
        self._entries: OrderedDict[bytes, Stored] = OrderedDict()
        self._bytes = 0
        self._release: object = None
        self.recording_bytes = 0
        # What visitors ask is kept as digests only, which nobody else can work out.
        self._secret = os.urandom(32)

    def turn_to(self, release: object) -> None:
        """Drop what was answered from another release."""
        if release is not self._release:
            self._entries.clear()
            self._bytes = 0
            self._release = release

    def key(self, scope: Message, body: bytes = b"") -> bytes:
        """Give the key of a request. HEAD has that of GET."""
        method = b"POST" if scope["method"] == "POST" else b"GET"
        headers = sorted((entry for entry in scope["headers"] if entry[0] in KEYED), key=itemgetter(0))
        lines = [b"%s:%s" % entry for entry in headers]  # in one order; those of a name in the order that they came
        parts = [method, scope["raw_path"], scope["query_string"], *lines, b"", body]
        return blake2b(b"\n".join(parts), key=self._secret, digest_size=20).digest()

    def get(self, key: bytes) -> Stored | None:
        """Give the response to a request, if it is there."""
        if (stored := self._entries.get(key)) is not None:
            self._entries.move_to_end(key)
        return stored

    def put(self, key: bytes, release: object, stored: Stored) -> None:
        """Keep a response that was made from a release; the ones not asked for longest make room."""
        if release is not self._release or key in self._entries or stored.size > self.largest_bytes:
            return
        self._entries[key] = stored
        self._bytes += stored.size
        while self._bytes > self._capacity:
            self._bytes -= self._entries.popitem(last=False)[1].size

    @property
    def largest_bytes(self) -> int:
        """The size of the largest response that is kept."""
        return self._capacity // LARGEST_SHARE


@dataclass
class Recording:
    """Passes a response on and keeps it, if it may be kept and is complete."""

    cache: ResponseCache
    key: bytes
    release: object
    send: Send
    _start: Message | None = None
    _parts: list[bytes] = field(default_factory=list)
    _bytes: int = 0

    async def __call__(self, message: Message) -> None:
        """Take a message of ASGI."""
        if message["type"] == "http.response.start":
            self._start = message if _may_be_kept(message) else None
        elif self._start is not None:
            self._take(message)
        await self.send(message)

    def close(self) -> None:
        """Give back the room that was taken for what came so far."""
        self.cache.recording_bytes -= self._bytes
        self._bytes, self._start, self._parts = 0, None, []

    def _take(self, message: Message) -> None:
        body = message.get("body", b"")
        self._parts.append(body)
        self._bytes += len(body)
        self.cache.recording_bytes += len(body)
        if self.cache.recording_bytes > self.cache.largest_bytes:
            self.close()
        elif not message.get("more_body", False) and self._start is not None:
            self.cache.put(self.key, self.release, _stored(self._start, b"".join(self._parts)))
            self.close()


def body_message(body: bytes, *, is_last: bool = True) -> Message:
    """Give the ASGI message that sends bytes."""
    return {"type": "http.response.body", "body": body, "more_body": not is_last}


def _may_be_kept(start: Message) -> bool:
    """Tell whether a response is a function of release and request alone.

    Whole ones are marked `no-cache`; one that leads from a thing to its document hangs on nothing else either.
    """
    headers = dict(start["headers"])
    if b"accept-ranges" in headers or start["status"] not in KEPT:
        return False  # a file, of which parts may be asked for
    varies = {name.strip().lower() for name in headers.get(b"vary", b"").split(b",")} - {b""}
    policy = b"no-cache" if start["status"] == HTTPStatus.OK else None
    return headers.get(b"cache-control") == policy and varies <= set(KEYED)


def _stored(start: Message, body: bytes) -> Stored:
    headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    headers.append((b"content-length", str(len(body)).encode()))
    return Stored({**start, "headers": headers}, body, tag_of(start))
