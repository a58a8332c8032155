"""The dispatcher: takes queries in, and brings each to a worker of its lane.

It is single-threaded and never reads a query. It keeps a duplicate of every connection that it handed on, so that it
can end a broken answer in words, and so that it notices when a client goes away.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kgpub.store.contract import Lane
from kgpub.store.embedded.desk import Desk
from kgpub.store.embedded.intake import Intake
from kgpub.store.embedded.pool import Pool
from kgpub.store.embedded.terms import Terms, page_terms, public_terms
from kgpub.store.embedded.watch import Watch
from kgpub.store.embedded.worker import Worker

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from kgpub.store.embedded.jobs import Job
    from kgpub.store.settings import EngineSettings
    from kgpub.store.sharing import StoredDataset

TICK_SECONDS = 0.1
DRAIN_SECONDS = 15.0  # longer than a web request goes on between two queries of the same page


class Dispatcher:
    """Runs the engine process. `open_store` is called in each worker, after the fork."""

    def __init__(
        self, listener: socket.socket, *, open_store: Callable[[], StoredDataset], settings: EngineSettings
    ) -> None:
        self._open_store = open_store
        self._settings = settings
        self._watch = Watch()
        self._intake = Intake(listener, self._watch, self._take_in)
        self._desks = {
            Lane.PAGE: self._desk(Lane.PAGE, page_terms(settings)),
            Lane.PUBLIC: self._desk(Lane.PUBLIC, public_terms(settings)),
        }
        self._retired = False
        self._last_used = time.monotonic()

    def _desk(self, lane: Lane, terms: Terms) -> Desk:
        def work(control: socket.socket) -> None:
            Worker(control, lane=lane, open_store=self._open_store, settings=self._settings).run()

        return Desk(Pool(terms.workers, self._watch, work=work), self._watch, terms=terms)

    def run(self) -> None:
        """Serve until SIGTERM; after SIGUSR1, until no query has come for a while."""
        self._intake.open()
        for desk in self._desks.values():
            desk.open()
        looked = 0.0
        while not self._is_drained:
            self._watch.wait(TICK_SECONDS)
            if time.monotonic() - looked > TICK_SECONDS:
                looked = time.monotonic()
                self._look()

    def _look(self) -> None:
        for desk in self._desks.values():
            desk.look()

    def _take_in(self, job: Job) -> None:
        self._last_used = time.monotonic()
        self._desks[job.header.lane].take_in(job)

    def retire(self, _number: int = 0, _frame: object = None) -> None:
        """Take queries as before, and end once none has come for a while. May stand as a signal's handler."""
        self._retired = True
        self._last_used = time.monotonic()

    @property
    def _is_drained(self) -> bool:
        if not self._retired:
            return False
        if not all(desk.is_idle for desk in self._desks.values()):
            self._last_used = time.monotonic()
        return time.monotonic() - self._last_used > DRAIN_SECONDS
