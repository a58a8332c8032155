"""Documents that nobody asked for before, from a small archive and from a large one that begins the same."""

from __future__ import annotations

import re
import statistics
import time
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from benchmarks.client import Client, get
from benchmarks.isolation import minted
from benchmarks.processes import tree
from benchmarks.report import tell
from benchmarks.synthetic.triples import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmarks.engines.kgpub import Server

OK = 200
NANO = 1e-9
PATIENCE_SECONDS = 60
MOST_UNLIKE = 1.005
Measure = Literal["waiting", "processor"]
FORMATS = {"HTML": ".html", "Turtle": ".ttl"}


@dataclass(frozen=True)
class Kind:
    """Documents of one kind, by their paths."""

    name: str
    documents: tuple[str, ...]


@dataclass
class Costs:
    """What each document cost one server: seconds of waiting, seconds of all its processes, bytes."""

    waiting: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)

    def median(self, measure: Measure) -> float:
        """Give the middle of all times."""
        return statistics.median(self.waiting if measure == "waiting" else self.processor)

    def of(self, chosen: Sequence[bool]) -> Costs:
        """Give the costs of some of the documents."""
        waiting, processor = (list(compress(taken, chosen)) for taken in (self.waiting, self.processor))
        return Costs(waiting, processor, list(compress(self.bytes, chosen)))


@dataclass(frozen=True)
class Uncached:
    """The costs of one kind of documents, by server."""

    kind: str
    costs: Mapping[str, Costs]

    def ratio(self, measure: Measure, *, of: str, to: str) -> float:
        """Give how many times as much one server took as the other, by the medians."""
        return self.costs[of].median(measure) / self.costs[to].median(measure)


def kinds(archive: Path) -> Iterator[Kind]:
    """Give the kinds of documents, of things that are in an archive and in every larger one."""
    crowded = _crowded(archive)
    people = [thing for thing in minted(archive) if thing.startswith("person/") and thing != crowded]
    subjects = {"person": people, "crowd": [crowded], "long text": _sources(archive)}
    for name, things in subjects.items():
        for form, ending in FORMATS.items():
            yield Kind(f"{name}, {form}", tuple(f"/{thing}{ending}" for thing in things))


def _crowded(archive: Path) -> str:
    """Give the thing that the crowd points to."""
    return _subjects(archive, "crowd.nt", r"\S*ns#Person")[0]


def _sources(archive: Path) -> list[str]:
    """Give the things that hold the whole text of a statement."""
    return _subjects(archive, "statements-*.nt", r"\S*ns#SourceDocument")


def _subjects(archive: Path, files: str, class_: str) -> list[str]:
    line = re.compile(rf"<{re.escape(BASE)}([^>]*)> \S*#type> {class_}> \.$", re.MULTILINE)
    folder = archive / "data" / "synthetic"
    return [found for file in sorted(folder.glob(files)) for found in line.findall(file.read_text(encoding="utf-8"))]


def measure(kind: Kind, servers: Mapping[str, Server], *, requests: int) -> Uncached:
    """Ask all servers in turn for one document after another, and another one first each time."""
    tell(f"{kind.name}, never asked before")
    askers = [_Asker(server, Costs()) for server in servers.values()]
    try:
        for number in range(requests):
            for asker in askers if number % 2 == 0 else askers[::-1]:
                asker.ask(kind.documents[number % len(kind.documents)])
    finally:
        for asker in askers:
            asker.client.close()
    alike = [_is_one(sizes) for sizes in zip(*(asker.costs.bytes for asker in askers), strict=True)]
    if not any(alike):
        raise click.ClickException(f"{kind.name}: no document is the same in all archives")
    return Uncached(kind.name, {name: asker.costs.of(alike) for name, asker in zip(servers, askers, strict=True)})


class _Asker:
    """Asks one server, and notes what it cost."""

    def __init__(self, server: Server, costs: Costs) -> None:
        self.client = Client(server.endpoint, timeout=PATIENCE_SECONDS)
        self.costs = costs
        self._endpoint = server.endpoint
        self._server = server.started.process.pid

    def ask(self, document: str) -> None:
        """Ask for a document as nobody did before, so that no cache has it: what is accepted is part of the key."""
        request = get(self._endpoint, document, f"*/*, application/x-{time.monotonic_ns()}")
        pids = [process.pid for process in tree(self._server)]
        processor, begin = _processor_seconds(pids), time.perf_counter()
        reply = self.client.exchange(request)
        self.costs.waiting.append(time.perf_counter() - begin)
        self.costs.processor.append(_processor_seconds(pids) - processor)
        self.costs.bytes.append(len(reply.body))
        if reply.status != OK:
            raise click.ClickException(f"{document} gave {reply.status}: {reply.body[:300].decode()}")


def _processor_seconds(pids: Iterable[int]) -> float:
    """Give the time that processes had a core, in all their threads; more exactly than by ticks."""
    files = (file for pid in pids for file in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(file.read_text().split()[0]) for file in files) * NANO


def _is_one(sizes: Sequence[int]) -> bool:
    """Tell whether a document is the same in all archives, but for figures such as the size of a crowd.

    Of some people more is said in the larger archive; what they cost is no comparison.
    """
    return max(sizes) < MOST_UNLIKE * min(sizes)
