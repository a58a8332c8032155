"""Processes in which shapes are evaluated: several at once, each within limits that the kernel enforces."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from kgpub.check.index import Damaged
from kgpub.check.shacl.engine import Batch, Failure
from kgpub.store.embedded import kernel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

    from rdflib.term import Node

    from kgpub.check.shacl.engine import Engine, Outcome, Targeted

MEBIBYTE = 1024 * 1024
RECURSION = 10_000
"""Shapes that nest honestly need more of Python's stack than it gives; endless ones meet pySHACL's limit first."""


@dataclass(frozen=True)
class Limits:
    """What the evaluation of shapes may use."""

    processes: int
    """How many work at once; 0: one for each core."""
    seconds: float
    """Of time and of CPU time, for each batch."""
    megabytes: int
    """Of memory, for each process, beyond what it shares."""

    @property
    def at_once(self) -> int:
        """How many processes work at once."""
        return self.processes or len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Ended:
    """How a process ended in the middle of its work."""

    words: str


class Evaluating:
    """One process, forked from this one, that evaluates batches for it."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self._limits = limits
        context = get_context("fork")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_evaluate, args=(engine, theirs, limits, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()
        self.batch: Batch | None = None

    def ask(self, asked: Batch | tuple[Node, ...] | None) -> None:
        """Give a batch, or ask for the plan of some shapes or all."""
        self.batch = asked if isinstance(asked, Batch) else None
        self.connection.send(asked)

    def answer(self) -> Any:  # noqa: ANN401 - a plan, outcomes, or Ended
        """Take the answer, which the connection must have. Raises Damaged where that is what the process met."""
        try:
            answer = self.connection.recv()
        except (EOFError, ConnectionError):
            self._process.join()
            return Ended(_why(self._process.exitcode or 0, self._limits))
        if isinstance(answer, Damaged):
            self.end()
            raise answer
        return answer

    def end(self) -> None:
        """Let the process go."""
        self.connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _why(exit_code: int, limits: Limits) -> str:
    if -exit_code in kernel.DEADLINE_SIGNALS:
        return f"it did not end within {limits.seconds:g} seconds"
    if exit_code == _OUT_OF_MEMORY or -exit_code in kernel.MEMORY_SIGNALS:
        return f"it needs more than {limits.megabytes} MiB of memory"
    return f"its process ended with {signal.Signals(-exit_code).name if exit_code < 0 else exit_code}"


_OUT_OF_MEMORY = 3


def _evaluate(engine: Engine, connection: Connection, limits: Limits, parent: int) -> None:
    """Answer until nobody asks any more. Whatever a shape does, it opens no connection and ends in time."""
    kernel.die_with_parent(parent)
    kernel.refuse_sockets()
    gc.freeze()  # so that looking for garbage does not copy what is shared
    sys.setrecursionlimit(RECURSION)
    kernel.leave_no_core()
    kernel.limit_memory(kernel.data_bytes() + limits.megabytes * MEBIBYTE)
    with suppress(EOFError, ConnectionError):
        while True:
            asked = connection.recv()
            kernel.start_deadline(limits.seconds)
            answer: object
            try:
                answer = engine.evaluate(asked) if isinstance(asked, Batch) else engine.plan(asked)
            except MemoryError:
                os._exit(_OUT_OF_MEMORY)
            except Damaged as error:
                answer = error
            kernel.stop_deadline()
            connection.send(answer)


class Pool:
    """As many processes as may work at once."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self._engine = engine
        self._limits = limits
        self._idle: list[Evaluating] = []

    def plan(self, shapes: tuple[Node, ...] | None) -> list[Targeted] | Failure:
        """Give those of some shapes, or of all, that have focus nodes."""
        process = self._started()
        process.ask(shapes)
        plan = process.answer()
        if isinstance(plan, Ended):
            process.end()
            return Failure(None, plan.words)
        self._idle.append(process)
        return plan  # type: ignore[no-any-return]

    def evaluate(self, batches: Sequence[Batch]) -> Iterator[tuple[Batch, Sequence[Outcome]]]:
        """Give the outcomes of each batch, as they come. What is left of a shape that fails is left out."""
        waiting = list(reversed(batches))
        working: dict[Connection, Evaluating] = {}
        failed: set[object] = set()
        while waiting or working:
            while waiting and len(working) < self._limits.at_once:
                batch = waiting.pop()
                if batch.shape not in failed:
                    process = self._started()
                    process.ask(batch)
                    working[process.connection] = process
            for ready in wait(list(working)):
                process = working.pop(ready)  # type: ignore[call-overload]
                batch, outcomes = self._taken(process)
                if any(isinstance(outcome, Failure) for outcome in outcomes):
                    failed.add(batch.shape)
                yield batch, outcomes

    def _taken(self, process: Evaluating) -> tuple[Batch, Sequence[Outcome]]:
        batch = process.batch
        assert batch is not None
        outcomes = process.answer()
        if isinstance(outcomes, Ended):
            process.end()
            return batch, [Failure(batch.shape, outcomes.words)]
        self._idle.append(process)
        return batch, outcomes

    def _started(self) -> Evaluating:
        return self._idle.pop() if self._idle else Evaluating(self._engine, self._limits)

    def __enter__(self) -> Pool:
        """Give the pool; its processes start when there is work for them."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes that wait."""
        for process in self._idle:
            process.end()
        self._idle.clear()
