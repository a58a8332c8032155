"""Engines over a few quads: in processes of their own, or over a server of somebody else's."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, parse

from kgpub.rdf.canonical import canonical_lines
from kgpub.store.contract import Lane, Query
from kgpub.store.embedded.client import EmbeddedEngine
from kgpub.store.embedded.process import EngineProcess
from kgpub.store.releases import DATASET, MANIFEST, Release, Releases, compress
from kgpub.store.remote.call import Call
from kgpub.store.remote.endpoint import Endpoint, UpdateService
from kgpub.store.remote.loading.load import Loading
from kgpub.store.remote.loading.units import graph_of, triple_of
from kgpub.store.remote.loading.writing import GraphStore, Writer
from kgpub.store.remote.publishing import release_engine
from kgpub.store.settings import EngineSettings
from tests.endpoints import OxigraphServer, oxigraph_server
from tests.servers import Process, eventually, processes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kgpub.store.contract import Engine
    from tests.endpoints import Addresses

STORES = ("memory", "disk")
ENGINES = (*STORES, "remote")

SMALL = EngineSettings(
    public_workers=2,
    workers_per_client=2,
    page_workers=1,
    queue_length=2,
    deadline_seconds=3,
    memory_megabytes=64,
    stall_seconds=1,
)
"""Limits that are reached soon, and one client may have all workers."""


def trig(text: str) -> list[Quad]:
    """Read quads."""
    return list(parse(text, format=RdfFormat.TRIG))


def write_release(root: Path, quads: Iterable[Quad], *, store: str = "memory") -> Release:
    """Write a release that holds nothing but a dataset."""
    lines = canonical_lines(quads)
    manifest = {
        "base": "https://example.org/",
        "dataset": {
            "sha256": hashlib.sha256(b"".join(lines)).hexdigest(),
            "quads": len(lines),
            "triples": len(set(map(triple_of, lines))),
        },
        "graphs": dict.fromkeys(map(graph_of, lines), 0),
    }
    files = {MANIFEST: json.dumps(manifest).encode(), DATASET: compress(b"".join(lines))}
    return Releases(root).write(files, index=lines if store == "disk" else None)


@dataclass(frozen=True)
class AnyEngine:
    """An engine of whatever kind, with what asks it."""

    engine: Engine

    def ask(self, text: str, *, lane: Lane = Lane.PUBLIC, client: str = "", **fields: object) -> bytes:
        """Give a whole answer."""
        with self.engine.answer(Query(text, lane=lane, client=client, **fields)) as answer:  # type: ignore[arg-type]
            return b"".join(answer)

    def rows(self, text: str, **fields: object) -> list[str]:
        """Give the rows of an answer as sorted lines of TSV, without the head."""
        return sorted(self.ask(text, results="text/tab-separated-values", **fields).decode().splitlines()[1:])  # type: ignore[arg-type]

    @property
    def is_remote(self) -> bool:
        """Whether somebody else's server answers."""
        return False

    def wait_until_whole(self) -> None:
        """Wait until nothing is left of what was asked before."""


@dataclass(frozen=True)
class RunningEngine(AnyEngine):
    """An engine process with what asks it."""

    engine: EmbeddedEngine
    process: EngineProcess
    settings: EngineSettings = SMALL

    def workers(self, lane: Lane) -> list[Process]:
        """Give the workers of a lane, the oldest first; public ones are nice."""
        below = [entry for entry in processes().values() if entry.parent == self.process.pid]
        return sorted(
            (entry for entry in below if (entry.nice == 19) == (lane is Lane.PUBLIC)), key=lambda entry: entry.pid
        )

    def wait_until_whole(self) -> None:
        """Wait until each lane has all its workers."""
        eventually(
            lambda: (
                len(self.workers(Lane.PAGE)) == self.settings.page_workers
                and len(self.workers(Lane.PUBLIC)) == self.settings.public_workers
            )
        )


@dataclass(frozen=True)
class RemoteEngineAt(AnyEngine):
    """An engine over an Oxigraph server."""

    server: OxigraphServer

    @property
    def is_remote(self) -> bool:
        """Whether somebody else's server answers."""
        return True


@contextmanager
def started(release: Release, socket: Path, settings: EngineSettings = SMALL) -> Iterator[RunningEngine]:
    """Run an engine over a release."""
    process = EngineProcess(release.folder, socket=socket, settings=settings)
    try:
        process.wait_until_ready()
        running = RunningEngine(EmbeddedEngine(socket), process, settings)
        running.wait_until_whole()
        yield running
    finally:
        process.stop()


@contextmanager
def running_engine(
    root: Path, quads: Iterable[Quad], *, store: str = "memory", settings: EngineSettings = SMALL
) -> Iterator[RunningEngine]:
    """Run an engine over quads."""
    with started(write_release(root, quads, store=store), root / "engine.sock", settings) as running:
        yield running


FOREIGN = """INSERT DATA {
  <g:s> <g:in> 97 . <https://example.org/a> <https://example.org/p> "not of the archive" .
  GRAPH <g:foreign> { <g:s> <g:in> 98 . <https://example.org/a> <https://example.org/p> "not of the archive" }
}"""
"""What lives at an endpoint beside the archive."""


def loading(release: Release, addresses: Addresses) -> Loading:
    """Prepare a load."""
    writer = Writer(UpdateService(addresses.update), GraphStore(addresses.graph_store))
    return Loading(release, Endpoint(addresses.query), writer)


def load(release: Release, addresses: Addresses) -> None:
    """Bring a release to an endpoint."""
    order = loading(release, addresses)
    order.carry_out(order.plan(), lambda *_: None)


@contextmanager
def remote_engine(root: Path, quads: Iterable[Quad], *, settings: EngineSettings = SMALL) -> Iterator[RemoteEngineAt]:
    """Run an engine over an Oxigraph server that holds quads, and others that are not the archive's."""
    release = write_release(root, quads)
    with oxigraph_server(timeout_seconds=settings.deadline_seconds) as server:
        UpdateService(server.addresses.update).update(FOREIGN, Call(patience_seconds=10))
        load(release, server.addresses)
        engine = release_engine(release, replace(settings, endpoint=server.addresses.query), {})
        yield RemoteEngineAt(engine, server)


@contextmanager
def any_engine(
    root: Path, quads: Iterable[Quad], *, kind: str, settings: EngineSettings = SMALL
) -> Iterator[AnyEngine]:
    """Run an engine of a kind over quads."""
    if kind == "remote":
        with remote_engine(root, quads, settings=settings) as remote:
            yield remote
    else:
        with running_engine(root, quads, store=kind, settings=settings) as running:
            yield running
