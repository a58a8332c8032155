"""`python -m benchmarks.streaming`: a million rows pass through, and nobody keeps them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.client import Client
from benchmarks.engines import kgpub
from benchmarks.environment import environment, load_average
from benchmarks.memory import Growth, watching
from benchmarks.report import described, judged, table, tell, write
from benchmarks.synthetic.archive import archive_of
from benchmarks.targets import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.engines.kgpub import Server

FOLDER = Path("build/benchmarks")
STORES = ("memory", "disk")
ROWS = 1_000_000
WEB_MEBIBYTES = 32
WORKER_MEBIBYTES = 128
ACCEPT = "text/tab-separated-values"  # a row a line, so that rows are counted as they pass
WARMING = 20
MEBIBYTE = 1024 * 1024
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Stream:
    """What passed over one store, and who grew by how much."""

    store: str
    rows: int
    mebibytes: float
    seconds: float
    web: list[Growth]
    workers: list[Growth]


@click.command(epilog="\b\nExample:\n  python -m benchmarks.streaming --quick   a hundred thousand rows")
@click.option("--rows", default=ROWS, show_default=True, help="Rows to stream; the archive has as many triples.")
@click.option("--quick", is_flag=True, help="A hundred thousand rows.")
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER / "streaming", show_default=True)
def main(rows: int, quick: bool, out: Path) -> None:
    """Stream a large SELECT over both stores and watch the memory of every process."""
    wanted = ROWS // 10 if quick else rows
    machine = environment() | {"load average before": load_average()}
    streams = [_stream(store, wanted) for store in STORES]
    write(_report(machine, streams, wanted), {"environment": machine, "streams": streams}, out)


def _stream(store: str, rows: int) -> Stream:
    tell(f"preparing {rows:,} triples, store {store}")
    settings = f'[engine]\nstore = "{store}"\ndeadline_seconds = {PATIENCE_SECONDS}.0'
    archive, _ = archive_of(FOLDER, triples=rows, seed=1, settings=settings)
    with kgpub.serving(archive) as server, Client(server.endpoint, timeout=PATIENCE_SECONDS) as client:
        _warm_up(server, client)
        tell(f"streaming {rows:,} rows")
        return _measure(store, rows, server, client)


def _warm_up(server: Server, client: Client) -> None:
    """Let every process do once what it does at every start."""
    for number in range(WARMING):
        query = f"SELECT * WHERE {{ ?subject ?property ?value }} LIMIT 100\n# {number}"
        client.exchange(server.endpoint.request(query, ACCEPT))


def _measure(store: str, rows: int, server: Server, client: Client) -> Stream:
    web = [(process.pid, f"web process {number}") for number, process in enumerate(server.web_processes(), 1)]
    workers = [(process.pid, f"worker {number}") for number, process in enumerate(server.workers(), 1)]
    counted = _Counted()
    query = f"SELECT ?subject ?property ?value WHERE {{ ?subject ?property ?value }} LIMIT {rows}"
    begin = time.perf_counter()
    with watching([*web, *workers]) as growths:
        client.exchange(server.endpoint.request(query, ACCEPT), counted.take)
    seconds = time.perf_counter() - begin
    web_growths, worker_growths = growths[: len(web)], growths[len(web) :]
    return Stream(store, counted.lines - 1, counted.size / MEBIBYTE, seconds, web_growths, worker_growths)


@dataclass
class _Counted:
    lines: int = 0
    size: int = 0

    def take(self, part: memoryview) -> None:
        self.lines += bytes(part).count(b"\n")
        self.size += len(part)


def _report(machine: dict[str, str], streams: list[Stream], rows: int) -> Iterator[str]:
    yield from (f"# Streaming {rows:,} rows", "")
    yield from described(machine)
    yield from judged(target for stream in streams for target in _targets(stream, rows))
    yield from _what_passed(streams)
    yield from ("MiB that each process grew: resident set at its peak (and its proportional share)", "")
    rows_of = ((stream.store, growth) for stream in streams for growth in (*stream.web, *stream.workers))
    yield from table(
        ("store", "process", "grew by"),
        ((store, growth.name, f"{growth.resident:.1f} ({growth.proportional:.1f})") for store, growth in rows_of),
    )


def _what_passed(streams: list[Stream]) -> Iterator[str]:
    rows = (
        (stream.store, f"{stream.rows:,}", f"{stream.mebibytes:,.0f}", f"{stream.seconds:.1f}") for stream in streams
    )
    yield from table(("store", "rows", "MiB", "seconds"), rows)


def _targets(stream: Stream, rows: int) -> Iterator[Target]:
    web = max(growth.resident for growth in stream.web)
    worker = max(growth.resident for growth in stream.workers)
    yield Target(f"{stream.store}: {rows:,} rows arrive", f"{stream.rows:,}", stream.rows == rows)
    yield Target(
        f"{stream.store}: no web process grows by more than {WEB_MEBIBYTES} MiB", f"{web:.1f} MiB", web <= WEB_MEBIBYTES
    )
    if stream.store == "disk":
        promise = f"disk: no worker grows by more than {WORKER_MEBIBYTES} MiB"
        yield Target(promise, f"{worker:.1f} MiB", worker <= WORKER_MEBIBYTES)


if __name__ == "__main__":
    main()
