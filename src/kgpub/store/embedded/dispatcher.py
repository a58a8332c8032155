"""The dispatcher: takes queries in, hands each to a free worker, and says why a worker died.

It is single-threaded and never touches a query. It keeps a duplicate of every connection that it handed on, so that
it can end a broken answer in words, and so that it notices when a client goes away.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kgpub.errors import EngineBusy, EngineError, EngineUnavailable, QueryFault, QueryMemory, QueryTimeout, ReleaseError
from kgpub.store.contract import Lane
from kgpub.store.embedded import kernel
from kgpub.store.embedded.frames import HEADER_BYTES, Header, error_packet
from kgpub.store.embedded.queue import FairQueue
from kgpub.store.embedded.worker import LEAVING, Worker, reset_signals

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Store

    from kgpub.store.settings import EngineSettings

GONE = select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR
TICK_SECONDS = 0.1
ABANDONED_SECONDS = 0.2  # a client that has its whole answer hangs up before its worker reports
PAGE_QUEUE_LENGTH = 1024  # pages come from our own web processes, which bound them
SPARE_FILES = 32  # kept for the sockets of workers; a connection that would need one of them is refused
STILLBORN_SECONDS = 0.5
MOST_STILLBORN = 100
DRAIN_SECONDS = 15.0  # longer than a web request goes on between two queries of the same page


@dataclass(eq=False)
class Job:
    """A query on its way: waiting in a queue, or in the hands of a worker."""

    connection: socket.socket
    header: Header
    since: float = field(default_factory=time.monotonic)
    abandoned_at: float | None = None


@dataclass(eq=False)
class Process:
    """A worker process as the dispatcher sees it."""

    pid: int
    lane: Lane
    control: socket.socket
    born: float = field(default_factory=time.monotonic)
    job: Job | None = None


class Dispatcher:
    """Runs the engine process. `open_store` is called in each worker, after the fork."""

    def __init__(self, listener: socket.socket, *, open_store: Callable[[], Store], settings: EngineSettings) -> None:
        self._listener = listener
        self._open_store = open_store
        self._settings = settings
        self._epoll = select.epoll()
        self._handlers: dict[int, Callable[[int], None]] = {}
        self._processes: list[Process] = []
        self._jobs: set[Job] = set()
        self._queues: dict[Lane, FairQueue[Job]] = {
            Lane.PAGE: FairQueue(PAGE_QUEUE_LENGTH),
            Lane.PUBLIC: FairQueue(settings.queue_length),
        }
        self._last_file = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - SPARE_FILES
        self._retired = False
        self._stillborn = 0
        self._last_used = time.monotonic()

    def run(self) -> None:
        """Serve until SIGTERM; after SIGUSR1, until no query has come for a while."""
        self._watch(self._listener, select.EPOLLIN, self._accept)
        for lane, count in (
            (Lane.PAGE, self._settings.page_workers),
            (Lane.PUBLIC, self._settings.public_workers),
        ):
            for _ in range(count):
                self._fork(lane)
        while not self._is_drained():
            self._handle(self._epoll.poll(TICK_SECONDS))
            self._end_overdue()

    def _handle(self, ready: list[tuple[int, int]]) -> None:
        # A handler may close a socket, and another of the same number may be made, before its turn comes: an event is
        # for the handler that was there when it came, or for nobody.
        expected = [(descriptor, events, self._handlers.get(descriptor)) for descriptor, events in ready]
        for descriptor, events, handler in expected:
            if handler is not None and self._handlers.get(descriptor) is handler:
                handler(events)

    # -- life of the process

    def retire(self, _number: int = 0, _frame: object = None) -> None:
        """Take queries as before, and end once none has come for a while. May stand as a signal's handler."""
        self._retired = True
        self._last_used = time.monotonic()

    def _is_drained(self) -> bool:
        return self._retired and not self._jobs and time.monotonic() - self._last_used > DRAIN_SECONDS

    def _watch(self, source: socket.socket, events: int, handler: Callable[[int], None]) -> None:
        self._handlers[source.fileno()] = handler
        self._epoll.register(source.fileno(), events)

    def _forget(self, source: socket.socket) -> None:
        # The worker has a duplicate, so closing ours would leave the registration behind.
        if self._handlers.pop(source.fileno(), None) is not None:
            self._epoll.unregister(source.fileno())

    # -- taking in

    def _accept(self, _events: int) -> None:
        connection, _ = self._listener.accept()
        connection.setblocking(False)
        if connection.fileno() > self._last_file:
            _tell(connection, EngineBusy("Too many connections wait. Try again in a moment."))
            connection.close()
            return
        self._watch(connection, select.EPOLLIN | GONE, lambda _: self._read_header(connection))

    def _read_header(self, connection: socket.socket) -> None:
        self._forget(connection)
        try:
            header = Header.decode(connection.recv(HEADER_BYTES))
        except (OSError, ValueError):
            connection.close()  # whoever it was spoke no query
            return
        self._last_used = time.monotonic()
        self._take_in(Job(connection, header))

    def _take_in(self, job: Job) -> None:
        queue = self._queues[job.header.lane]
        worker = self._idle(job.header.lane)
        if worker is None and queue.is_full:
            self._refuse(job, EngineBusy("All workers are busy and the queue is full. Try again in a moment."))
            return
        self._jobs.add(job)
        if worker is not None:
            self._hand(job, worker)
            return
        queue.put(job.header.client, job)
        self._watch(job.connection, GONE, lambda _: self._drop(job))

    def _idle(self, lane: Lane) -> Process | None:
        return next((process for process in self._processes if process.lane is lane and process.job is None), None)

    def _drop(self, job: Job) -> None:
        self._queues[job.header.lane].remove(job.header.client, job)
        self._finish(job)

    def _refuse(self, job: Job, error: EngineError) -> None:
        _tell(job.connection, error)
        job.connection.close()

    # -- handing on

    def _hand(self, job: Job, process: Process) -> None:
        process.job = job
        with suppress(OSError):  # the worker died this moment: the client is told when it is buried
            socket.send_fds(process.control, [str(job.header.size).encode()], [job.connection.fileno()])
        self._watch(job.connection, GONE, lambda _: self._abandon(job))

    def _abandon(self, job: Job) -> None:
        self._forget(job.connection)
        job.abandoned_at = time.monotonic()

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for process in self._processes:
            job = process.job
            if job and job.abandoned_at is not None and now - job.abandoned_at > ABANDONED_SECONDS:
                os.kill(process.pid, signal.SIGKILL)
                job.abandoned_at = None  # once is enough: its control socket closes next
        for job in [job for job in self._jobs if self._waits_too_long(job, now)]:
            self._queues[job.header.lane].remove(job.header.client, job)
            _tell(job.connection, EngineBusy("No worker became free in time. Try again later.", retry_after=5))
            self._finish(job)

    def _waits_too_long(self, job: Job, now: float) -> bool:
        waits = all(process.job is not job for process in self._processes)
        return waits and now - job.since > self._settings.deadline_seconds

    def _finish(self, job: Job) -> None:
        self._forget(job.connection)
        job.connection.close()
        self._jobs.discard(job)
        self._last_used = time.monotonic()

    # -- workers

    def _fork(self, lane: Lane) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_worker(lane, theirs, parent)
        theirs.close()
        process = Process(pid, lane, ours)
        self._processes.append(process)
        self._watch(ours, select.EPOLLIN | GONE, lambda _: self._hear(process))
        self._feed(process)

    def _become_worker(self, lane: Lane, control: socket.socket, parent: int) -> None:
        status = 1
        try:
            kernel.die_with_parent(parent)
            kernel.leave_no_core()
            reset_signals()
            _close_all_but(control.fileno())
            _fall_silent()
            Worker(control, lane=lane, open_store=self._open_store, settings=self._settings).run()
            status = 0
        except MemoryError:
            os.abort()
        finally:
            os._exit(status)  # nothing of the dispatcher's may run in a worker, at exit neither

    def _hear(self, process: Process) -> None:
        word = process.control.recv(16)
        if not word:
            self._bury(process)
            return
        if process.job is not None:
            self._finish(process.job)
            process.job = None
        if word == LEAVING:
            self._bury(process)
        else:
            self._feed(process)

    def _feed(self, process: Process) -> None:
        job = self._queues[process.lane].take()
        if job is not None:
            self._forget(job.connection)
            self._hand(job, process)

    def _bury(self, process: Process) -> None:
        self._forget(process.control)
        process.control.close()
        self._processes.remove(process)
        _, status = os.waitpid(process.pid, 0)
        self._count_stillborn(process)
        if process.job is not None:
            _tell(process.job.connection, cause_of_death(status))
            self._finish(process.job)
        self._fork(process.lane)

    def _count_stillborn(self, process: Process) -> None:
        """End the engine where its workers die as they are born: whoever started it sees why, or tries again."""
        lived = time.monotonic() - process.born
        self._stillborn = self._stillborn + 1 if process.job is None and lived < STILLBORN_SECONDS else 0
        if self._stillborn > MOST_STILLBORN:
            raise ReleaseError("The workers of the engine cannot open the store.")


def cause_of_death(status: int) -> EngineError:
    """Read from a wait status why a worker died, as the exception that its client gets."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number in kernel.DEADLINE_SIGNALS:
        return QueryTimeout("The query did not finish before its deadline. Ask for less: add constraints or a LIMIT.")
    if number in kernel.MEMORY_SIGNALS:
        return QueryMemory("The query used up its memory. Ask for less at once, or avoid sorting a large result.")
    if number == signal.SIGKILL:
        return EngineUnavailable("The query's process was ended from outside. Try again.")
    return QueryFault("The query made its process fail; a query nested very deeply does that. Simplify it.")


def _tell(connection: socket.socket, error: EngineError) -> None:
    try:
        connection.setblocking(False)
        connection.send(error_packet(error))
    except OSError:
        return  # the client went away, or its buffer is full: it sees the connection end without END


def _fall_silent() -> None:
    """Write nothing more: what the library says when it dies may hold a visitor's query; the wait status says why."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)


def _close_all_but(descriptor: int) -> None:
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, os.sysconf("SC_OPEN_MAX"))
