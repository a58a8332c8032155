"""Which release a web process answers from: the one that the supervisor points to when a request begins."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kgpub import config as configuration
from kgpub.errors import EngineUnavailable
from kgpub.publication import Publication
from kgpub.store.embedded.client import EmbeddedEngine
from kgpub.store.releases import CONFIGURATION, Release
from kgpub.store.remote.publishing import release_engine

if TYPE_CHECKING:
    from kgpub.store.contract import Engine


@dataclass(frozen=True)
class Pointer:
    """The release in service and the socket of the engine that answers for it; empty where an endpoint does."""

    release: str
    socket: str

    def write(self, path: Path) -> None:
        """Point there from now on; readers see the old pointer or the new one, never a part."""
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)))
        fresh.replace(path)

    @classmethod
    def read(cls, path: Path) -> Pointer:
        """Read the pointer; raise EngineUnavailable where there is none yet."""
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError as error:
            raise EngineUnavailable("The server is starting. Try again in a moment.", retry_after=1) from error


LOOK_SECONDS = 0.02
"""How long a web process may answer from a release that went out of service; to look costs more than an answer."""


class Shelf:
    """Holds the opened publication and opens another when the pointer changes.

    A request asks once, at its start, and keeps what it got.
    """

    def __init__(self, pointer: Path) -> None:
        self._path = pointer
        self._looked = -LOOK_SECONDS
        self._lock = Lock()
        self._seen: tuple[int, int] | None = None
        self._publication: Publication | None = None

    def held(self) -> Publication | None:
        """Give the publication in service now if it is open, at once; None where it has to be opened."""
        now = time.monotonic()
        if now - self._looked > LOOK_SECONDS:
            if self._stamp() != self._seen:
                return None
            self._looked = now
        return self._publication

    def current(self) -> Publication:
        """Give the publication in service now, which may have to be opened."""
        stamp = self._stamp()
        if self._publication is None or stamp != self._seen:
            with self._lock:
                if self._publication is None or stamp != self._seen:
                    self._publication = self._open()
                    self._seen = stamp
        return self._publication

    def _stamp(self) -> tuple[int, int]:
        try:
            status = self._path.stat()
        except FileNotFoundError as error:
            raise EngineUnavailable("The server is starting. Try again in a moment.", retry_after=1) from error
        return status.st_mtime_ns, status.st_ino

    def _open(self) -> Publication:
        pointer = Pointer.read(self._path)
        release = Release.open(Path(pointer.release))
        return Publication.open(release, _engine(pointer, release))


def _engine(pointer: Pointer, release: Release) -> Engine:
    if pointer.socket:
        return EmbeddedEngine(Path(pointer.socket))
    settings = configuration.parse(release.read(CONFIGURATION), release.folder).engine
    return release_engine(release, settings, os.environ)
