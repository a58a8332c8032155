"""The workers of one lane: forked, given jobs, listened to, buried, and forked again."""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn, Protocol

from kgpub.errors import EngineUnavailable, QueryFault, QueryMemory, QueryTimeout, ReleaseError
from kgpub.store.embedded import kernel
from kgpub.store.embedded.control import BEGINNING, GO, LEAVING, SENDING, STOP, WORD_BYTES, Assignment
from kgpub.store.embedded.watch import GONE, READABLE
from kgpub.store.embedded.worker import reset_signals

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgpub.errors import EngineError
    from kgpub.store.embedded.jobs import Job
    from kgpub.store.embedded.watch import Watch

STILLBORN_SECONDS = 0.5
MOST_STILLBORN = 100


@dataclass(eq=False)
class Process:
    """A worker process as the engine process sees it."""

    pid: int
    control: socket.socket
    born: float = field(default_factory=time.monotonic)
    job: Job | None = None
    is_new: bool = True  # it never had a job
    cpu_before: float = 0.0  # its job

    @property
    def worked_seconds(self) -> float:
        """CPU time that its job has had."""
        return kernel.cpu_seconds(self.pid) - self.cpu_before

    def hear(self) -> bytes:
        """Give its next word; none when it has ended."""
        try:
            return self.control.recv(WORD_BYTES)
        except ConnectionResetError:  # it ended without having read what it was told
            return b""

    def kill(self) -> None:
        """End it; its job comes back when it is buried."""
        os.kill(self.pid, signal.SIGKILL)


class Desk(Protocol):
    """Whoever gives a pool its jobs, and hears what becomes of them."""

    def give_out(self) -> None:
        """Give jobs to idle workers."""

    def may_send(self, job: Job, *, is_complete: bool) -> bool:
        """Decide whether a job on trial may send what is more than a packet; else its worker gives it up."""

    def take_back(self, job: Job, error: EngineError | None) -> None:
        """Take back a job that its worker is rid of; the error says of what the worker died, if it did."""


class Pool:
    """So many processes, each of which runs `work` with a socket that leads here."""

    def __init__(self, count: int, watch: Watch, *, work: Callable[[socket.socket], None]) -> None:
        self._count = count
        self._watch = watch
        self._work = work
        self._processes: list[Process] = []
        self._stillborn = 0

    def open(self, desk: Desk) -> None:
        """Fork the workers, who get their jobs at a desk."""
        for _ in range(self._count):
            self._fork(desk)

    @property
    def idle(self) -> Process | None:
        """A worker without a job."""
        return next((process for process in self._processes if process.job is None), None)

    @property
    def busy(self) -> list[tuple[Process, Job]]:
        """The workers that have jobs, with these."""
        return [(process, process.job) for process in self._processes if process.job is not None]

    def hand(self, process: Process, job: Job) -> None:
        """Give a job to an idle worker."""
        process.job = job
        process.is_new = False
        process.cpu_before = kernel.cpu_seconds(process.pid)
        message = Assignment(job.header.size, job.body, on_trial=not job.has_place).encode()
        with suppress(OSError):  # the worker died this moment: the client is told when it is buried
            socket.send_fds(process.control, [message], [job.connection.fileno()])

    def _fork(self, desk: Desk) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_worker(theirs, parent)
        theirs.close()
        process = Process(pid, ours)
        self._processes.append(process)
        self._watch.watch(ours, READABLE | GONE, lambda: self._hear(process, desk))

    def _become_worker(self, control: socket.socket, parent: int) -> NoReturn:
        status = 1
        try:
            kernel.die_with_parent(parent)
            kernel.leave_no_core()
            reset_signals()
            _close_all_but(control.fileno())
            _fall_silent()
            self._work(control)
            status = 0
        except MemoryError:
            os.abort()
        finally:
            os._exit(status)  # nothing of the engine process's may run in a worker, at exit neither

    def _hear(self, process: Process, desk: Desk) -> None:
        word = process.hear()
        job = process.job
        if job is not None and word in (BEGINNING, SENDING):
            may = desk.may_send(job, is_complete=word == SENDING)
            with suppress(OSError):
                process.control.send(GO if may else STOP)
            return
        process.job = None
        cause = self._bury(process, desk) if word in (b"", LEAVING) else None
        if job is not None:
            desk.take_back(job, None if word else cause)
        desk.give_out()

    def _bury(self, process: Process, desk: Desk) -> EngineError:
        """Put another process in the place of one that ends; give what it died of."""
        self._watch.forget(process.control)
        process.control.close()
        self._processes.remove(process)
        _, status = os.waitpid(process.pid, 0)
        self._count_stillborn(process, status)
        self._fork(desk)
        return cause_of_death(status)

    def _count_stillborn(self, process: Process, status: int) -> None:
        """End the engine where its workers die as they are born: whoever started it sees why, or tries again."""
        if is_killed(status):
            return  # by somebody who might have met any worker: it says nothing of the store
        lived = time.monotonic() - process.born
        self._stillborn = self._stillborn + 1 if process.is_new and lived < STILLBORN_SECONDS else 0
        if self._stillborn > MOST_STILLBORN:
            raise ReleaseError("The workers of the engine cannot open the store.")


def is_killed(status: int) -> bool:
    """Read from a wait status whether a worker was ended by SIGKILL, which is not sent for anything that it did."""
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def cause_of_death(status: int) -> EngineError:
    """Read from a wait status why a worker died, as the exception that its client gets."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number in kernel.DEADLINE_SIGNALS:
        return QueryTimeout("The query did not finish before its deadline. Ask for less: add constraints or a LIMIT.")
    if number in kernel.MEMORY_SIGNALS:
        return QueryMemory("The query used up its memory. Ask for less at once, or avoid sorting a large result.")
    if is_killed(status):
        return EngineUnavailable("The query's process was ended from outside. Try again.")
    return QueryFault("The query made its process fail; a query nested very deeply does that. Simplify it.")


def _fall_silent() -> None:
    """Write nothing more: what the library says when it dies may hold a visitor's query; the wait status says why."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)


def _close_all_but(descriptor: int) -> None:
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, os.sysconf("SC_OPEN_MAX"))
