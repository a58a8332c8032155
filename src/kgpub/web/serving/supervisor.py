"""The supervisor: keeps one engine and one web part running, and moves them to new releases."""

from __future__ import annotations

import logging
import signal
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kgpub import config as configuration
from kgpub.errors import KgpubError, ServeError
from kgpub.store.embedded.capacity import machine_memory, need, shortage
from kgpub.store.embedded.process import EngineProcess
from kgpub.store.releases import CONFIGURATION, Release, Releases
from kgpub.web.serving import web_process
from kgpub.web.serving.elsewhere import Elsewhere
from kgpub.web.serving.probe import wait_until_healthy
from kgpub.web.shelf import LOOK_SECONDS, Pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from kgpub.config import Config
    from kgpub.web.serving.address import Address

TICK_SECONDS = 0.1
QUICK_DEATH_SECONDS = 2.0  # a process that dies sooner than this after its start is given a pause

logger = logging.getLogger(__name__)


class _Stop(Exception):
    """SIGTERM or SIGINT came."""


class Supervisor:
    """Serves the current release of an archive until it is told to stop."""

    def __init__(self, root: Path, address: Address, *, workers: int | None) -> None:
        self._releases = Releases(root)
        self._address = address
        self._workers = workers
        self._reload_asked = False
        self._retired: list[EngineProcess | Elsewhere] = []
        self._sockets = 0

    def run(self, announce: Callable[[Release], None]) -> None:
        """Serve. `announce` is called once requests are answered, and after each move to a new release."""
        with tempfile.TemporaryDirectory(prefix="kgpub-") as folder, self._signals():
            self._runtime = Path(folder)
            try:
                self._start(announce)
                while True:
                    time.sleep(TICK_SECONDS)
                    self._look_after()
                    if self._reload_asked or self._is_removed():
                        self._reload_asked = False
                        self._reload(announce)
            except _Stop:
                logger.info("stopping")
            finally:
                self._stop()

    def _is_removed(self) -> bool:
        """Tell whether a build has removed the release in service, since it holds what was withheld or withdrawn."""
        return not self._release.folder.exists()

    @property
    def _pointer(self) -> Path:
        return self._runtime / "current.json"

    def _start(self, announce: Callable[[Release], None]) -> None:
        self._release = self._newest()
        config = _config(self._release)
        self._engine = self._start_engine(self._release, config)
        self._point()
        self._web = web_process.start(self._address, config, workers=self._workers, pointer=self._pointer)
        wait_until_healthy(self._address, is_running=self._web.is_running)
        announce(self._release)

    def _newest(self) -> Release:
        release = self._releases.current()
        if release is None:
            raise ServeError("There is no release yet. Build one: kgpub build")
        return release

    def _start_engine(self, release: Release, config: Config) -> EngineProcess | Elsewhere:
        engine = self._engine_of(release, config)
        try:
            engine.wait_until_ready()
        except BaseException:
            engine.stop()
            raise
        return engine

    def _engine_of(self, release: Release, config: Config) -> EngineProcess | Elsewhere:
        if config.engine.kind == "remote":
            return Elsewhere(release, config.engine)
        _warn_of_shortage(release, config)
        self._sockets += 1
        socket = self._runtime / f"engine-{self._sockets}.sock"
        return EngineProcess(release.folder, socket=socket, settings=config.engine)

    def _point(self) -> None:
        Pointer(str(self._release.folder), str(self._engine.socket)).write(self._pointer)

    def _look_after(self) -> None:
        """Start again what died; forget retired engines that have ended."""
        if not self._engine.is_running():
            self._load_again()
        if not self._web.is_running():
            logger.warning("the web part died; it is started again")
            time.sleep(QUICK_DEATH_SECONDS)
            self._web.start_again()
        for engine in [engine for engine in self._retired if not engine.is_running()]:
            engine.stop()
            self._retired.remove(engine)

    def _load_again(self) -> None:
        """Start the engine again; where it cannot be loaded, requests get 503, and the next look tries once more."""
        logger.warning("the engine process died; it is being loaded again")
        self._engine.start_again()
        try:
            self._engine.wait_until_ready()
        except KgpubError as error:
            logger.error("%s", error)  # noqa: TRY400 - the trace says nothing more
            time.sleep(QUICK_DEATH_SECONDS)

    def _reload(self, announce: Callable[[Release], None]) -> None:
        """Move to the newest release; where that fails, the one in service stays."""
        try:
            release = self._newest()
            if release.id == self._release.id:
                return
            engine = self._start_engine(release, _config(release))
        except KgpubError as error:
            logger.error("the new release cannot be served, the last one stays in service: %s", error)  # noqa: TRY400
            if self._is_removed():
                time.sleep(QUICK_DEATH_SECONDS)  # it is tried again
            return
        self._retired.append(self._engine)
        self._release, self._engine = release, engine
        self._point()
        self._retired[-1].retire()
        time.sleep(2 * LOOK_SECONDS)  # by then every web process has looked
        announce(release)

    def _stop(self) -> None:
        for name in ("_web", "_engine"):
            if (process := getattr(self, name, None)) is not None:
                process.stop()
        for engine in self._retired:
            engine.stop()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        handlers = {signal.SIGTERM: _stop, signal.SIGINT: _stop, signal.SIGHUP: self._ask_reload}
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask_reload(self, _number: int, _frame: FrameType | None) -> None:
        self._reload_asked = True


def _stop(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough; stopping is under way
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise _Stop


def _warn_of_shortage(release: Release, config: Config) -> None:
    needed = need(release.stored_quads, in_memory=not release.has_store, settings=config.engine)
    if warning := shortage(needed, available=machine_memory()):
        logger.warning("%s", warning)


def _config(release: Release) -> Config:
    return configuration.parse(release.read(CONFIGURATION), release.folder)
