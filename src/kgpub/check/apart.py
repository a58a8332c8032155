"""Work in a process of its own, beside this one, on what both know when it begins."""

from __future__ import annotations

import gc
import os
import signal
import traceback
from dataclasses import dataclass
from multiprocessing import get_context
from select import select
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from kgpub.errors import CheckBroken
from kgpub.store.embedded import kernel

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from kgpub.check.progress import Progress

T = TypeVar("T")


@dataclass(frozen=True)
class _Step:
    """What the work tells while it goes on."""

    step: str
    done: int
    total: int


@dataclass(frozen=True)
class _Done:
    """What came of the work."""

    answer: object


@dataclass(frozen=True)
class _Raised:
    """Why nothing came of it."""

    error: BaseException


class Apart(Generic[T]):
    """A piece of work in a process forked from this one. It ends with the block that it is entered for."""

    def __init__(self, work: Callable[[Progress], T]) -> None:
        context = get_context("fork")
        self._connection, theirs = context.Pipe(duplex=False)
        # Not a daemon, since those may not have processes of their own.
        self._process = context.Process(target=_work, args=(work, theirs, os.getpid()))
        self._process.start()
        theirs.close()

    def answer(self, progress: Progress) -> T:
        """Wait for the answer. Raises what the work raised, and CheckBroken."""
        while True:
            try:
                told = self._connection.recv()
            except EOFError:
                self._process.join()
                raise CheckBroken(_ending(self._process.exitcode or 0)) from None
            match told:
                case _Step(step, done, total):
                    progress(step, done, total)
                case _Raised(error):
                    raise error
                case _:
                    return cast("T", told.answer)

    def __enter__(self) -> Apart[T]:
        """Give the work, which goes on already."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whether or not it was waited for."""
        self._connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _ending(exit_code: int) -> str:
    if exit_code == -signal.SIGKILL:
        return "a process of the check was ended by SIGKILL: the machine may have too little memory for this archive"
    how = f"by {signal.Signals(-exit_code).name}" if exit_code < 0 else f"with exit status {exit_code}"
    return f"a process of the check ended {how}, and gave no answer: please report this"


def _work(work: Callable[[Progress], object], connection: Connection, parent: int) -> None:
    kernel.die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both, and the parent answers it
    gc.freeze()  # so that looking for garbage does not copy what is shared

    def progress(step: str, done: int, total: int) -> None:
        # Nobody may be there to take it before long: a step that finds no room is not worth waiting for.
        if select((), (connection,), (), 0)[1]:
            connection.send(_Step(step, done, total))

    try:
        told: _Done | _Raised = _Done(work(progress))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent raises it
        error.add_note("".join(traceback.format_exception(error)))
        told = _Raised(error)
    connection.send(told)
