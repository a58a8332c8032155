"""Sixteen clients at once: how many requests a server answers a second, and how long each waits."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.client import Client, get

if TYPE_CHECKING:
    from benchmarks.client import Endpoint

CLIENTS = 16
PROCESSES = 2
TIMEOUT_SECONDS = 60
MILLION = 1_000_000
OK = 200
MARKED = "%0A%23%20"
"""A line's end and `# `, percent-encoded: what follows it in a request target is a comment of the query."""


@dataclass(frozen=True)
class Request:
    """What is asked again and again; where it is distinct, each time with another comment behind the query."""

    endpoint: Endpoint
    target: str
    accept: str
    is_distinct: bool
    headers: tuple[str, ...] = ()
    """More header fields, as whole lines."""
    status: int = OK
    """What each answer must have."""


@dataclass(frozen=True)
class Load:
    """What came of it. Latencies in seconds; `failed` counts whatever was not as expected."""

    requests_per_second: float
    p50: float
    p95: float
    failed: int


def put_under_load(request: Request, *, seconds: float) -> Load:
    """Let sixteen clients ask for a while: wrk where it is installed, else processes of this program."""
    return _by_wrk(request, seconds) if shutil.which("wrk") else by_processes(request, seconds=seconds)


def generator() -> str:
    """Name what makes the requests."""
    return "wrk" if shutil.which("wrk") else f"{PROCESSES} Python processes (install wrk for a leaner client)"


_SCRIPT = """\
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end
function init(arguments)
  target, mark, stamp, sent = arguments[1], arguments[2], arguments[3], 0
end
function request()
  sent = sent + 1
  if mark == "" then return wrk.format("GET", target) end
  return wrk.format("GET", target .. mark .. stamp .. "-" .. number .. "-" .. sent)
end
function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status
  io.write(string.format(
    '{"requests": %d, "microseconds": %d, "p50": %d, "p95": %d, "failed": %d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), failed))
end
"""


def _by_wrk(request: Request, seconds: float) -> Load:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "requests.lua"
        script.write_text(_SCRIPT)
        address = f"http://{request.endpoint.host}:{request.endpoint.port}"
        options = ["-t2", f"-c{CLIENTS}", f"-d{math.ceil(seconds)}s", "--timeout", f"{TIMEOUT_SECONDS}s"]
        fields = [part for line in (f"Accept: {request.accept}", *request.headers) for part in ("-H", line)]
        headers = [*fields, "-s", str(script), address]
        arguments = ["--", request.target, MARKED if request.is_distinct else "", _stamp()]
        done = subprocess.run(["wrk", *options, *headers, *arguments], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return Load(
        requests_per_second=(found["requests"] - found["failed"]) / found["microseconds"] * MILLION,
        p50=found["p50"] / MILLION,
        p95=found["p95"] / MILLION,
        failed=found["failed"],
    )


def by_processes(request: Request, *, seconds: float) -> Load:
    """Let clients in processes of this program ask."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_ask_in_threads, request, seconds, number) for number in range(PROCESSES)]
        taken = [part for future in futures for part in future.result()]
    latencies = sorted(latency for latency, status in taken if status == request.status)
    if not latencies:
        return Load(0.0, math.nan, math.nan, len(taken))
    return Load(
        requests_per_second=len(latencies) / seconds,
        p50=percentile(latencies, 0.50),
        p95=percentile(latencies, 0.95),
        failed=len(taken) - len(latencies),
    )


def percentile(ordered: list[float], share: float) -> float:
    """Give the value below which that share of the ordered values lies."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _ask_in_threads(request: Request, seconds: float, process: int) -> list[tuple[float, int]]:
    clients = CLIENTS // PROCESSES
    with ThreadPoolExecutor(clients) as pool:
        parts = pool.map(lambda number: _ask(request, seconds, f"{process}-{number}"), range(clients))
        return [taken for part in parts for taken in part]


def _ask(request: Request, seconds: float, name: str) -> list[tuple[float, int]]:
    taken: list[tuple[float, int]] = []
    stamp = _stamp()
    end = time.monotonic() + seconds
    with Client(request.endpoint, timeout=TIMEOUT_SECONDS) as client:
        while (begin := time.monotonic()) < end:
            mark = f"{MARKED}{stamp}-{name}-{len(taken)}" if request.is_distinct else ""
            try:
                status = client.exchange(
                    get(request.endpoint, request.target + mark, request.accept, request.headers)
                ).status
            except OSError:
                status = 0
            taken.append((time.monotonic() - begin, status))
    return taken


def _stamp() -> str:
    """Give a mark that no earlier load had, so that none of its answers can be in a cache."""
    return str(time.monotonic_ns())
