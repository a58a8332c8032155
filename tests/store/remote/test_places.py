"""How many queries an endpoint is asked at once, and who waits for what."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING

import pytest
import uvloop

from kgpub.errors import EngineBusy, EngineError
from kgpub.store.contract import Lane, Query
from tests.endpoints import Given, middleman
from tests.servers import eventually
from tests.store.remote.asking import JSON, ROWS, ask, open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from concurrent.futures import Future
    from typing import Any

    from kgpub.store.remote.engine import RemoteEngine
    from tests.endpoints import Asked, Forward

HELD = "SELECT ?held {}"


def public(text: str, *, client: str = "") -> Query:
    return Query(text, results="text/csv", lane=Lane.PUBLIC, client=client)


@dataclass
class Holding:
    """An endpoint that holds some queries back until it is told to let them go."""

    engine: RemoteEngine
    free: Event = field(default_factory=Event)
    asked: list[str] = field(default_factory=list)
    held: int = 0
    lock: Lock = field(default_factory=Lock)

    def answer(self, asked: Asked, _forward: Forward) -> Given:
        with self.lock:
            self.asked.append(asked.query)
        if "held" in asked.query:
            self.held += 1
            self.free.wait(20)
        return Given(200, JSON, (ROWS % "").encode())


@contextmanager
def holding(**settings: object) -> Iterator[Holding]:
    """Run such an endpoint, asked with two places and two in the queue."""
    with middleman() as man:
        settings = {"deadline_seconds": 20, "queue_length": 2, **settings}
        held = Holding(open_engine(man.addresses.query, None, **settings))
        man.rule = held.answer
        try:
            yield held
        finally:
            held.free.set()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(32) as executor:
        yield executor


def result(future: Future[bytes]) -> bytes | EngineError:
    try:
        return future.result(15)
    except EngineError as error:
        return error


def test_no_more_are_asked_at_once_than_there_are_places(pool: ThreadPoolExecutor) -> None:
    with holding() as endpoint:
        asked = [pool.submit(ask, endpoint.engine, HELD, client=str(number)) for number in range(8)]
        eventually(lambda: sum(future.done() for future in asked) == 4 and endpoint.held == 2)
        refused = [result(future) for future in asked if future.done()]
        assert [type(error) for error in refused] == [EngineBusy] * 4
        endpoint.free.set()
        assert sorted(type(result(future)).__name__ for future in asked) == ["EngineBusy"] * 4 + ["bytes"] * 4


def test_pages_have_places_of_their_own(pool: ThreadPoolExecutor) -> None:
    with holding() as endpoint:
        asked = [pool.submit(ask, endpoint.engine, HELD, client=str(number)) for number in range(4)]
        eventually(lambda: endpoint.held == 2)
        assert ask(endpoint.engine, "SELECT ?page {}", lane=Lane.PAGE) == b"x\r\n"
        endpoint.free.set()
        assert [result(future) for future in asked] == [b"x\r\n"] * 4


def test_one_client_cannot_have_more_than_its_share(pool: ThreadPoolExecutor) -> None:
    with holding(workers_per_client=1) as endpoint:
        greedy = [pool.submit(ask, endpoint.engine, HELD, client="greedy") for _ in range(3)]
        eventually(lambda: endpoint.held == 1)
        assert ask(endpoint.engine, "SELECT ?x {}", client="another") == b"x\r\n"
        assert endpoint.held == 1
        endpoint.free.set()
        assert [result(future) for future in greedy] == [b"x\r\n"] * 3


def test_who_asks_much_gives_way_in_a_full_queue(pool: ThreadPoolExecutor) -> None:
    with holding() as endpoint:
        greedy = [pool.submit(ask, endpoint.engine, HELD, client="greedy") for _ in range(4)]
        eventually(lambda: endpoint.held == 2)
        modest = pool.submit(ask, endpoint.engine, "SELECT ?x {}", client="modest")
        eventually(lambda: any(future.done() for future in greedy))
        endpoint.free.set()
        assert result(modest) == b"x\r\n"
        assert sorted(type(result(future)).__name__ for future in greedy) == ["EngineBusy", "bytes", "bytes", "bytes"]


def test_who_waits_too_long_is_told_to_come_again() -> None:
    row = b',{"x":{"type":"uri","value":"a:b"}}'

    def endless(asked: Asked, _forward: Forward) -> Given | Iterator[bytes]:
        return _without_end(row * 1000) if "held" in asked.query else Given(200, JSON, (ROWS % "").encode())

    with middleman(rule=endless) as man:
        engine = open_engine(man.addresses.query, deadline_seconds=1, stall_seconds=30)
        unread = [engine.answer(public(HELD, client=str(number))) for number in range(2)]
        with pytest.raises(EngineBusy, match="in time"):
            ask(engine, "SELECT ?x {}", client="late")
        assert {asked.query for asked in man.log} == {HELD}
        for given in unread:
            given.close()
        eventually(lambda: ask(engine, "SELECT ?x {}") == b"x\r\n")


def _without_end(part: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nTransfer-Encoding: chunked\r\n\r\n"
    begun = (ROWS % '{"x":{"type":"uri","value":"a:b"}}').removesuffix("]}}").encode()
    yield b"%x\r\n%s\r\n" % (len(begun), begun)
    while True:
        yield b"%x\r\n%s\r\n" % (len(part), part)


def test_a_place_is_given_back_whatever_comes_of_a_query(pool: ThreadPoolExecutor) -> None:
    def fail(asked: Asked, _forward: Forward) -> Given | list[bytes]:
        return [] if "?a" in asked.query else Given(500, {}, b"no") if "?b" in asked.query else Given(200, JSON, b"{")

    with middleman(rule=fail) as man:
        engine = open_engine(man.addresses.query)
        for _ in range(5):
            for text in ("SELECT ?a {}", "SELECT ?b {}", "SELECT ?c {}"):
                with pytest.raises(EngineError):
                    ask(engine, text)


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def test_who_is_cancelled_in_an_event_loop_leaves_place_and_queue(
    run: Callable[[Coroutine[Any, Any, None]], None], pool: ThreadPoolExecutor
) -> None:
    with holding() as endpoint:
        engine = endpoint.engine

        async def go() -> None:
            tasks = [
                asyncio.ensure_future(
                    engine.answer_async(Query(HELD, results="text/csv", lane=Lane.PUBLIC, client=str(number)))
                )
                for number in range(4)
            ]
            await asyncio.to_thread(eventually, lambda: endpoint.held == 2)
            for some in (tasks[2:], tasks[:2]):  # those who wait, then those who have a place
                for task in some:
                    task.cancel()
                await asyncio.wait(some)
            assert all(task.cancelled() for task in tasks)
            answer = await asyncio.wait_for(
                engine.answer_async(Query("SELECT ?x {}", results="text/csv", lane=Lane.PUBLIC)), 5
            )
            assert answer.whole == b"x\r\n"
            answer.close()

        run(go())
        assert endpoint.asked.count(HELD) == 2


def test_an_event_loop_goes_on_while_an_endpoint_is_slow() -> None:
    with holding() as endpoint:

        async def go() -> int:
            task = asyncio.ensure_future(
                endpoint.engine.answer_async(Query(HELD, results="text/csv", lane=Lane.PUBLIC))
            )
            turns = 0
            while not task.done():
                await asyncio.sleep(0.001)
                turns += 1
                if turns == 200:
                    endpoint.free.set()
            (await task).close()
            return turns

        assert asyncio.run(asyncio.wait_for(go(), 20)) >= 200
