"""No query, and no dead process, takes anything from anybody else."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import requests

from tests.servers import Server, eventually, started

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = "SELECT (COUNT(*) AS ?n) {?a ?b ?c . ?d ?e ?f . ?g ?h ?i}"
LONG_CSV = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"


def shape(server: Server) -> list[tuple[int, str]]:
    """The process tree without the numbers that change: niceness and command."""
    return sorted((entry.nice, entry.command) for entry in server.tree())


@pytest.mark.parametrize(("query", "status", "pages"), [(ENDLESS, 504, 3), (SORTED, 507, 0)], ids=["time", "memory"])
def test_a_query_without_end_ends_as_a_problem_while_others_are_served(
    server: Server, query: str, status: int, pages: int
) -> None:
    """The memory is used up sooner than the time, so fewer pages have to fit in between."""
    before = shape(server)
    with ThreadPoolExecutor(4) as pool:
        endless = [pool.submit(server.query, query) for _ in range(2)]
        answered = 0
        while not all(future.done() for future in endless):
            begin = time.monotonic()
            assert server.get("iccpr/article/19.ttl").status_code == 200
            assert time.monotonic() - begin < 1.5
            answered += 1
    assert answered > pages
    for response in (future.result() for future in endless):
        assert response.status_code == status
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == status
        assert response.elapsed.total_seconds() < 5
    eventually(lambda: shape(server) == before)
    assert server.query("ASK {}").json()["boolean"] is True


def test_more_queries_than_the_queue_takes_are_asked_to_come_again(server: Server) -> None:
    with ThreadPoolExecutor(12) as pool:
        responses = list(pool.map(server.query, [ENDLESS] * 12))
    refused = [response for response in responses if response.status_code == 503]
    assert len(refused) >= 12 - 2 - 4  # workers and queue take the others
    assert all(int(response.headers["Retry-After"]) >= 1 for response in refused)
    assert {response.status_code for response in responses} <= {503, 504}


def test_a_worker_killed_in_the_middle_of_a_csv_leaves_a_broken_transfer(server: Server, tmp_path: Path) -> None:
    target = tmp_path / "part.csv"
    command = ["curl", "-s", "--max-time", "20", "-o", str(target), "--data-urlencode", f"query={LONG_CSV}"]
    curl = subprocess.Popen([*command, "--data", "format=csv", server.url + "sparql"])
    eventually(lambda: target.exists() and target.stat().st_size > 100_000)
    for worker in server.workers(public=True):
        os.kill(worker.pid, signal.SIGKILL)
    assert curl.wait(20) == 18  # "Partial file"
    eventually(lambda: len(server.workers(public=True)) == 2)
    assert server.query("ASK {}").json()["boolean"] is True


def test_a_deadline_in_the_middle_of_a_csv_leaves_a_broken_transfer(server: Server, tmp_path: Path) -> None:
    command = ["curl", "-s", "--max-time", "30", "-o", str(tmp_path / "part.csv"), "-w", "%{http_code}"]
    done = subprocess.run(
        [*command, "--data-urlencode", f"query={LONG_CSV}", "--data", "format=csv", server.url + "sparql"],
        capture_output=True, text=True, timeout=40, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (18, "200")


def test_a_killed_worker_takes_only_its_own_request_with_it(server: Server) -> None:
    with ThreadPoolExecutor(2) as pool:
        doomed = pool.submit(server.query, ENDLESS)
        busy = eventually(lambda: [w for w in server.workers(public=True) if _is_running(w.pid)])
        os.kill(busy[0].pid, signal.SIGKILL)
        assert server.query("ASK {}").json()["boolean"] is True
        response = doomed.result()
    assert response.status_code == 503
    assert "Retry-After" in response.headers
    assert response.elapsed.total_seconds() < 2


def test_a_client_that_goes_away_frees_its_worker(server: Server) -> None:
    for _ in range(4):
        with requests.get(
            server.url + "sparql", params={"query": LONG_CSV, "format": "csv"}, stream=True, timeout=10
        ) as response:
            assert next(response.iter_content(1000))
    begin = time.monotonic()
    assert server.query("ASK {}").json()["boolean"] is True
    assert time.monotonic() - begin < 1.5  # the deadline would be 2 seconds


def test_a_killed_engine_is_loaded_again_and_requests_are_told_to_wait(server: Server) -> None:
    before = shape(server)
    engine = server.engine()
    os.kill(engine.pid, signal.SIGKILL)
    seen = set()

    def healthy() -> bool:
        response = server.get("iccpr/article/19.ttl")
        seen.add(response.status_code)
        if response.status_code == 503:
            assert int(response.headers["Retry-After"]) >= 1
        return response.status_code == 200

    eventually(lambda: server.engine().pid != engine.pid and healthy())
    assert seen <= {200, 503}
    eventually(lambda: shape(server) == before)


def test_killing_the_supervisor_leaves_no_process_behind(archive: Path) -> None:
    with started(archive) as server:
        tree = server.tree()
        assert len(tree) >= 8  # supervisor, engine, four query workers, granian, a web process
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        server.leave_nothing(tree)


def _is_running(pid: int) -> bool:
    """Whether the kernel has the process on a processor or waiting for one."""
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123 - read in a tight loop
            return file.read().rpartition(")")[2].split()[0] == "R"
    except OSError:
        return False
