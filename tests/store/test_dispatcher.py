"""What the dispatcher does when several things happen at once."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import EngineBusy, EngineError, EngineUnavailable
from kgpub.store.contract import Lane, Query
from kgpub.store.embedded.frames import ERROR, WHOLE, Header, decode_error, send_query
from kgpub.store.embedded.pool import MOST_STILLBORN
from tests.engines import SMALL, running_engine, trig
from tests.servers import eventually, processes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines import RunningEngine

ONE_WORKER = replace(SMALL, public_workers=1, queue_length=16, deadline_seconds=2)
LITTLE = trig("".join(f"<a:g> {{ <a:n{number}> <a:is> {number} }}" for number in range(400)))
ENDLESS = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", lane=Lane.PUBLIC)
UNHURRIED = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"  # long enough that answers come in the order of workers
WASTEFUL = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"  # the allocator keeps what was sorted


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(tmp_path_factory.mktemp("engine"), LITTLE, settings=ONE_WORKER) as running:
        yield running


@pytest.fixture(autouse=True)
def _engine_is_whole(engine: RunningEngine) -> None:
    engine.wait_until_whole()


def connected(engine: RunningEngine) -> socket.socket:
    """Connect, and wait until the dispatcher knows of it: it takes in connections one after another."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(str(engine.process.socket))
    connection.settimeout(10)
    assert engine.ask("ASK {}", lane=Lane.PAGE)
    return connection


def said(connection: socket.socket) -> bytes:
    """Give what the engine says first; the kernel tells of what nobody read before it gives what was said."""
    try:
        return connection.recv(10_000)
    except ConnectionResetError:
        return connection.recv(10_000)


@contextmanager
def stopped(engine: RunningEngine) -> Iterator[None]:
    """Let all that happens within reach the dispatcher at once."""
    os.kill(engine.process.pid, signal.SIGSTOP)
    try:
        eventually(lambda: state(engine.process.pid) == "T")
        yield
    finally:
        os.kill(engine.process.pid, signal.SIGCONT)


def state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: pid not in processes())


def test_thousands_of_queries_in_a_row_are_all_answered(engine: RunningEngine) -> None:
    def ask_often(client: str) -> set[bytes]:
        return {engine.ask("ASK {}", lane=Lane.PAGE, client=client) for _ in range(1500)}

    with ThreadPoolExecutor(2) as pool:
        assert len(set.union(*pool.map(ask_often, ("one", "two")))) == 1


def test_a_query_that_meets_a_worker_just_killed_is_told_so(engine: RunningEngine) -> None:
    (worker,) = engine.workers(Lane.PUBLIC)
    with closing(connected(engine)) as connection:
        with stopped(engine):
            send_query(connection, Query("ASK {}", lane=Lane.PUBLIC))
            kill(worker.pid)
        packet = said(connection)
    assert packet[:1] == WHOLE or isinstance(decode_error(packet[1:]), EngineUnavailable)
    assert engine.process.is_running()
    assert engine.ask("ASK {}")


@pytest.mark.parametrize("first", ["client", "worker"])
def test_a_client_and_its_worker_may_go_at_once(engine: RunningEngine, first: str) -> None:
    with closing(connected(engine)) as connection:
        (worker,) = engine.workers(Lane.PUBLIC)
        send_query(connection, ENDLESS)
        eventually(lambda: state(worker.pid) == "R")
        with stopped(engine):
            if first == "client":
                connection.close()
            kill(worker.pid)
            connection.close()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(engine.ask, "ASK {}").result(timeout=10)
        assert pool.submit(engine.ask, "ASK {}", lane=Lane.PAGE).result(timeout=10)


def test_a_worker_that_leaves_after_a_heavy_query_takes_no_other_with_it(engine: RunningEngine) -> None:
    (worker,) = engine.workers(Lane.PUBLIC)

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(partial(outcome, engine), [WASTEFUL, *["ASK {}"] * 7]))
    assert outcomes == [None] * 8
    eventually(lambda: worker.pid not in processes())


@contextmanager
def few_files() -> Iterator[None]:
    """Let this process, and those that it starts, open few files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_more_connections_than_files_may_be_open_end_nothing(tmp_path: Path) -> None:
    with ExitStack() as stack, ExitStack() as silent:
        with few_files():
            engine = stack.enter_context(running_engine(tmp_path, LITTLE, settings=ONE_WORKER))
        for _ in range(100):
            connection = silent.enter_context(closing(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)))
            connection.connect(str(engine.process.socket))
        with pytest.raises(EngineBusy):
            engine.ask("ASK {}")
        silent.close()
        eventually(lambda: outcome(engine, "ASK {}") is None)


def outcome(engine: RunningEngine, text: str) -> EngineError | None:
    try:
        engine.ask(text)
    except EngineError as error:
        return error
    return None


def test_a_client_that_asks_much_does_not_keep_another_waiting(engine: RunningEngine) -> None:
    order: list[str] = []

    def ask(client: str) -> None:
        engine.ask(UNHURRIED, client=client)
        order.append(client)

    with ThreadPoolExecutor(16) as pool, closing(connected(engine)) as holder:
        (worker,) = engine.workers(Lane.PUBLIC)
        send_query(holder, replace(ENDLESS, client="greedy"))
        eventually(lambda: state(worker.pid) == "R")
        futures = [pool.submit(ask, "greedy") for _ in range(9)]
        eventually(pool._work_queue.empty)
        assert engine.ask("ASK {}", lane=Lane.PAGE)
        futures.append(pool.submit(ask, "modest"))
        holder.close()
        for future in futures:
            future.result(timeout=10)
    assert order.index("modest") <= 3


def test_when_the_queue_is_full_the_next_is_told_to_come_again(engine: RunningEngine) -> None:
    more = 3
    with ThreadPoolExecutor(ONE_WORKER.queue_length + more) as pool, closing(connected(engine)) as holder:
        (worker,) = engine.workers(Lane.PUBLIC)
        send_query(holder, ENDLESS)
        eventually(lambda: state(worker.pid) == "R")
        asked = [
            pool.submit(engine.ask, "ASK {}", client=str(number)) for number in range(ONE_WORKER.queue_length + more)
        ]
        refused = eventually(lambda: [future.exception() for future in asked if future.done()][more - 1 :])
        assert len(refused) == 1
        holder.close()
        failures = [error for future in asked if (error := future.exception(timeout=10)) is not None]
    assert [type(error) for error in failures] == [EngineBusy] * more
    assert all(isinstance(error, EngineBusy) and error.retry_after >= 1 for error in failures)


def test_who_waits_and_goes_away_leaves_room_for_another(engine: RunningEngine) -> None:
    with ThreadPoolExecutor(1) as pool, closing(connected(engine)) as holder, ExitStack() as impatient:
        (worker,) = engine.workers(Lane.PUBLIC)
        send_query(holder, ENDLESS)
        eventually(lambda: state(worker.pid) == "R")
        for number in range(ONE_WORKER.queue_length):
            connection = impatient.enter_context(closing(connected(engine)))
            send_query(connection, Query("ASK {}", lane=Lane.PUBLIC, client=str(number)))
        assert isinstance(outcome(engine, "ASK {}"), EngineBusy)
        impatient.close()
        assert engine.ask("ASK {}", lane=Lane.PAGE)
        patient = pool.submit(engine.ask, "ASK {}", client="patient")
        eventually(patient.running)
        holder.close()
        assert patient.result(timeout=10)


def test_who_waits_longer_than_a_deadline_is_told_to_come_again(engine: RunningEngine) -> None:
    with closing(connected(engine)) as first, closing(connected(engine)) as second:
        send_query(first, ENDLESS)
        (worker,) = engine.workers(Lane.PUBLIC)
        eventually(lambda: state(worker.pid) == "R")
        send_query(second, ENDLESS)
        packets = [said(connection) for connection in (first, second)]
    assert [packet[:1] for packet in packets] == [ERROR, ERROR]
    assert type(decode_error(packets[0][1:])).__name__ == "QueryTimeout"
    assert type(decode_error(packets[1][1:])).__name__ in ("EngineBusy", "QueryTimeout")


def test_a_header_without_its_query_holds_a_worker_for_the_stall_only(engine: RunningEngine) -> None:
    with closing(connected(engine)) as connection:
        connection.send(Header(Lane.PUBLIC, "", 10).encode())
        assert engine.ask("ASK {}")
        assert connection.recv(10) == b""


STILLBORN = """
import socket
from kgpub.store.embedded.dispatcher import Dispatcher
from kgpub.store.settings import EngineSettings

def fail():
    raise OSError("the index is gone")

listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
listener.bind("engine.sock")
listener.listen()
Dispatcher(listener, open_store=fail, settings=EngineSettings(page_workers=1, public_workers=1)).run()
"""


def test_an_engine_whose_workers_cannot_open_the_store_ends(tmp_path: Path) -> None:
    """It does not fork for ever: who started it sees its end."""
    command = [sys.executable, "-c", STILLBORN]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "The workers of the engine cannot open the store." in done.stderr


def test_workers_that_are_killed_as_they_are_born_do_not_end_the_engine(engine: RunningEngine) -> None:
    """Whoever kills them might kill any: it is no sign that they cannot open the store."""
    killed: set[int] = set()
    while len(killed) <= MOST_STILLBORN:
        newborn = {worker.pid for worker in engine.workers(Lane.PUBLIC)} - killed
        for pid in newborn:
            os.kill(pid, signal.SIGKILL)
        killed |= newborn
    engine.wait_until_whole()
    assert engine.ask("ASK {}")
