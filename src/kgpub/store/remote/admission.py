"""How many queries an endpoint is asked at once, who waits, and who is next."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from kgpub.errors import EngineBusy
from kgpub.store.embedded.queue import FairQueue
from kgpub.store.embedded.work import RecentWork

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.errors import EngineError
    from kgpub.store.embedded.terms import Terms


class Admitted(Protocol):
    """What waits for its turn."""

    @property
    def client(self) -> str:
        """Whose it is."""

    def start(self) -> None:
        """Begin, without waiting for anything."""

    def refuse(self, error: EngineError) -> None:
        """Say why it cannot begin."""


class Admission:
    """The places of a lane, on the terms that the workers of an embedded engine are given out on.

    But nothing is tried and taken off: what an endpoint began, nobody can make it put aside.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._lock = Lock()
        self._begun: dict[Admitted, float] = {}
        self._queue: FairQueue[Admitted] = FairQueue(terms.queue_length)
        self._work = RecentWork(half_life=terms.half_life_seconds, unit=terms.trial_seconds)

    def enter(self, errand: Admitted) -> None:
        """Start an errand, or let it wait; where too many wait, one is refused."""
        with self._lock:
            self._work.add(errand.client, 0.0, now=time.monotonic())
            self._queue.put(errand.client, errand)
            ready = list(self._ready())
            surplus = self._queue.take_surplus(self._rank)
        for next_errand in ready:
            next_errand.start()
        if surplus is not None:
            surplus.refuse(EngineBusy("All places are taken and the queue is full. Try again in a moment."))

    def leave(self, errand: Admitted) -> None:
        """Give a place back, to whoever waits for one."""
        now = time.monotonic()
        with self._lock:
            self._work.add(errand.client, now - self._begun.pop(errand), now=now)
            ready = list(self._ready())
        for next_errand in ready:
            next_errand.start()

    def withdraw(self, errand: Admitted) -> bool:
        """Take an errand out of the queue; tell whether it still waited there."""
        with self._lock:
            return self._queue.withdraw(errand.client, errand)

    def _ready(self) -> Iterator[Admitted]:
        while len(self._begun) < self._terms.workers:
            errand = self._queue.take(self._rank, may=self._may_begin)
            if errand is None:
                return
            self._begun[errand] = time.monotonic()
            yield errand

    def _may_begin(self, errand: Admitted) -> bool:
        running = sum(other.client == errand.client for other in self._begun)
        return running < self._terms.workers_per_client

    def _rank(self, client: str) -> int:
        now = time.monotonic()
        running = sum(now - begun for errand, begun in self._begun.items() if errand.client == client)
        return self._work.rank(client, running=running, now=now)
