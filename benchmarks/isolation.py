"""`python -m benchmarks.isolation`: bombs on every public worker, and what others notice of them."""

from __future__ import annotations

import math
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import click

from benchmarks.client import Client, get
from benchmarks.engines import kgpub
from benchmarks.environment import environment, load_average
from benchmarks.load import percentile
from benchmarks.report import described, judged, milliseconds, table, tell, write
from benchmarks.synthetic.archive import archive_of
from benchmarks.synthetic.triples import BASE
from benchmarks.targets import Target
from kgpub.identity.ledger import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.client import Endpoint
    from benchmarks.engines.kgpub import Server

FOLDER = Path("build/benchmarks")
TRIPLES = 100_000
DEADLINE_SECONDS = 4.0
READER, ASKER = "127.0.0.40", "127.0.0.50"  # who reads pages, who asks lookups beside the bombs
BOMBERS = 8
PATIENCE_SECONDS = 60
TIMES_SLOWER = 2
OK, UNAVAILABLE = 200, 503
RESULTS = "application/sparql-results+json"

LOOKUP = f"SELECT ?property ?value WHERE {{ <{BASE}graph/organisations> ?property ?value }}"
BOMBS = {
    "time": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "memory": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
}
ADDRESSES = {
    "one address": ("127.0.0.1",) * BOMBERS,
    "eight addresses": tuple(f"127.0.0.{number}" for number in range(2, 2 + BOMBERS)),
}


@dataclass(frozen=True)
class Extent:
    """How many pages are read and how many lookups asked."""

    pages: int
    lookups: int


@dataclass(frozen=True)
class Siege:
    """What others noticed of one kind of bombs from one kind of clients; seconds."""

    bombs: str
    clients: str
    bombs_ended: int
    quiet: list[float]
    pages: list[float]
    lookups: list[float]
    refused: int
    """How often a lookup was told to come again later."""


@click.command(epilog="\b\nExample:\n  python -m benchmarks.isolation --quick   fewer pages and lookups")
@click.option("--quick", is_flag=True, help="Fewer pages and lookups.")
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER / "isolation", show_default=True)
def main(quick: bool, out: Path) -> None:
    """Let eight clients send queries without end, and time pages and another client's lookups."""
    extent = Extent(pages=100, lookups=3) if quick else Extent(pages=500, lookups=10)
    machine = environment() | {"load average before": load_average()}
    tell(f"preparing {TRIPLES:,} triples")
    settings = f"[engine]\ndeadline_seconds = {DEADLINE_SECONDS}"
    archive, _ = archive_of(FOLDER, triples=TRIPLES, seed=1, settings=settings)
    unread = _unread(archive)
    with kgpub.serving(archive) as server:
        _read(server.endpoint, islice(unread, extent.pages))  # a server that has just started is slower
        sieges = [
            _besiege(server, unread, extent, bombs=bombs, clients=clients) for bombs in BOMBS for clients in ADDRESSES
        ]
    write(_report(machine, sieges), {"environment": machine, "sieges": sieges}, out)


def _unread(archive: Path) -> Iterator[str]:
    """Give documents in an order that mixes all kinds, each once: none has been kept by the server when it is read."""
    things = minted(archive)
    Random(1).shuffle(things)
    return (f"{thing}{ending}" for ending in (".ttl", ".nt", ".jsonld") for thing in things)


def minted(archive: Path) -> list[str]:
    """Give the paths of everything in an archive that has an opaque id."""
    ledger = parse((archive / "ledger.txt").read_text(), base=BASE, shown="ledger.txt")
    return [uri.removeprefix(BASE) for uri in ledger.minted]


def _read(endpoint: Endpoint, documents: Iterable[str]) -> list[float]:
    """Read documents, one after another, and give how long each took, the shortest first."""
    taken = []
    with Client(endpoint, source=READER, timeout=PATIENCE_SECONDS) as client:
        for document in documents:
            begin = time.perf_counter()
            reply = client.exchange(get(endpoint, f"/{document}", "*/*"))
            taken.append(time.perf_counter() - begin)
            if reply.status != OK:
                raise click.ClickException(f"{document} gave {reply.status}: {reply.body[:300].decode()}")
    return sorted(taken)


def _besiege(server: Server, unread: Iterator[str], extent: Extent, *, bombs: str, clients: str) -> Siege:
    tell(f"{bombs} bombs from {clients}")
    quiet = _read(server.endpoint, islice(unread, extent.pages))
    with _bombing(server.endpoint, BOMBS[bombs], ADDRESSES[clients]) as ended:
        _wait_until_busy(server, all_workers=len(set(ADDRESSES[clients])) > 1)
        under_bombs = _read(server.endpoint, islice(unread, extent.pages))
        lookups = [_look_up(server.endpoint) for _ in range(extent.lookups)]
    waited = sorted(lookup.seconds for lookup in lookups)
    return Siege(bombs, clients, len(ended), quiet, under_bombs, waited, sum(lookup.refused for lookup in lookups))


@contextmanager
def _bombing(endpoint: Endpoint, query: str, addresses: tuple[str, ...]) -> Iterator[list[int]]:
    """Send bombs from each address, one after another, until the block ends; give the statuses they end with."""
    over, ended = threading.Event(), list[int]()
    threads = [
        threading.Thread(target=_bomb, args=(endpoint, f"{query}\n# {number}", address, over, ended))
        for number, address in enumerate(addresses)
    ]
    for thread in threads:
        thread.start()
    try:
        yield ended
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _bomb(endpoint: Endpoint, query: str, address: str, over: threading.Event, ended: list[int]) -> None:
    with Client(endpoint, source=address, timeout=PATIENCE_SECONDS) as client:
        while not over.is_set():
            try:
                reply = client.exchange(endpoint.request(f"{query}-{time.monotonic_ns()}", RESULTS))
            except OSError:
                ended.append(0)
                continue
            ended.append(reply.status)
            if reply.status == UNAVAILABLE:
                over.wait(1)  # as told by Retry-After


def _wait_until_busy(server: Server, *, all_workers: bool) -> None:
    """Wait until public workers use their share of the processor: a single address does not get all of them."""
    enough = all if all_workers else any
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        before = _ticks(server)
        time.sleep(0.5)
        after = _ticks(server)
        if before and enough(after.get(pid, math.inf) > ticks for pid, ticks in before.items()):
            return
    raise click.ClickException("the bombs do not reach the public workers")


def _ticks(server: Server) -> dict[int, int]:
    found = {}
    for worker in server.workers():
        if worker.nice > 0:
            with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
                fields = Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()
                found[worker.pid] = int(fields[11]) + int(fields[12])
    return found


@dataclass(frozen=True)
class Lookup:
    """How long a lookup waited in all, and how often it was refused before."""

    seconds: float
    refused: int


def _look_up(endpoint: Endpoint) -> Lookup:
    """Ask a lookup until it is answered, as a patient client does."""
    request = endpoint.request(f"{LOOKUP}\n# {time.monotonic_ns()}", RESULTS)
    refused = 0
    begin = time.perf_counter()
    with Client(endpoint, source=ASKER, timeout=PATIENCE_SECONDS) as client:
        while (reply := client.exchange(request)).status == UNAVAILABLE:
            refused += 1
            time.sleep(float(reply.header("retry-after") or 1))
    if reply.status != OK:
        raise click.ClickException(f"a lookup gave {reply.status}: {reply.body[:300].decode()}")
    return Lookup(time.perf_counter() - begin, refused)


def _report(machine: dict[str, str], sieges: list[Siege]) -> Iterator[str]:
    yield from (
        "# Isolation",
        "",
        f"Deadline {DEADLINE_SECONDS:.0f} s; bombs from {BOMBERS} clients at once.",
        _HOW,
        "",
    )
    yield from described(machine)
    yield from judged(target for siege in sieges for target in _targets(siege))
    head = (
        "bombs",
        "clients",
        "bombs ended",
        "pages quiet p50 / p95, ms",
        "under bombs, ms",
        "lookups p50 / most, s",
        "refused",
    )
    yield from table(head, (_row(siege) for siege in sieges))


def _row(siege: Siege) -> tuple[str, ...]:
    quiet, pages = (
        f"{milliseconds(percentile(times, 0.5))} / {milliseconds(percentile(times, 0.95))}"
        for times in (siege.quiet, siege.pages)
    )
    lookups = f"{percentile(siege.lookups, 0.5):.2f} / {siege.lookups[-1]:.2f}"
    return siege.bombs, siege.clients, str(siege.bombs_ended), quiet, pages, lookups, str(siege.refused)


def _targets(siege: Siege) -> Iterator[Target]:
    name = f"{siege.bombs} bombs from {siege.clients}"
    quiet, pages = percentile(siege.quiet, 0.95), percentile(siege.pages, 0.95)
    yield Target(
        f"{name}: pages keep their p95 within {TIMES_SLOWER} × the quiet one",
        f"{milliseconds(pages)} after {milliseconds(quiet)} ms ({pages / quiet:.2f} ×)",
        pages <= TIMES_SLOWER * quiet,
    )
    slowest = siege.lookups[-1]
    yield Target(
        f"{name}: another client's lookups within {DEADLINE_SECONDS:.0f} s",
        f"{slowest:.2f} s at most",
        slowest <= DEADLINE_SECONDS,
    )


_HOW = """\
Every page is read for the first time, and every bomb and lookup ends in a comment that no other has, so that no cache
answers. A lookup that is refused comes again when Retry-After says so; its time counts from the first try."""


if __name__ == "__main__":
    main()
