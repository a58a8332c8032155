"""HTTP requests that another thread may break off, and whose waiting is timed."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.request
from contextlib import contextmanager, suppress
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.store.remote.credentials import Credentials

CHUNK_BYTES = 64 * 1024


class CallFailed(Exception):
    """There is no answer, or no more of it."""


class CallTimeout(CallFailed):
    """The other side was waited for as long as was allowed."""


class Call:
    """One request. It waits for the other side so many seconds, all waiting together, and no longer."""

    def __init__(self, *, patience_seconds: float) -> None:
        self._left = patience_seconds
        self._lock = Lock()
        self._socket: socket.socket | None = None
        self._is_aborted = False
        self._response: http.client.HTTPResponse | None = None

    def open(self, request: urllib.request.Request, transport: Transport) -> http.client.HTTPResponse:
        """Send the request and wait for the head of its answer; raise CallFailed, or HTTPError for a refusal."""
        opener = transport.opener(self)
        with self._waiting() as seconds:
            self._response = opener.open(request, timeout=seconds)
        return self._response

    def read(self, size: int = CHUNK_BYTES) -> bytes:
        """Give the bytes that come next, none at the end; raise CallFailed where they break off before it."""
        response, connection = self._response, self._socket
        assert response is not None, "a call is opened first"
        assert connection is not None, "an opened call is connected"
        with self._waiting() as seconds:
            connection.settimeout(seconds)
            data = response.read1(size)
        if not data and response.length:
            raise CallFailed("the answer is shorter than it says")
        return data

    @property
    def tells_its_end(self) -> bool:
        """Whether the answer says where it ends; else one that breaks off looks whole."""
        response = self._response
        return response is not None and (response.chunked or response.length is not None)

    def watch(self, connection: socket.socket) -> None:
        """Take note of the connection that the request goes over."""
        with self._lock:
            self._socket = connection
            if self._is_aborted:
                _shut(connection)

    def abort(self) -> None:
        """Break the request off; whoever waits for it, in whatever thread, waits no more."""
        with self._lock:
            self._is_aborted = True
            if self._socket is not None:
                _shut(self._socket)

    def close(self) -> None:
        """Hang up."""
        if self._response is not None:
            self._response.close()

    @contextmanager
    def _waiting(self) -> Iterator[float]:
        """Give the seconds that are left to wait, count those that are waited, and name what goes wrong."""
        if self._left <= 0:
            raise CallTimeout("no time is left")
        begun = time.monotonic()
        try:
            yield self._left
        except urllib.request.HTTPError:
            raise
        except (OSError, http.client.HTTPException) as error:
            raise _named(error) from error
        finally:
            self._left -= time.monotonic() - begun


def _named(error: OSError | http.client.HTTPException) -> CallFailed:
    reason = getattr(error, "reason", error)  # urllib wraps what the socket said
    if isinstance(reason, TimeoutError):
        return CallTimeout("it takes too long")
    return CallFailed(str(reason) or type(reason).__name__)


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):  # it is closed already
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


class Transport:
    """How requests go to an address: with credentials where they are asked for, over proxies of the environment.

    Redirects are not followed: whoever set the address is told where it has moved.
    """

    def __init__(self, address: str, credentials: Credentials | None = None) -> None:
        self._context = ssl.create_default_context() if address.startswith("https:") else None
        self._credentials = credentials
        self._passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if credentials is not None:
            self._passwords.add_password(None, address, credentials.user, credentials.password)
        self._basic = ""

    def opener(self, call: Call) -> urllib.request.OpenerDirector:
        """Give what opens the request of a call."""
        opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.UnknownHandler(),
            _Http(call),
            _Https(call, self._context),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            *self._authentication(),
        ):
            opener.add_handler(handler)
        return opener

    def authorize(self, request: urllib.request.Request) -> None:
        """Give the password at once to who has asked for it in clear before; others are never given it in clear."""
        if self._basic:
            request.add_unredirected_header("Authorization", self._basic)

    def remember_basic(self, request: urllib.request.Request) -> None:
        """Take note of what was given to who asked for the password in clear."""
        self._basic = request.get_header("Authorization") or ""

    def _authentication(self) -> tuple[urllib.request.BaseHandler, ...]:
        # They count their attempts, so each request has its own.
        if self._credentials is None:
            return ()
        return (urllib.request.HTTPDigestAuthHandler(self._passwords), _Basic(self._passwords, self))


class _Basic(urllib.request.HTTPBasicAuthHandler):
    def __init__(self, passwords: urllib.request.HTTPPasswordMgr, transport: Transport) -> None:
        super().__init__(passwords)
        self._transport = transport

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        self._transport.authorize(req)
        return req

    https_request = http_request

    def retry_http_basic_auth(self, host: str, req: urllib.request.Request, realm: str) -> Any:  # noqa: ANN401 - urllib's
        response = super().retry_http_basic_auth(host, req, realm)
        self._transport.remember_basic(req)
        return response


class _Connection(http.client.HTTPConnection):
    def __init__(self, host: str, *, call: Call, **options: Any) -> None:  # noqa: ANN401 - urllib's
        super().__init__(host, **options)
        self._call = call

    def connect(self) -> None:
        super().connect()
        self._call.watch(self.sock)


class _SecureConnection(http.client.HTTPSConnection):
    def __init__(self, host: str, *, call: Call, **options: Any) -> None:  # noqa: ANN401 - urllib's
        super().__init__(host, **options)
        self._call = call

    def connect(self) -> None:
        super().connect()
        self._call.watch(self.sock)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, call: Call) -> None:
        super().__init__()
        self._call = call

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Connection, call=self._call), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, call: Call, context: ssl.SSLContext | None) -> None:
        super().__init__()
        self._call = call
        self._secure = context

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_SecureConnection, call=self._call, context=self._secure), req)
