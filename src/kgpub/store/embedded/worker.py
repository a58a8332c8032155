"""A worker: answers one query at a time, in a process that may be killed at any moment."""

from __future__ import annotations

import io
import os
import signal
import socket
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store

from kgpub.errors import (
    EngineError,
    NotAcceptable,
    QueryFault,
    QueryForbidden,
    QueryMemory,
    QuerySyntaxError,
)
from kgpub.store.contract import Form, Lane, Query
from kgpub.store.dataset import dataset_options
from kgpub.store.embedded import kernel
from kgpub.store.embedded.frames import DATA, END, PACKET_BYTES, Head, encode_error, receive_query
from kgpub.store.embedded.reader import Reader
from kgpub.store.embedded.syntax import syntax_error
from kgpub.store.sparql import calls_services

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import QuerySolutions

    from kgpub.store.settings import EngineSettings

MEBIBYTE = 1024 * 1024
DONE, LEAVING = b"done", b"leaving"  # what is said to the dispatcher after each query
NICE = 19  # public queries leave the cores to pages

_NO_SERVICE = "SERVICE is off here: this server calls no other. Query the other endpoint yourself."


class AnswerWriter(io.RawIOBase):
    """A file whose bytes become frames. The head goes out with the first full frame, or at the end.

    Until then nothing was said, so that a query that fails early is a clean failure.
    """

    def __init__(self, reader: Reader, head: Head) -> None:
        self._reader = reader
        self._head = head
        self._buffer = bytearray()
        self._started = False

    def writable(self) -> bool:
        """Tell pyoxigraph that it may write."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # pyoxigraph writes bytes only
        """Take bytes; send what fills a frame."""
        self._buffer += data
        while len(self._buffer) >= PACKET_BYTES:
            self._send(bytes(self._buffer[:PACKET_BYTES]))
            del self._buffer[:PACKET_BYTES]
        return len(data)

    def finish(self) -> None:
        """Send the rest and the end frame, which alone says that the answer is complete."""
        self._send(bytes(self._buffer))
        self._reader.send(END)

    def _send(self, data: bytes) -> None:
        if not self._started:
            self._started = True
            kernel.stop_wall_clock()
            self._reader.send(self._head.encode())
        if data:
            self._reader.send(DATA + data)


@dataclass(frozen=True)
class Worker:
    """What a worker process is made of. `control` leads to the dispatcher."""

    control: socket.socket
    lane: Lane
    open_store: Callable[[], Store]
    settings: EngineSettings

    def run(self) -> None:
        """Answer queries until the dispatcher closes the control socket."""
        if self.lane is Lane.PUBLIC:
            os.nice(NICE)
        store = self.open_store()
        idle_bytes = kernel.data_bytes()
        while (received := self._next()) is not None:
            connection, size = received
            with connection:
                self._serve(store, connection, size)
            if kernel.data_bytes() - idle_bytes > self._allowance_bytes // 2:
                self.control.send(LEAVING)  # what a heavy query left behind goes with the process
                return
            self.control.send(DONE)

    @property
    def _allowance_bytes(self) -> int:
        return self.settings.memory_megabytes * MEBIBYTE

    def _reader(self, connection: socket.socket) -> Reader:
        return Reader(connection, self.settings.stall_seconds, self.settings.slowest_reader_kilobytes)

    def _next(self) -> tuple[socket.socket, int] | None:
        message, descriptors, _, _ = socket.recv_fds(self.control, 64, 1)
        if not message:
            return None
        return socket.socket(fileno=descriptors[0]), int(message)

    def _serve(self, store: Store, connection: socket.socket, size: int) -> None:
        connection.settimeout(self.settings.stall_seconds)
        try:
            query = receive_query(connection, size)
            self._answer(store, connection, query)
        except EngineError as error:
            _tell(connection, encode_error(error))
        except OSError:
            return  # the reader went away or stalls: there is nobody to tell
        finally:
            kernel.stop_deadline()

    def _answer(self, store: Store, connection: socket.socket, query: Query) -> None:
        kernel.allow_memory(self._allowance_bytes)
        seconds = min(query.timeout_seconds or self.settings.deadline_seconds, self.settings.deadline_seconds)
        kernel.start_deadline(seconds)
        # The setting is the endpoint's: pages are made of all graphs, whatever it says.
        union = query.lane is Lane.PAGE or self.settings.default_graph == "union"
        results = evaluate(store, query, union=union)
        try:
            self._write(results, connection, query)
        except MemoryError as error:
            raise QueryMemory("The query used up its memory. Ask for less at once.") from error
        except PermissionError as error:
            raise QueryForbidden(_NO_SERVICE) from error
        except (RuntimeError, ValueError) as error:
            raise QueryFault(f"The query could not be evaluated: {error}") from error

    def _write(
        self, results: QuerySolutions | QueryBoolean | QueryTriples, connection: socket.socket, query: Query
    ) -> None:
        if isinstance(results, QueryTriples):
            graph_format = RdfFormat.from_media_type(query.graph or "")
            if graph_format is None:
                raise NotAcceptable("The query gives a graph; ask for an RDF format, such as text/turtle.")
            writer = AnswerWriter(self._reader(connection), Head(Form.GRAPH, graph_format.media_type))
            results.serialize(cast("IO[bytes]", writer), graph_format)
        else:
            results_format = QueryResultsFormat.from_media_type(query.results or "")
            if results_format is None:
                raise NotAcceptable("The query gives rows; ask for a results format, such as text/csv.")
            form = Form.BOOLEAN if isinstance(results, QueryBoolean) else Form.SOLUTIONS
            writer = AnswerWriter(self._reader(connection), Head(form, results_format.media_type))
            results.serialize(cast("IO[bytes]", writer), results_format)
        writer.finish()


def evaluate(store: Store, query: Query, *, union: bool) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Start a query on a store; raise QuerySyntaxError or QueryForbidden."""
    if calls_services(query.text):
        raise QueryForbidden(_NO_SERVICE)
    try:
        return store.query(query.text, base_iri=query.base or None, **dataset_options(query, union=union))
    except SyntaxError as error:
        raise syntax_error(query.text, str(error), base=query.base) from error
    except UnicodeError as error:
        raise QuerySyntaxError(f"The query is not Unicode text: {error}") from error


def _tell(connection: socket.socket, packet: bytes) -> None:
    try:
        connection.send(packet)
    except OSError:
        return  # the reader went away


def reset_signals() -> None:
    """Let the kernel's default stand for each signal that the dispatcher handles: a worker just ends."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
