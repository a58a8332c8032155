"""Conditional requests: 304 for whoever has a response already (RFC 9110, 13).

Only `If-None-Match` is looked at: documents change for more reasons than their date tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from werkzeug.http import parse_etags

if TYPE_CHECKING:
    from kgpub.web.gateway import Message, Send

_NOT_IN_304 = frozenset((b"content-length", b"content-type", b"content-encoding"))


def tag_of(start: Message) -> str:
    """Give the entity tag of a response, or nothing."""
    tag: bytes = next((value for name, value in start["headers"] if name == b"etag"), b"")
    return tag.decode("latin-1").removeprefix("W/").strip('"')


def is_held(scope: Message, tag: str) -> bool:
    """Tell whether the client of a request has the response with a tag."""
    conditions = [value for name, value in scope["headers"] if name == b"if-none-match"]
    if not (conditions and tag) or scope["method"] == "POST":
        return False
    return parse_etags(b",".join(conditions).decode("latin-1")).contains_weak(tag)


def not_modified(start: Message) -> Message:
    """Give the message that begins a 304 in place of a response."""
    headers = [(name, value) for name, value in start["headers"] if name not in _NOT_IN_304]
    return {**start, "status": HTTPStatus.NOT_MODIFIED.value, "headers": headers}


@dataclass
class Conditional:
    """Passes a response on, or a 304 in its place.

    Whoever made the response did it whole, since only so its tag is known; before this, it can be kept for others.
    """

    scope: Message
    send: Send
    _is_held: bool = False

    async def __call__(self, message: Message) -> None:
        """Take a message of ASGI."""
        if message["type"] == "http.response.start":
            self._is_held = message["status"] == HTTPStatus.OK and is_held(self.scope, tag_of(message))
            await self.send(not_modified(message) if self._is_held else message)
        elif not self._is_held:
            await self.send(message)
        elif not message.get("more_body", False):
            await self.send({**message, "body": b""})
