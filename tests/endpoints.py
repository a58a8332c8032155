"""Real SPARQL servers on loopback, for engines that publish from one."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from tests.servers import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")


@dataclass(frozen=True)
class Addresses:
    """Where a server answers queries, takes updates, and keeps graphs."""

    query: str
    update: str
    graph_store: str


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@dataclass
class OxigraphServer:
    """A running `oxigraph serve`; with a folder, what it holds outlives it."""

    port: int
    folder: Path | None = None
    timeout_seconds: float | None = None
    process: subprocess.Popen[bytes] | None = None

    @property
    def addresses(self) -> Addresses:
        """Where it is."""
        url = f"http://127.0.0.1:{self.port}"
        return Addresses(f"{url}/query", f"{url}/update", f"{url}/store")

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--location", str(self.folder)] if self.folder else []
        command += ["--timeout-s", f"{self.timeout_seconds:.0f}"] if self.timeout_seconds else []
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        eventually(lambda: _answers(self.port))

    def kill(self) -> None:
        """End it at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def oxigraph_server(folder: Path | None = None, *, timeout_seconds: float | None = None) -> Iterator[OxigraphServer]:
    """Run an Oxigraph server."""
    server = OxigraphServer(free_port(), folder, timeout_seconds)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@dataclass(frozen=True)
class Asked:
    """A request that a middleman got."""

    method: str
    path: str
    headers: Message
    body: bytes

    @property
    def fields(self) -> dict[str, list[str]]:
        """The fields of a form."""
        return parse_qs(self.body.decode(), keep_blank_values=True)

    @property
    def query(self) -> str:
        """The query, where there is one."""
        return self.fields.get("query", [""])[0]

    @property
    def is_write(self) -> bool:
        """Whether it changes something."""
        return self.path.startswith(("/update", "/store"))


@dataclass(frozen=True)
class Given:
    """An answer of a middleman."""

    status: int
    headers: dict[str, str]
    body: bytes


Forward = Callable[[Asked], Given]
Rule = Callable[[Asked, Forward], "Given | Iterable[bytes]"]


def pass_on(asked: Asked, forward: Forward) -> Given:
    """Change nothing."""
    return forward(asked)


@dataclass
class Middleman:
    """A server that stands before another, or before none: its rule says what becomes of a request.

    A rule that gives bytes, and not an answer, has them written as they are, one after the other, and the connection
    is closed then.
    """

    target: int = 0
    rule: Rule = pass_on
    log: list[Asked] = field(default_factory=list)
    port: int = 0

    @property
    def addresses(self) -> Addresses:
        """Where it is."""
        url = f"http://127.0.0.1:{self.port}"
        return Addresses(f"{url}/query", f"{url}/update", f"{url}/store")

    def forward(self, asked: Asked) -> Given:
        """Let the one behind answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=60)
        try:
            headers = {name: value for name, value in asked.headers.items() if name.lower() != "host"}
            connection.request(asked.method, asked.path, body=asked.body, headers=headers)
            response = connection.getresponse()
            return Given(response.status, {"Content-Type": response.headers.get("Content-Type", "")}, response.read())
        finally:
            connection.close()


@contextmanager
def middleman(target: int = 0, rule: Rule = pass_on) -> Iterator[Middleman]:
    """Run a middleman."""
    man = Middleman(target, rule)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, self.headers, body)
            man.log.append(asked)
            given = man.rule(asked, man.forward)
            self.close_connection = True
            if isinstance(given, Given):
                self._write(given)
                return
            for part in given:
                self.wfile.write(part)
                self.wfile.flush()

        def _write(self, given: Given) -> None:
            self.send_response(given.status)
            for name, value in given.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(given.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(given.body)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - the server's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            with suppress(OSError):  # who asked went away
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        man.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield man
        finally:
            server.shutdown()
            thread.join()


VIRTUOSO_USER = ("dba", "dba")
_VIRTUOSO_SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 10
MaxClientConnections = 10
[SPARQL]
{most_rows}
MaxQueryExecutionTime = {seconds:.0f}
"""


@contextmanager
def virtuoso_server(folder: Path, *, timeout_seconds: float = 60, most_rows: int = 0) -> Iterator[Addresses]:
    """Run Virtuoso, with a database of its own; as Debian packages it, it gives 10,000 rows at most."""
    assert VIRTUOSO is not None, "Virtuoso is not installed"
    port = free_port()
    settings = _VIRTUOSO_SETTINGS.format(
        folder=folder,
        port=port,
        sql_port=free_port(),
        seconds=timeout_seconds,
        most_rows=f"ResultSetMaxRows = {most_rows}" if most_rows else "",
    )
    (folder / "virtuoso.ini").write_text(settings)
    command = [VIRTUOSO, "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually(lambda: _answers(port), within=90)
        url = f"http://127.0.0.1:{port}"
        yield Addresses(f"{url}/sparql", f"{url}/sparql-auth", f"{url}/sparql-graph-crud-auth")
    finally:
        process.kill()
        process.wait()
