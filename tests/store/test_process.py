"""The life of an engine process: killed, started again, retired, stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import AnswerBroken, EngineUnavailable
from kgpub.store.contract import Lane, Query
from kgpub.store.embedded.client import EmbeddedEngine
from kgpub.store.embedded.process import EngineProcess, Orders
from kgpub.store.releases import DATASET, STORE, compress
from tests.engines import SMALL, started, trig, write_release
from tests.servers import eventually, processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgpub.store.releases import Release
    from tests.engines import RunningEngine

QUADS = trig("".join(f"<a:g> {{ <a:n{number}> <a:is> {number} }}" for number in range(400)))
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(params=["memory", "disk"])
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Release:
    return write_release(tmp_path, QUADS, store=request.param)


@pytest.fixture
def engine(release: Release, tmp_path: Path) -> Iterator[RunningEngine]:
    with started(release, tmp_path / "engine.sock") as running:
        yield running


def below(pid: int) -> set[int]:
    return {entry.pid for entry in processes().values() if entry.parent == pid}


def test_a_killed_engine_is_an_outage_leaves_nothing_behind_and_is_started_again(engine: RunningEngine) -> None:
    pid, workers = engine.process.pid, below(engine.process.pid)
    with engine.engine.answer(Query(LONG, lane=Lane.PUBLIC)) as answer:
        parts = iter(answer)
        assert next(parts)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(AnswerBroken):
            for _ in parts:
                pass
    eventually(lambda: not engine.process.is_running())
    with pytest.raises(EngineUnavailable) as caught:
        engine.ask(COUNT)
    assert caught.value.retry_after >= 1
    eventually(lambda: not workers & set(processes()))
    engine.process.start_again()
    engine.process.wait_until_ready()
    assert engine.rows(COUNT) == ["400"]
    assert engine.process.pid != pid


def open_files(engine: RunningEngine) -> int:
    return len(list(Path(f"/proc/{engine.process.pid}/fd").iterdir()))


def test_a_query_that_waits_when_the_engine_is_killed_is_told_to_come_again(engine: RunningEngine) -> None:
    with ThreadPoolExecutor(8) as pool:
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        before = open_files(engine)
        asked = [pool.submit(engine.ask, endless, client=str(number)) for number in range(4)]
        eventually(lambda: open_files(engine) == before + 4)
        os.kill(engine.process.pid, signal.SIGKILL)
        assert {type(future.exception(timeout=10)) for future in asked} == {EngineUnavailable}


def test_an_engine_dies_with_the_process_that_started_it(release: Release, tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from kgpub.store.embedded.process import EngineProcess; from kgpub.store.settings import EngineSettings\n"
        "engine = EngineProcess(Path(sys.argv[1]), socket=Path(sys.argv[2]), settings=EngineSettings())\n"
        "engine.wait_until_ready(); print(engine.pid, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, str(release.folder), str(tmp_path / "other.sock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        family = {pid, *eventually(lambda: below(pid))}
        parent.kill()
    eventually(lambda: not family & set(processes()))


def test_a_stopped_engine_leaves_no_process(engine: RunningEngine) -> None:
    family = {engine.process.pid, *below(engine.process.pid)}
    begun = time.monotonic()
    engine.process.stop()
    assert time.monotonic() - begun < 2
    eventually(lambda: not family & set(processes()))


def test_a_keyboard_interrupt_at_the_terminal_does_not_reach_the_engine(engine: RunningEngine) -> None:
    assert os.getpgid(engine.process.pid) != os.getpgid(0)


DRAIN_QUICKLY = """
import kgpub.store.embedded.dispatcher as dispatcher
dispatcher.DRAIN_SECONDS = 0.5
from kgpub.store.embedded.__main__ import main
main()
"""


@contextmanager
def draining_quickly(release: Release, socket: Path) -> Iterator[subprocess.Popen[str]]:
    """Run an engine that waits a moment only for the next query once it is retired."""
    patient = replace(SMALL, stall_seconds=30, deadline_seconds=30)  # the test reads its answer late
    orders = Orders(str(release.folder), str(socket), parent=os.getpid(), settings=patient)
    with subprocess.Popen(
        [sys.executable, "-c", DRAIN_QUICKLY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdin as stdin:
            json.dump(asdict(orders), stdin)
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_retired_engine_ends_what_it_began_and_then_itself(release: Release, tmp_path: Path) -> None:
    socket = tmp_path / "retired.sock"
    engine = EmbeddedEngine(socket)
    with draining_quickly(release, socket) as process:
        eventually(lambda: len(below(process.pid)) == SMALL.public_workers + SMALL.page_workers)
        with engine.answer(Query("SELECT * { ?a ?b ?c . ?d ?e ?f }", results="text/csv")) as answer:
            parts = iter(answer)
            content = next(parts)
            process.send_signal(signal.SIGUSR1)
            begun = time.monotonic()
            while time.monotonic() - begun < 1:  # longer than an idle engine stays
                with engine.answer(Query(COUNT, lane=Lane.PUBLIC)) as other:
                    assert b"".join(other)
            content += b"".join(parts)
        assert content.count(b"\r\n") == 1 + 400 * 400
        assert process.wait(timeout=30) == 0
    assert not socket.exists()


def damage_gzip(release: Release) -> None:
    path = release.folder / DATASET
    path.write_bytes(path.read_bytes()[:-20])


def damage_content(release: Release) -> None:
    (release.folder / DATASET).write_bytes(compress(b"<a:a> <a:b> <a:c> .\n"))


def damage_syntax(release: Release) -> None:
    (release.folder / DATASET).write_bytes(compress(b"nonsense\n"))


def remove(release: Release) -> None:
    (release.folder / DATASET).unlink()


DAMAGES = [damage_gzip, damage_content, damage_syntax, remove]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_dataset_is_not_served(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], damage: Callable[[Release], None]
) -> None:
    release = write_release(tmp_path, QUADS)
    damage(release)
    with pytest.raises(EngineUnavailable, match="could not load"), started(release, tmp_path / "engine.sock"):
        pass
    assert capfd.readouterr().err.strip().splitlines()[-1].startswith("kgpub.errors.ReleaseError: ")


def test_a_damaged_index_is_not_served(tmp_path: Path) -> None:
    release = write_release(tmp_path, QUADS, store="disk")
    for path in (release.folder / STORE).iterdir():
        path.write_bytes(b"")
    process = EngineProcess(release.folder, socket=tmp_path / "engine.sock", settings=SMALL)
    try:
        with pytest.raises(EngineUnavailable, match="could not load"):
            process.wait_until_ready()
    finally:
        process.stop()
