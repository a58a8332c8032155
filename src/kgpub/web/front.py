"""The front of a web process: each request is answered from the cache, by the SPARQL endpoint, or by Flask."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException

from kgpub.errors import KgpubError
from kgpub.rdf.formats import HTML
from kgpub.web import endpoint, graph_store, protocol
from kgpub.web.answering import Exchange, coding_for
from kgpub.web.cache import Recording
from kgpub.web.clients import client_address, networks
from kgpub.web.conditions import Conditional
from kgpub.web.gateway import read_body
from kgpub.web.negotiation import choose
from kgpub.web.problems import PROBLEM
from kgpub.web.protocol import Asked, Received

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgpub.publication import Publication
    from kgpub.web.cache import ResponseCache
    from kgpub.web.gateway import Gateway, Message, Receive, Send
    from kgpub.web.shelf import Shelf

KIBIBYTE = 1024
UNWATCHED_SECONDS = 0.02  # to hear of clients costs a quick answer more than it could save
METHODS = ("GET", "HEAD", "POST")  # what changes nothing here, and may so be answered by what is kept
READERS: dict[bytes, Callable[[Received, Publication], Asked | None]] = {
    b"/sparql": lambda received, _: protocol.read(received),
    b"/graph-store": graph_store.read,
}
"""What reads a request as a query, by the path of the service."""


@dataclass(frozen=True)
class Request:
    """A request with its body, which was read."""

    scope: Message
    body: bytes
    receive: Receive

    def received(self) -> Received:
        """Give what the protocols read of it."""
        return Received(
            self.scope["query_string"].decode("latin-1"),
            self.header(b"accept"),
            self.header(b"content-type") or "",
            self.body if self.scope["method"] == "POST" else None,
        )

    def header(self, name: bytes) -> str | None:
        """Give a header; what comes several times is one list (RFC 9110, 5.3)."""
        values = [value for key, value in self.scope["headers"] if key == name]
        return b",".join(values).decode("latin-1") if values else None

    @property
    def condition(self) -> str:
        """The tags that the client holds; POST has no conditions (RFC 9110, 13.1.2)."""
        return "" if self.scope["method"] == "POST" else self.header(b"if-none-match") or ""


class Front:
    """The ASGI application. `shelf` has the publication in service."""

    def __init__(self, shelf: Shelf, gateway: Gateway, cache: ResponseCache) -> None:
        self._shelf = shelf
        self._gateway = gateway
        self._cache = cache

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's life."""
        if scope["type"] != "http":
            await self._gateway.live(scope, receive, send)
            return
        try:
            publication = await self._publication()
        except KgpubError:  # Flask meets it again, and says it
            await self._gateway.respond(scope, b"", receive, send)
            return
        limit = publication.config.engine.query_kilobytes * KIBIBYTE
        request = Request(scope, await read_body(scope, receive, limit=limit), receive)
        await self._respond(publication, request, send)

    async def _publication(self) -> Publication:
        if (held := self._shelf.held()) is not None:
            return held
        return await asyncio.to_thread(
            self._shelf.current
        )  # to open one takes a while, and others are served meanwhile

    async def _respond(self, publication: Publication, request: Request, send: Send) -> None:
        if request.scope["method"] not in METHODS:
            await self._work_out(publication, request, send)
            return
        send = Conditional(request.scope, send) if request.condition else send
        self._cache.turn_to(publication)
        key = self._cache.key(request.scope, request.body)
        if (stored := self._cache.get(key)) is not None:
            for message in stored.messages(request.scope):
                await send(message)
        elif request.scope["method"] == "HEAD":
            await self._work_out(publication, request, send)
        else:
            await self._record(key, publication, request, send)

    async def _record(self, key: bytes, publication: Publication, request: Request, send: Send) -> None:
        recording = Recording(self._cache, key, publication, send)
        try:
            await self._work_out(publication, request, recording)
        finally:
            recording.close()

    async def _work_out(self, publication: Publication, request: Request, send: Send) -> None:
        request = _from_client(publication, request)
        exchange = _exchange(publication, request)
        if exchange is None:
            await self._gateway.respond(request.scope, request.body, request.receive, send)
        else:
            await _until_gone(exchange, request, send)


def _from_client(publication: Publication, request: Request) -> Request:
    """Put the client's address where a proxy that is trusted names it."""
    if not (proxies := publication.config.server.trusted_proxies):
        return request
    peer, port = request.scope["client"]
    known = client_address(peer, request.header(b"x-forwarded-for") or "", proxies=networks(proxies))
    return replace(request, scope={**request.scope, "client": (known, port)})


def _exchange(publication: Publication, request: Request) -> Exchange | None:
    """Read a query that a program asks; None where Flask is to answer: pages, forms, and requests with mistakes."""
    if (asked := _asked(publication, request)) is None:
        return None
    return Exchange(
        publication,
        asked,
        client=(request.scope.get("client") or ("",))[0],
        is_head=request.scope["method"] == "HEAD",
        if_none_match=request.condition,
        coding=coding_for(request.header(b"accept-encoding") or ""),
    )


def _asked(publication: Publication, request: Request) -> Asked | None:
    reader = READERS.get(request.scope["raw_path"].rstrip(b"/"))
    if reader is None or request.scope["method"] not in METHODS or _is_for_flask(publication, request):
        return None
    try:
        asked = reader(request.received(), publication)
    except HTTPException:
        return None
    return None if asked is None or asked.wants_page else asked


def _is_for_flask(publication: Publication, request: Request) -> bool:
    hosts, settings = publication.config.server.hosts, publication.config.engine
    is_elsewhere = bool(hosts) and request.header(b"host") not in hosts
    is_too_large = len(request.body) > settings.query_kilobytes * KIBIBYTE
    return is_elsewhere or is_too_large or choose(request.header(b"accept"), (PROBLEM, HTML)) is HTML


async def _until_gone(exchange: Exchange, request: Request, send: Send) -> None:
    """Answer; where the client hangs up before, give up, which frees the worker."""
    watch = _Watch(asyncio.current_task(), request.receive)
    try:
        await endpoint.respond(exchange, send)
    except asyncio.CancelledError:
        return
    finally:
        watch.end()


class _Watch:
    """Cancels a task when its client has gone. Most answers are there before it looks, which costs them nothing."""

    def __init__(self, task: asyncio.Task[None] | None, receive: Receive) -> None:
        self._task = task
        self._receive = receive
        self._begin = asyncio.get_running_loop().call_later(UNWATCHED_SECONDS, self._look)
        self._looking: asyncio.Task[None] | None = None

    def end(self) -> None:
        """Look no longer."""
        self._begin.cancel()
        if self._looking is not None:
            self._looking.cancel()

    def _look(self) -> None:
        self._looking = asyncio.ensure_future(self._cancel_when_gone())

    async def _cancel_when_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            continue
        if self._task is not None:
            self._task.cancel()
