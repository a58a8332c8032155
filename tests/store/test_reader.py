"""A worker does not wait for ever for whoever reads its answer."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import AnswerBroken
from kgpub.store.contract import Lane, Query
from kgpub.store.embedded.frames import PACKET_BYTES
from tests.engines import SMALL, running_engine, trig
from tests.servers import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engines import RunningEngine

SETTINGS = replace(SMALL, deadline_seconds=30, slowest_reader_kilobytes=512)
DATA = trig("".join(f"<a:g> {{ <a:n{number}> <a:is> {number} }}" for number in range(400)))
LONG = Query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", results="text/csv", lane=Lane.PUBLIC)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    folder: Path = tmp_path_factory.mktemp("engine")
    with running_engine(folder, DATA, settings=SETTINGS) as running:
        yield running


def read(engine: RunningEngine, *, kilobytes_a_second: int, seconds: float) -> bool:
    """Read an endless answer at a rate for a while; tell whether it was broken off."""
    begun, taken = time.monotonic(), 0
    with engine.engine.answer(LONG) as answer:
        try:
            for chunk in answer:
                taken += len(chunk)
                due = begun + taken / (kilobytes_a_second * 1024)
                eventually(lambda due=due: time.monotonic() >= due)  # type: ignore[misc]
                if time.monotonic() - begun > seconds:
                    return False
        except AnswerBroken:
            return True
    raise AssertionError("the answer ended")


def test_a_reader_that_takes_a_trickle_is_broken_off_although_it_never_stalls(engine: RunningEngine) -> None:
    trickle = 240
    assert PACKET_BYTES / 1024 / trickle < SETTINGS.stall_seconds  # each packet is taken in time
    assert read(engine, kilobytes_a_second=trickle, seconds=10)
    assert engine.ask("ASK {}")


def test_a_reader_that_is_slow_but_not_too_slow_is_waited_for(engine: RunningEngine) -> None:
    assert not read(engine, kilobytes_a_second=2000, seconds=2.5)
    assert engine.ask("ASK {}")
