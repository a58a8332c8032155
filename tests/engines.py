"""Engines over a few quads, each in processes of its own."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, parse

from kgpub.rdf.canonical import canonical_lines
from kgpub.store.contract import Lane, Query
from kgpub.store.embedded.client import EmbeddedEngine
from kgpub.store.embedded.process import EngineProcess
from kgpub.store.releases import DATASET, MANIFEST, Release, Releases, compress
from kgpub.store.settings import EngineSettings
from tests.servers import Process, eventually, processes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

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
    manifest = {"dataset": {"sha256": hashlib.sha256(b"".join(lines)).hexdigest()}}
    files = {MANIFEST: json.dumps(manifest).encode(), DATASET: compress(b"".join(lines))}
    return Releases(root).write(files, index=lines if store == "disk" else None)


@dataclass(frozen=True)
class RunningEngine:
    """An engine process with what asks it."""

    process: EngineProcess
    engine: EmbeddedEngine

    def ask(self, text: str, *, lane: Lane = Lane.PUBLIC, client: str = "", **fields: object) -> bytes:
        """Give a whole answer."""
        with self.engine.answer(Query(text, lane=lane, client=client, **fields)) as answer:  # type: ignore[arg-type]
            return b"".join(answer)

    def rows(self, text: str, **fields: object) -> list[str]:
        """Give the rows of an answer as sorted lines of TSV, without the head."""
        return sorted(self.ask(text, results="text/tab-separated-values", **fields).decode().splitlines()[1:])  # type: ignore[arg-type]

    def workers(self, lane: Lane) -> list[Process]:
        """Give the workers of a lane, the oldest first; public ones are nice."""
        below = [entry for entry in processes().values() if entry.parent == self.process.pid]
        return sorted(
            (entry for entry in below if (entry.nice == 19) == (lane is Lane.PUBLIC)), key=lambda entry: entry.pid
        )

    def wait_until_whole(self, settings: EngineSettings = SMALL) -> None:
        """Wait until each lane has all its workers."""
        eventually(
            lambda: (
                len(self.workers(Lane.PAGE)) == settings.page_workers
                and len(self.workers(Lane.PUBLIC)) == settings.public_workers
            )
        )


@contextmanager
def started(release: Release, socket: Path, settings: EngineSettings = SMALL) -> Iterator[RunningEngine]:
    """Run an engine over a release."""
    process = EngineProcess(release.folder, socket=socket, settings=settings)
    try:
        process.wait_until_ready()
        running = RunningEngine(process, EmbeddedEngine(socket))
        running.wait_until_whole(settings)
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
