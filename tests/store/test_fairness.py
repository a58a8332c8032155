"""What many clients may do to another: let it wait a moment."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import AnswerBroken, EngineBusy, EngineError, QueryTimeout
from kgpub.store.contract import Lane, Query
from kgpub.store.embedded.terms import Terms, page_terms, public_terms
from tests.engines import SMALL, running_engine, trig
from tests.servers import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.store.contract import Answer
    from tests.engines import RunningEngine

SHARED = replace(SMALL, public_workers=2, workers_per_client=0, queue_length=8, deadline_seconds=4)
QUADS = trig("".join(f"<a:g> {{ <a:n{number}> <a:is> {number} }}" for number in range(400)))
LOOKUP = "SELECT ?o { <a:n7> <a:is> ?o }"
COUNTING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STREAMING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
SECONDS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < 4) }"  # about as many as 0.3
BOMBERS = 8


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(tmp_path_factory.mktemp("engine"), QUADS, settings=SHARED) as running:
        yield running


def read(engine: RunningEngine, text: str, *, client: str, over: threading.Event, pause: float) -> None:
    """Ask, and read the answer with a pause after each part."""
    with begun(engine, text, client=client) as answer:
        read_on(answer, over=over, pause=pause)


def begun(engine: RunningEngine, text: str, *, client: str) -> Answer:
    return engine.engine.answer(Query(text, lane=Lane.PUBLIC, client=client))


def read_on(answer: Answer, *, over: threading.Event, pause: float) -> None:
    for _ in answer:
        if over.wait(pause):
            return


@contextmanager
def bombed(engine: RunningEngine, text: str, *, pause: float = 0) -> Iterator[list[str]]:
    """Let eight clients ask again and again, each as soon as it was refused; give what they are told."""
    over = threading.Event()
    told: list[str] = []

    def ask(client: str) -> None:
        while not over.is_set():
            try:
                read(engine, text, client=client, over=over, pause=pause)
            except EngineError as error:
                told.append(type(error).__name__)

    with ThreadPoolExecutor(BOMBERS) as pool:
        futures = [pool.submit(ask, f"bomber {number}") for number in range(BOMBERS)]
        try:
            yield told
        finally:
            over.set()
            for future in futures:
                future.result(timeout=30)


BOMBS = [
    ("counting", COUNTING, 0),
    ("sorting", SORTING, 0),
    ("streaming", STREAMING, 0),
    ("read slowly", STREAMING, 0.05),
]


@pytest.mark.parametrize(("text", "pause"), [row[1:] for row in BOMBS], ids=[row[0] for row in BOMBS])
def test_lookups_are_answered_within_a_deadline_whatever_eight_others_ask(
    engine: RunningEngine, text: str, pause: float
) -> None:
    with bombed(engine, text, pause=pause) as told:
        begun = time.monotonic()
        waited = []
        while time.monotonic() - begun < 1.5 * SHARED.deadline_seconds:
            asked = time.monotonic()
            assert engine.rows(LOOKUP, client="visitor") == ["7"]
            waited.append(time.monotonic() - asked)
    assert max(waited) < SHARED.deadline_seconds
    assert sorted(waited)[len(waited) // 2] < SHARED.deadline_seconds / 4
    assert len(waited) > 20
    assert told


def test_a_first_lookup_does_not_wait_behind_those_who_came_before(engine: RunningEngine) -> None:
    with bombed(engine, COUNTING):
        for number in range(10):
            asked = time.monotonic()
            assert engine.rows(LOOKUP, client=f"newcomer {number}") == ["7"]
            assert time.monotonic() - asked < SHARED.deadline_seconds


def test_long_queries_get_their_time_too_while_there_are_bombs(engine: RunningEngine) -> None:
    with bombed(engine, COUNTING):
        for number in range(2):
            assert eventually(lambda: answered(engine, SECONDS, f"researcher {number}")) == ["640000"]  # noqa: B023


def answered(engine: RunningEngine, text: str, client: str) -> list[str] | None:
    try:
        return engine.rows(text, client=client)
    except EngineBusy:
        return None


def test_a_client_cannot_have_more_than_its_share_of_workers(engine: RunningEngine) -> None:
    with ThreadPoolExecutor(4) as pool:
        greedy = [pool.submit(engine.ask, COUNTING, client="greedy") for _ in range(4)]
        eventually(pool._work_queue.empty)
        for _ in range(20):
            asked = time.monotonic()
            assert engine.rows(LOOKUP, client="modest") == ["7"]
            assert time.monotonic() - asked < 1
        outcomes = {type(future.exception(timeout=20)) for future in greedy}
    assert outcomes == {QueryTimeout, EngineBusy}  # one had the worker; the others waited for it


def test_what_one_client_asks_at_once_does_not_fill_the_queue_for_others(engine: RunningEngine) -> None:
    with ThreadPoolExecutor(110) as pool:
        greedy = [pool.submit(engine.ask, COUNTING, client="greedy") for _ in range(100)]
        eventually(lambda: sum(future.done() for future in greedy) > 100 - SHARED.queue_length - 3)
        modest = [pool.submit(engine.rows, LOOKUP, client=f"modest {number}") for number in range(5)]
        assert [future.result(timeout=10) for future in modest] == [["7"]] * 5
        for future in greedy:
            assert isinstance(future.exception(timeout=20), EngineBusy | QueryTimeout)


def test_an_answer_on_trial_is_whole_whatever_its_size(engine: RunningEngine) -> None:
    two = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    expected = engine.ask(two, client="alone", results="text/csv")
    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(engine.ask, COUNTING, client="holder")
        given = [engine.ask(f"{two} LIMIT {limit}", client="other", results="text/csv") for limit in (1, 2_000, 20_000)]
        assert isinstance(holder.exception(timeout=20), QueryTimeout)
    lines = expected.splitlines(keepends=True)
    assert len(lines) == 1 + 400 * 400
    assert given == [b"".join(lines[: 1 + limit]) for limit in (1, 2_000, 20_000)]


def test_a_long_answer_goes_on_where_nobody_else_waits(engine: RunningEngine) -> None:
    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(engine.ask, COUNTING, client="holder")
        with begun(engine, STREAMING, client="other") as answer:
            parts = iter(answer)
            assert sum(len(next(parts)) for _ in range(100)) > 1_000_000
        assert isinstance(holder.exception(timeout=20), QueryTimeout)


def test_answers_that_only_go_on_give_way_to_who_waits(engine: RunningEngine) -> None:
    start = time.monotonic()
    eventually(lambda: time.monotonic() - start > SHARED.deadline_seconds)  # until nobody was there lately
    over = threading.Event()
    with (
        begun(engine, STREAMING, client="slow") as first,
        begun(engine, STREAMING, client="slow too") as second,
        ThreadPoolExecutor(2) as pool,
    ):
        readers = [pool.submit(read_on, answer, over=over, pause=0.05) for answer in (first, second)]
        asked = time.monotonic()
        assert engine.rows(LOOKUP, client="third") == ["7"]
        assert time.monotonic() - asked < SHARED.deadline_seconds
        eventually(lambda: any(future.done() for future in readers))
        over.set()
        broken = [type(future.exception(timeout=30)) for future in readers]
    assert AnswerBroken in broken


TERMS = [
    (1, 0, Terms(workers=1, places=1, workers_per_client=1, queue_length=8, deadline_seconds=4)),
    (2, 0, Terms(workers=2, places=1, workers_per_client=1, queue_length=8, deadline_seconds=4)),
    (4, 0, Terms(workers=4, places=3, workers_per_client=3, queue_length=8, deadline_seconds=4)),
    (4, 1, Terms(workers=4, places=3, workers_per_client=1, queue_length=8, deadline_seconds=4)),
    (4, 9, Terms(workers=4, places=3, workers_per_client=9, queue_length=8, deadline_seconds=4)),
]


@pytest.mark.parametrize(("workers", "per_client", "terms"), TERMS)
def test_public_terms_follow_the_settings(workers: int, per_client: int, terms: Terms) -> None:
    assert public_terms(replace(SHARED, public_workers=workers, workers_per_client=per_client)) == terms


def test_pages_are_served_as_they_come() -> None:
    terms = page_terms(replace(SHARED, page_workers=3))
    assert (terms.workers, terms.places, terms.workers_per_client) == (3, 3, 3)
