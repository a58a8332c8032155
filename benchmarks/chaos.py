"""`python -m benchmarks.chaos`: thousands of requests while a worker is killed every tenth of a second."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random
from typing import TYPE_CHECKING

import click

from benchmarks import answers
from benchmarks.client import BrokenOff, Client, get
from benchmarks.engines import kgpub, local
from benchmarks.environment import environment, load_average
from benchmarks.isolation import minted
from benchmarks.queries import Query, queries
from benchmarks.report import described, judged, table, tell, write
from benchmarks.synthetic.archive import archive_of
from benchmarks.targets import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from benchmarks.client import Endpoint, Reply
    from benchmarks.engines.kgpub import Server

FOLDER = Path("build/benchmarks")
TRIPLES = 100_000
REQUESTS = 10_000
CLIENTS = 8
KILL_SECONDS = 0.1
PATIENCE_SECONDS = 60
SHARE_RIGHT = 0.95
OK = 200
PEOPLE = 40
WEIGHTS = {"lookup": 40, "describe": 20, "page": 20, "20,000 rows": 2}
"""How often each kind comes, of a hundred or so; every other kind comes `OTHERS` times."""
OTHERS = 4

RIGHT = "complete and right"
REFUSED = "a problem document"
BROKEN = "a transfer that is seen to be broken off"
WRONG = "short or wrong, and taken for whole"
SILENT = "no answer in time"
UNKNOWN = "another status than a problem's"
RECOGNISABLE = (REFUSED, BROKEN)


@dataclass(frozen=True)
class Ask:
    """A request with the one answer that is right; `query` is none for a page."""

    kind: str
    query: Query | None
    target: str
    accept: str
    expected: bytes = b""

    def request(self, endpoint: Endpoint, number: int) -> bytes:
        """Give the bytes of the request, distinct from all others where it is a query."""
        if self.query is None:
            return get(endpoint, self.target, self.accept)
        return endpoint.request(self.query.distinct(number), self.accept)


@dataclass(frozen=True)
class Outcome:
    """What came of a request; `detail` is what a problem says."""

    kind: str
    what: str
    detail: str = ""


@dataclass
class Chaos:
    """What came of it: how often each kind of request had each outcome, what problems said, and the rest."""

    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    details: dict[str, int] = field(default_factory=dict)
    killed: int = 0
    engines: int = 1
    """How many engine processes there were: one, unless the first one died."""
    seconds: float = 0.0
    is_healthy: bool = False

    def count(self, *wanted: str) -> int:
        """Count the requests that had one of some outcomes."""
        return sum(found.get(outcome, 0) for found in self.outcomes.values() for outcome in wanted)


@click.command(epilog="\b\nExample:\n  python -m benchmarks.chaos --quick   a thousand requests")
@click.option("--requests", default=REQUESTS, show_default=True)
@click.option("--quick", is_flag=True, help="A thousand requests.")
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER / "chaos", show_default=True)
def main(requests: int, quick: bool, out: Path) -> None:
    """Send mixed requests while random workers are killed, and compare every answer with the one that is right."""
    count = REQUESTS // 10 if quick else requests
    machine = environment() | {"load average before": load_average()}
    tell(f"preparing {TRIPLES:,} triples")
    archive, release = archive_of(FOLDER, triples=TRIPLES, seed=1)
    with kgpub.serving(archive) as server:
        tell("learning the right answers")
        asks = _asks(server.endpoint, release.load_store(), _people(archive))
        tell(f"{count:,} requests")
        chaos = _run(server, asks, count)
    write(_report(machine, chaos, count), {"environment": machine, "chaos": chaos}, out)


# -- what is asked


def _asks(endpoint: Endpoint, store: Store, people: list[str]) -> list[Ask]:
    """Give every kind of request, with answers learned in quiet and compared with the engine's in process."""
    kinds = [Ask(query.name, query, endpoint.path, query.accept) for query in _ordered(queries(store))]
    pages = [Ask("page", None, f"/{person}.ttl", "text/turtle") for person in people]
    with Client(endpoint, timeout=PATIENCE_SECONDS) as client:
        return [_learned(ask, client, endpoint, store) for ask in (*kinds, *pages)]


def _people(archive: Path) -> list[str]:
    return [path for path in minted(archive) if path.startswith("person/")][:PEOPLE]


def _ordered(wanted: tuple[Query, ...]) -> Iterator[Query]:
    """Give the queries; one whose LIMIT has no order is taken whole, so that there is one right answer."""
    for query in wanted:
        text = query.text if query.is_deterministic else query.text.partition("LIMIT")[0]
        yield Query(query.name, text, query.form)


def _learned(ask: Ask, client: Client, endpoint: Endpoint, store: Store) -> Ask:
    reply = client.exchange(ask.request(endpoint, -1))
    if reply.status != OK:
        raise click.ClickException(f"{ask.kind} gave {reply.status} in quiet")
    if ask.query is not None:
        expected = answers.read(local.answer(store, ask.query.text), ask.query)
        if found := answers.difference(answers.read(reply.body, ask.query), expected, ask.query):
            raise click.ClickException(f"{ask.kind} is wrong in quiet: {found}")
    return Ask(ask.kind, ask.query, ask.target, ask.accept, reply.body)


# -- asking


def _run(server: Server, asks: list[Ask], count: int) -> Chaos:
    chaos = Chaos()
    whole = len(server.workers())
    waiting: SimpleQueue[tuple[int, Ask]] = SimpleQueue()
    for number, ask in enumerate(_mixed(asks, count)):
        waiting.put((number, ask))
    begin = time.monotonic()
    with _killing(server, chaos), ThreadPoolExecutor(CLIENTS) as pool:
        parts = pool.map(lambda client: _ask_all(server.endpoint, waiting, client), range(CLIENTS))
        outcomes = [outcome for part in parts for outcome in part]
    chaos.seconds = time.monotonic() - begin
    for (kind, what), times in Counter((outcome.kind, outcome.what) for outcome in outcomes).items():
        chaos.outcomes.setdefault(kind, {})[what] = times
    chaos.details = dict(Counter(outcome.detail for outcome in outcomes if outcome.detail))
    chaos.is_healthy = _is_healthy(server, asks, whole)
    return chaos


def _mixed(asks: list[Ask], count: int) -> list[Ask]:
    """Draw so many requests, each kind by its weight."""
    by_kind: dict[str, list[Ask]] = {}
    for ask in asks:
        by_kind.setdefault(ask.kind, []).append(ask)
    each = {kind: cycle(those) for kind, those in by_kind.items()}
    kinds = Random(1).choices(list(each), [WEIGHTS.get(kind, OTHERS) for kind in each], k=count)
    return [next(each[kind]) for kind in kinds]


def _ask_all(endpoint: Endpoint, waiting: SimpleQueue[tuple[int, Ask]], number: int) -> list[Outcome]:
    outcomes: list[Outcome] = []
    with Client(endpoint, source=f"127.0.0.{10 + number}", timeout=PATIENCE_SECONDS) as client:
        while True:
            try:
                place, ask = waiting.get_nowait()
            except Empty:
                return outcomes
            outcomes.append(_outcome(client, endpoint, place, ask))


def _outcome(client: Client, endpoint: Endpoint, number: int, ask: Ask) -> Outcome:
    try:
        return judge(client.exchange(ask.request(endpoint, number)), ask)
    except TimeoutError:
        return Outcome(ask.kind, SILENT)
    except (BrokenOff, ConnectionResetError, BrokenPipeError):
        return Outcome(ask.kind, BROKEN)


def judge(reply: Reply, ask: Ask) -> Outcome:
    """Tell what an answer is that came to its end."""
    if reply.status == OK:
        return Outcome(ask.kind, RIGHT if reply.body == ask.expected else WRONG)
    if not reply.header("content-type").startswith("application/problem+json"):
        return Outcome(ask.kind, UNKNOWN, str(reply.status))
    return Outcome(ask.kind, REFUSED, f"{reply.status}: {json.loads(reply.body).get('detail', '')}")


# -- killing


@contextmanager
def _killing(server: Server, chaos: Chaos) -> Iterator[None]:
    over = threading.Event()
    thread = threading.Thread(target=_kill, args=(server, chaos, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _kill(server: Server, chaos: Chaos, over: threading.Event) -> None:
    random = Random(1)
    engine = server.engine().pid
    while not over.wait(KILL_SECONDS):
        try:
            workers = Path(f"/proc/{engine}/task/{engine}/children").read_text().split()
            os.kill(int(random.choice(workers)), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError, IndexError):
            found = server.engine().pid
            chaos.engines += found != engine
            engine = found
        else:
            chaos.killed += 1


def _is_healthy(server: Server, asks: list[Ask], workers: int) -> bool:
    """Wait until all workers are there again, then ask everything once more."""
    end = time.monotonic() + PATIENCE_SECONDS
    while len(server.workers()) != workers and time.monotonic() < end:
        time.sleep(KILL_SECONDS)
    endpoint = server.endpoint
    with Client(endpoint, timeout=PATIENCE_SECONDS) as client:
        health = client.exchange(get(endpoint, "/health", "*/*")).status
        again = {_outcome(client, endpoint, -2, ask).what for ask in asks}
    return health == OK and len(server.workers()) == workers and again == {RIGHT}


# -- report


def _report(machine: dict[str, str], chaos: Chaos, count: int) -> Iterator[str]:
    rate = f"{count:,} requests from {CLIENTS} clients in {chaos.seconds:.0f} s"
    yield from ("# Chaos", "", f"{rate}; {chaos.killed:,} workers killed; engine processes: {chaos.engines}.", "")
    yield from described(machine)
    yield from judged(_targets(chaos, count))
    outcomes = sorted({outcome for found in chaos.outcomes.values() for outcome in found})
    rows = (
        (kind, *(f"{found.get(outcome, 0):,}" for outcome in outcomes))
        for kind, found in sorted(chaos.outcomes.items())
    )
    yield from table(("request", *outcomes), rows)
    yield from table(("what errors say", "times"), ((detail, f"{times:,}") for detail, times in chaos.details.items()))


def _targets(chaos: Chaos, count: int) -> Iterator[Target]:
    right, wrong = chaos.count(RIGHT), chaos.count(WRONG)
    known = right + chaos.count(*RECOGNISABLE)
    yield Target("at least 95 % are complete and right", f"{right / count:.2%}", right >= SHARE_RIGHT * count)
    yield Target("all others are recognisable errors", f"{count - known:,} are not", known == count)
    yield Target("none is short and taken for whole", f"{wrong:,}", wrong == 0)
    yield Target("the server ends healthy", "yes" if chaos.is_healthy else "no", chaos.is_healthy)


if __name__ == "__main__":
    main()
