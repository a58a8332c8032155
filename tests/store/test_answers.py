"""Answers on their way: coded, for HEAD, from an event loop."""

from __future__ import annotations

import asyncio
import gzip
import os
import signal
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
import uvloop

from kgpub.errors import AnswerBroken, EngineBusy, QuerySyntaxError, QueryTimeout
from kgpub.store.contract import Coding, Form, Head, Lane, Query
from kgpub.store.embedded.client import EmbeddedEngine
from tests.engines import SMALL, any_engine, running_engine, trig
from tests.servers import eventually

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path
    from typing import Any

    from pyoxigraph import Quad

    from kgpub.store.contract import AsyncAnswer, Engine
    from tests.engines import AnyEngine, RunningEngine

CSV, CSV_UTF8 = "text/csv", "text/csv; charset=utf-8"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
PAIRS = "SELECT ?a ?b { ?a ?p ?x . ?b ?q ?y }"
MANY = "SELECT ?a ?b ?c { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z }"


def _quads() -> list[Quad]:
    data = " ".join(f"<urn:s:{number}> <urn:p> {number} ." for number in range(60))
    return trig(f"GRAPH <urn:g> {{ {data} }}")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(tmp_path_factory.mktemp("answers"), _quads()) as running:
        yield running


@pytest.fixture(scope="module", params=["memory", "remote"])
def each(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnyEngine]:
    with any_engine(tmp_path_factory.mktemp(request.param), _quads(), kind=request.param) as running:
        yield running


@pytest.fixture(params=[asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Callable[[Awaitable[Any]], Any]:
    runner: Callable[[Awaitable[Any]], Any] = request.param
    return runner


def rows(count: int) -> str:
    return f"SELECT ?s ?o {{ ?s <urn:p> ?o }} ORDER BY ?o LIMIT {count}"


# -- codings


@pytest.mark.parametrize(
    ("query", "coding"),
    [(rows(3), Coding.IDENTITY), (rows(60), Coding.IDENTITY), (PAIRS, Coding.GZIP), (MANY, Coding.GZIP)],
)
def test_an_answer_is_coded_where_that_is_worth_it(each: AnyEngine, query: str, coding: Coding) -> None:
    plain = each.ask(query, results=CSV)
    with each.engine.answer(Query(query, results=CSV, coding=Coding.GZIP)) as answer:
        assert answer.head == Head(Form.SOLUTIONS, CSV_UTF8, coding=coding)
        data = b"".join(answer)
    assert (gzip.decompress(data) if coding is Coding.GZIP else data) == plain
    assert len(data) <= len(plain)


# -- the same question, the same bytes: that is what a strong entity tag says

UNORDERED = [
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "SELECT DISTINCT ?o { ?s ?p ?o }",
    "SELECT (SAMPLE(?o) AS ?any) (GROUP_CONCAT(?o) AS ?all) { ?s ?p ?o } GROUP BY ?p",
    "SELECT * { ?s (<urn:p>|<urn:q>)+ ?o } LIMIT 20",
    "SELECT * { ?s ?p ?o . ?t ?q ?o } LIMIT 20",
    "CONSTRUCT { ?o <urn:r> ?s } { ?s ?p ?o }",
    "DESCRIBE ?s { ?s ?p ?o }",
]


@pytest.fixture(scope="module", params=["memory", "disk"])
def two_engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[RunningEngine]]:
    data = " ".join(f"<urn:s:{n}> <urn:p:{n % 7}> {n} ; <urn:q> <urn:s:{n * 7 % 60}> , [] ." for n in range(60))
    quads = trig(f"GRAPH <urn:g> {{ {data} }}")
    with ExitStack() as stack:
        folders = [tmp_path_factory.mktemp(f"same-{request.param}") for _ in range(2)]
        yield [stack.enter_context(running_engine(folder, quads, store=request.param)) for folder in folders]


@pytest.mark.parametrize("query", UNORDERED)
def test_answers_are_the_same_bytes_in_every_process(two_engines: list[RunningEngine], query: str) -> None:
    first, second = (engine.ask(query, results=CSV) for engine in two_engines)
    assert first == second
    assert first.count(b"\n") > 1


# -- HEAD

HEADS = [
    ("SELECT * { ?s ?p ?o }", Head(Form.SOLUTIONS, CSV_UTF8)),
    ("ASK { ?s ?p ?o }", Head(Form.BOOLEAN, CSV_UTF8)),
    ("CONSTRUCT WHERE { ?s ?p ?o }", Head(Form.GRAPH, "text/turtle")),
    ("DESCRIBE <urn:s:1>", Head(Form.GRAPH, "text/turtle")),
    ("SELECT (NOW() AS ?now) {}", Head(Form.SOLUTIONS, CSV_UTF8, is_volatile=True)),
    (ENDLESS, Head(Form.SOLUTIONS, CSV_UTF8)),
]


@pytest.mark.parametrize(("query", "head"), HEADS)
def test_head_tells_what_an_answer_would_be_and_does_not_work_it_out(each: AnyEngine, query: str, head: Head) -> None:
    with each.engine.answer(Query(query, results=CSV, graph="text/turtle", head_only=True)) as answer:
        assert (answer.head, b"".join(answer)) == (head, b"")


def test_head_of_what_is_no_query_is_an_error(each: AnyEngine) -> None:
    with pytest.raises(QuerySyntaxError):
        each.engine.answer(Query("SELECT nothing", head_only=True))


# -- from an event loop


async def _whole(engine: Engine, query: Query) -> tuple[Head, bytes, bool]:
    answer = await engine.answer_async(query)
    try:
        return answer.head, b"".join([part async for part in answer]), answer.whole is not None
    finally:
        answer.close()


@pytest.mark.parametrize(("query", "is_whole"), [(rows(3), True), (MANY, False), ("ASK {}", True)])
def test_an_event_loop_gets_the_same_answers(
    each: AnyEngine, run: Callable[[Awaitable[Any]], Any], query: str, is_whole: bool
) -> None:
    asked = Query(query, results=CSV)
    with each.engine.answer(asked) as answer:
        expected = (answer.head, b"".join(answer), is_whole)
    assert run(_whole(each.engine, asked)) == expected


def test_an_event_loop_gets_the_same_failures(each: AnyEngine, run: Callable[[Awaitable[Any]], Any]) -> None:
    with pytest.raises(QuerySyntaxError, match="line 1, column"):
        run(_whole(each.engine, Query("SELECT nothing")))
    with pytest.raises(QueryTimeout):
        run(_whole(each.engine, Query(ENDLESS, timeout_seconds=0.3)))


def test_an_event_loop_is_told_where_there_is_no_engine(tmp_path: Path, run: Callable[[Awaitable[Any]], Any]) -> None:
    with pytest.raises(EngineBusy, match="loading"):
        run(_whole(EmbeddedEngine(tmp_path / "nobody.sock"), Query("ASK {}")))


def test_who_is_cancelled_frees_its_worker(engine: RunningEngine, run: Callable[[Awaitable[Any]], Any]) -> None:
    before = {entry.pid for entry in engine.workers(Lane.PUBLIC)}

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(engine.engine.answer_async(Query(ENDLESS, lane=Lane.PUBLIC)), 0.2)

    run(give_up())
    eventually(
        lambda: {entry.pid for entry in engine.workers(Lane.PUBLIC)} != before, within=SMALL.deadline_seconds - 1
    )
    engine.wait_until_whole()


def test_an_answer_that_breaks_off_says_so(engine: RunningEngine, run: Callable[[Awaitable[Any]], Any]) -> None:
    before = {entry.pid for entry in engine.workers(Lane.PUBLIC)}

    def one_is_gone() -> bool:
        return not before <= {entry.pid for entry in engine.workers(Lane.PUBLIC)}

    async def lose_the_worker() -> None:
        answer: AsyncAnswer = await engine.engine.answer_async(Query(MANY, lane=Lane.PUBLIC))
        for worker in engine.workers(Lane.PUBLIC):
            os.kill(worker.pid, signal.SIGKILL)
        await asyncio.to_thread(eventually, one_is_gone)
        try:
            async for _ in answer:
                pass
        finally:
            answer.close()

    with pytest.raises(AnswerBroken):
        run(lose_the_worker())
