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
from kgpub.store.dataset import view
from kgpub.store.embedded import kernel
from kgpub.store.embedded.control import BEGINNING, DONE, GO, LEAVING, SENDING, WORD_BYTES, Assignment
from kgpub.store.embedded.frames import FIRST_PACKET_BYTES, error_packet, receive_query
from kgpub.store.embedded.reader import Reader
from kgpub.store.embedded.syntax import refusal, syntax_error
from kgpub.store.embedded.writer import AnswerWriter
from kgpub.store.sharing import StoredDataset
from kgpub.store.sparql import calls_services, is_volatile

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import QuerySolutions

    from kgpub.store.settings import EngineSettings

    Results = QuerySolutions | QueryBoolean | QueryTriples

MEBIBYTE = 1024 * 1024
HELD_BYTES = MEBIBYTE  # of an answer on trial: until then nobody knows whether it is a long one
NICE = 19  # public queries leave the cores to pages

_NO_SERVICE = "SERVICE is off here: this server calls no other. Query the other endpoint yourself."


@dataclass(frozen=True)
class Worker:
    """What a worker process is made of. `control` leads to the dispatcher."""

    control: socket.socket
    lane: Lane
    open_store: Callable[[], StoredDataset]
    settings: EngineSettings

    def run(self) -> None:
        """Answer queries until the dispatcher closes the control socket."""
        if self.lane is Lane.PUBLIC:
            os.nice(NICE)
        dataset = self.open_store()
        idle_bytes = used_bytes = kernel.data_bytes()
        kernel.limit_memory(used_bytes + self._allowance_bytes)  # before it waits: nobody waits for this
        while (received := self._next()) is not None:
            connection, assignment = received
            with connection:
                self._serve(dataset, connection, assignment)
            used_bytes = kernel.data_bytes()
            kernel.limit_memory(used_bytes + self._allowance_bytes)
            if used_bytes - idle_bytes > self._allowance_bytes // 2:
                self.control.send(LEAVING)  # what a heavy query left behind goes with the process
                return
            self.control.send(DONE)

    @property
    def _allowance_bytes(self) -> int:
        return self.settings.memory_megabytes * MEBIBYTE

    def _next(self) -> tuple[socket.socket, Assignment] | None:
        message, descriptors, _, _ = socket.recv_fds(self.control, FIRST_PACKET_BYTES, 1)
        if not message:
            return None
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=descriptors[0])
        return connection, Assignment.decode(message)

    def _serve(self, dataset: StoredDataset, connection: socket.socket, assignment: Assignment) -> None:
        connection.settimeout(self.settings.stall_seconds)
        try:
            query = receive_query(connection, assignment.size, assignment.body)
            self._answer(dataset, connection, query, on_trial=assignment.on_trial)
        except _TakenOffError:
            return  # another worker begins anew
        except EngineError as error:
            _tell(connection, error_packet(error))
        except OSError:
            return  # the reader went away or stalls: there is nobody to tell
        finally:
            kernel.stop_deadline()

    def _answer(self, dataset: StoredDataset, connection: socket.socket, query: Query, *, on_trial: bool) -> None:
        longest = self.settings.deadline_seconds
        kernel.start_deadline(min(query.timeout_seconds or longest, longest))
        # The setting is the endpoint's: pages are made of all graphs, whatever it says.
        union = query.lane is Lane.PAGE or self.settings.default_graph == "union"
        results = evaluate(StoredDataset(Store()) if query.head_only else dataset, query, union=union)
        try:
            self._write(results, connection, query, on_trial=on_trial)
        except MemoryError as error:
            raise QueryMemory("The query used up its memory. Ask for less at once.") from error
        except PermissionError as error:
            raise QueryForbidden(_NO_SERVICE) from error
        except (RuntimeError, ValueError) as error:
            raise QueryFault(f"The query could not be evaluated: {error}") from error

    def _write(self, results: Results, connection: socket.socket, query: Query, *, on_trial: bool) -> None:
        form, serialization = _negotiated(results, query)
        head = Head(form, serialization.media_type, coding=query.coding, is_volatile=is_volatile(query.text))
        reader = Reader(connection, self.settings.stall_seconds, self.settings.slowest_reader_kilobytes)
        if on_trial:
            writer = AnswerWriter(reader, head, at_first=self._ask_to_begin, held_bytes=HELD_BYTES)
        else:
            writer = AnswerWriter(reader, head, at_first=_begin)
        if not query.head_only:
            results.serialize(cast("IO[bytes]", writer), serialization)  # type: ignore[arg-type]  # it fits the form
        writer.finish()

    def _ask_to_begin(self, is_complete: bool) -> None:
        self.control.send(SENDING if is_complete else BEGINNING)
        if self.control.recv(WORD_BYTES) != GO:
            raise _TakenOffError
        kernel.stop_wall_clock()


class _TakenOffError(Exception):
    """The query takes long, and others wait for the worker."""


def _begin(_is_complete: bool) -> None:
    kernel.stop_wall_clock()


def _negotiated(results: Results, query: Query) -> tuple[Form, RdfFormat | QueryResultsFormat]:
    if isinstance(results, QueryTriples):
        if (graph := RdfFormat.from_media_type(query.graph or "")) is None:
            raise NotAcceptable("The query gives a graph; ask for an RDF format, such as text/turtle.")
        return Form.GRAPH, graph
    if (rows := QueryResultsFormat.from_media_type(query.results or "")) is None:
        raise NotAcceptable("The query gives rows; ask for a results format, such as text/csv.")
    return Form.BOOLEAN if isinstance(results, QueryBoolean) else Form.SOLUTIONS, rows


def evaluate(dataset: StoredDataset, query: Query, *, union: bool) -> Results:
    """Start a query on a dataset; raise QuerySyntaxError or QueryForbidden."""
    if calls_services(query.text):
        raise QueryForbidden(_NO_SERVICE)
    try:
        seen = view(dataset, query, union=union)
        return seen.store.query(query.text, base_iri=query.base or None, **seen.options)
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
