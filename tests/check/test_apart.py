"""Work in a process beside this one: its answer, its steps, what it raises, and how it ends."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from kgpub.check.apart import Apart
from kgpub.check.index import Damaged
from kgpub.check.progress import Progress, silent
from kgpub.errors import CheckBroken, ConfigError, KgpubError, ParseError, Place, Problem, RevisionError
from tests.servers import eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_answer_comes_from_another_process_and_steps_are_told() -> None:
    def work(progress: Progress) -> tuple[int, str]:
        progress("counting", 1, 2)
        return os.getpid(), "done"

    steps: list[tuple[str, int, int]] = []
    with Apart(work) as apart:
        process, answer = apart.answer(lambda *step: steps.append(step))
    assert (answer, steps) == ("done", [("counting", 1, 2)])
    assert process != os.getpid()


def test_work_does_not_wait_for_anybody_to_take_its_steps(tmp_path: Path) -> None:
    finished = tmp_path / "finished"

    def work(progress: Progress) -> int:
        for number in range(STEPS):
            progress("counting", number, STEPS)
        finished.touch()
        return STEPS

    with Apart(work) as apart:
        eventually(finished.exists)
        assert apart.answer(silent) == STEPS


STEPS = 20_000
"""Their words are many times what a pipe holds."""
PLACE = Place("data/a.ttl", 3, 1)
ERRORS = (
    ParseError(PLACE, "not Turtle"),
    ConfigError((Problem(PLACE, "no base"), Problem(PLACE, "no licence"))),
    RevisionError("git does not know 'nowhere'"),
    Damaged("a store"),
    ValueError("anything else"),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_what_the_work_raises_is_raised_here_whole(error: BaseException) -> None:
    def work(_: Progress) -> None:
        raise error

    with Apart(work) as apart, pytest.raises(type(error)) as raised:
        apart.answer(silent)
    assert (type(raised.value), str(raised.value)) == (type(error), str(error))
    told = {name: value for name, value in vars(raised.value).items() if name != "__notes__"}
    assert told == vars(error)
    assert "in work" in raised.value.__notes__[0]  # where it was raised


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "was ended by SIGKILL: the machine may have too little memory"),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), "ended by SIGTERM, and gave no answer"),
        (lambda: os._exit(7), "ended with exit status 7, and gave no answer"),
    ],
)
def test_a_process_that_ends_without_an_answer_is_an_error(ending: Callable[[], None], words: str) -> None:
    with Apart(lambda _: ending()) as apart, pytest.raises(CheckBroken, match=words) as raised:
        apart.answer(silent)
    assert isinstance(raised.value, KgpubError)


def test_the_process_ends_with_the_block_though_nobody_waited_for_it() -> None:
    with Apart(lambda _: time.sleep(600)) as apart:
        process = apart._process.pid
        assert process
        os.kill(process, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
