"""The way from ASGI to Flask: one thread a request, and an honest end.

Flask speaks WSGI, where a stream that fails half-way ends like one that is complete. Here it does not: the response is
left without its last frame, and the server breaks the connection off, so that no client takes a part for the whole.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_to_bytes

from kgpub.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, MutableMapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

WHOLE_BYTES = 1024 * 1024

logger = logging.getLogger(__name__)


class ClientGone(Exception):
    """The client hung up; what is left of the answer is nobody's."""


@dataclass
class Response:
    """What WSGI's start_response was told."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)

    def start(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        """Take status and headers, as WSGI gives them."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return _refuse_to_write

    @property
    def is_whole(self) -> bool:
        """Whether the length is known and not great, so that the body is sent at once."""
        return any(name == b"content-length" and int(value) <= WHOLE_BYTES for name, value in self.headers)

    def message(self) -> Message:
        """Give the ASGI message that starts the response."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


class Gateway:
    """Lets a WSGI application answer requests of ASGI."""

    def __init__(self, application: WSGIApplication, *, threads: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def live(self, scope: Message, receive: Receive, send: Send) -> None:
        """Follow the server's life."""
        while scope["type"] == "lifespan":
            event = (await receive())["type"]
            await send({"type": f"{event}.complete"})
            if event == "lifespan.shutdown":
                return

    async def respond(self, scope: Message, body: bytes, receive: Receive, send: Send) -> None:
        """Answer one request, whose body was read."""
        environ = environment(scope, body)
        exchange = _Exchange(asyncio.get_running_loop(), send)
        watcher = asyncio.ensure_future(_watch(receive, exchange))
        try:
            await exchange.loop.run_in_executor(self._pool, exchange.run, self._application, environ)
        finally:
            watcher.cancel()


@dataclass
class _Exchange:
    """One response on its way from a thread to the event loop."""

    loop: asyncio.AbstractEventLoop
    send: Send
    is_gone: bool = False

    def run(self, application: WSGIApplication, environ: WSGIEnvironment) -> None:
        """Run the application and send what it gives. Runs in a thread."""
        response = Response()
        body = application(environ, cast("StartResponse", response.start))
        try:
            self._stream(response, body, is_head=environ["REQUEST_METHOD"] == "HEAD")
        except ClientGone:
            return
        except EngineError as error:
            logger.warning("an answer was broken off: %s", type(error.__cause__ or error).__name__)
        finally:
            if close := getattr(body, "close", None):
                close()

    def _stream(self, response: Response, body: Iterable[bytes], *, is_head: bool) -> None:
        if is_head or response.is_whole:
            self._emit(response.message(), _part(b"" if is_head else b"".join(body), is_last=True))
            return
        chunks = (chunk for chunk in body if chunk)
        first = next(chunks, b"")  # runs the application's generator up to its first bytes: headers are final then
        self._emit(response.message(), _part(first))
        for chunk in chunks:
            self._emit(_part(chunk))
        self._emit(_part(b"", is_last=True))

    def _emit(self, *messages: Message) -> None:
        if self.is_gone:
            raise ClientGone
        asyncio.run_coroutine_threadsafe(_sent(self.send, messages), self.loop).result()


def _part(body: bytes, *, is_last: bool = False) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": not is_last}


async def _sent(send: Send, messages: Iterable[Message]) -> None:
    for message in messages:
        await send(message)


async def _watch(receive: Receive, exchange: _Exchange) -> None:
    """Wait for the client to hang up."""
    while (await receive())["type"] != "http.disconnect":
        continue
    exchange.is_gone = True


async def read_body(scope: Message, receive: Receive, *, limit: int) -> bytes:
    """Read a request's body; of one that has more than `limit` bytes only as much as shows that."""
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return b""
    body, more = bytearray(), True
    while more and len(body) <= limit:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


def environment(scope: Message, body: bytes) -> WSGIEnvironment:
    """Give a request as WSGI has it, with the path as it was sent besides (`RAW_PATH`): WSGI shows it decoded."""
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    server, port = scope.get("server") or ("localhost", 80)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "RAW_PATH": raw_path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_header(environ: WSGIEnvironment, name: str, value: str) -> None:
    key = name.upper().replace("-", "_")
    if key in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
        return  # the body was read: what was read counts, not what was announced
    if key != "CONTENT_TYPE":
        key = f"HTTP_{key}"
    environ[key] = f"{environ[key]},{value}" if key in environ else value


def _refuse_to_write(_data: bytes) -> None:
    raise NotImplementedError("WSGI's write() is of before 2003; Flask gives iterables")
