"""A worker: answers one query at a time, in a process that may be killed at any moment."""

from __future__ import annotations

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
from kgpub.store.contract import Form, Head, Lane, Query
from kgpub.store.dataset import dataset_options
from kgpub.store.embedded import kernel
from kgpub.store.embedded.frames import error_packet, receive_query
from kgpub.store.embedded.reader import Reader
from kgpub.store.embedded.syntax import refusal, syntax_error
from kgpub.store.embedded.writer import AnswerWriter
from kgpub.store.sparql import calls_services, is_volatile

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import QuerySolutions

    from kgpub.store.settings import EngineSettings

    Results = QuerySolutions | QueryBoolean | QueryTriples

MEBIBYTE = 1024 * 1024
DONE, LEAVING = b"done", b"leaving"  # what is said to the dispatcher after each query
NICE = 19  # public queries leave the cores to pages

_NO_SERVICE = "SERVICE is off here: this server calls no other. Query the other endpoint yourself."


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
        idle_bytes = used_bytes = kernel.data_bytes()
        while (received := self._next()) is not None:
            kernel.limit_memory(used_bytes + self._allowance_bytes)
            connection, size = received
            with connection:
                self._serve(store, connection, size)
            used_bytes = kernel.data_bytes()
            if used_bytes - idle_bytes > self._allowance_bytes // 2:
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
        return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=descriptors[0]), int(message)

    def _serve(self, store: Store, connection: socket.socket, size: int) -> None:
        connection.settimeout(self.settings.stall_seconds)
        try:
            query = receive_query(connection, size)
            self._answer(store, connection, query)
        except EngineError as error:
            _tell(connection, error_packet(error))
        except OSError:
            return  # the reader went away or stalls: there is nobody to tell
        finally:
            kernel.stop_deadline()

    def _answer(self, store: Store, connection: socket.socket, query: Query) -> None:
        seconds = min(query.timeout_seconds or self.settings.deadline_seconds, self.settings.deadline_seconds)
        kernel.start_deadline(seconds)
        # The setting is the endpoint's: pages are made of all graphs, whatever it says.
        union = query.lane is Lane.PAGE or self.settings.default_graph == "union"
        results = evaluate(Store() if query.head_only else store, query, union=union)
        try:
            self._write(results, connection, query)
        except MemoryError as error:
            raise QueryMemory("The query used up its memory. Ask for less at once.") from error
        except PermissionError as error:
            raise QueryForbidden(_NO_SERVICE) from error
        except (RuntimeError, ValueError) as error:
            raise QueryFault(f"The query could not be evaluated: {error}") from error

    def _write(self, results: Results, connection: socket.socket, query: Query) -> None:
        form, serialization = _negotiated(results, query)
        head = Head(form, serialization.media_type, coding=query.coding, is_volatile=is_volatile(query.text))
        writer = AnswerWriter(self._reader(connection), head, at_first=kernel.stop_wall_clock)
        if not query.head_only:
            results.serialize(cast("IO[bytes]", writer), serialization)  # type: ignore[arg-type]  # it fits the form
        writer.finish()


def _negotiated(results: Results, query: Query) -> tuple[Form, RdfFormat | QueryResultsFormat]:
    if isinstance(results, QueryTriples):
        if (graph := RdfFormat.from_media_type(query.graph or "")) is None:
            raise NotAcceptable("The query gives a graph; ask for an RDF format, such as text/turtle.")
        return Form.GRAPH, graph
    if (rows := QueryResultsFormat.from_media_type(query.results or "")) is None:
        raise NotAcceptable("The query gives rows; ask for a results format, such as text/csv.")
    return Form.BOOLEAN if isinstance(results, QueryBoolean) else Form.SOLUTIONS, rows


def evaluate(store: Store, query: Query, *, union: bool) -> Results:
    """Start a query on a store; raise QuerySyntaxError or QueryForbidden."""
    if calls_services(query.text):
        raise QueryForbidden(_NO_SERVICE)
    try:
        return store.query(query.text, base_iri=query.base or None, **dataset_options(query, union=union))
    except SyntaxError as error:
        raise syntax_error(query.text, str(error), base=query.base) from error
    except UnicodeError as error:
        raise QuerySyntaxError(f"The query is not Unicode text: {error}") from error
    except RuntimeError as error:
        raise refusal(str(error)) from error


def _tell(connection: socket.socket, packet: bytes) -> None:
    try:
        connection.send(packet)
    except OSError:
        return  # the reader went away


def reset_signals() -> None:
    """Let the kernel's default stand for each signal that the dispatcher handles: a worker just ends."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
