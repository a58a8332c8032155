"""Making sure that an endpoint holds the release that is published from it."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from kgpub.errors import EngineError, EngineUnavailable
from kgpub.store.remote.control import Holding, OwnGraphs, read_holding

if TYPE_CHECKING:
    from kgpub.store.remote.endpoint import Endpoint

FRESH_SECONDS = 1.0
"""How long what the endpoint said is believed; `kgpub load` waits longer than this before it changes a graph."""

PATIENCE_SECONDS = 5.0
RETRY_SECONDS = 5


class Held:
    """Asks the control graph, at most once in `FRESH_SECONDS`, whatever comes of it."""

    def __init__(self, endpoint: Endpoint, graphs: OwnGraphs, *, dataset: str) -> None:
        self._endpoint = endpoint
        self._graphs = graphs
        self._dataset = dataset
        self._lock = Lock()
        self._asked = float("-inf")
        self._said: Holding | EngineError = Holding()

    def now(self) -> Holding:
        """Give what the endpoint holds; raise EngineUnavailable where it is not the release."""
        with self._lock:
            if time.monotonic() - self._asked > FRESH_SECONDS:
                self._asked = time.monotonic()  # before the question, so that what was said is not older than this
                self._said = self._ask()
            said = self._said
        if isinstance(said, EngineError):
            raise EngineUnavailable(str(said), retry_after=RETRY_SECONDS) from said
        if said.dataset != self._dataset:
            raise EngineUnavailable(_other(said), retry_after=RETRY_SECONDS)
        return said

    def _ask(self) -> Holding | EngineError:
        try:
            return read_holding(self._endpoint, self._graphs, patience_seconds=PATIENCE_SECONDS)
        except EngineError as error:
            return error


def _other(holding: Holding) -> str:
    if not holding.dataset:
        return "The endpoint does not hold this release, or not all of it yet. Bring it there: kgpub load"
    return f"The endpoint holds another release, {holding.release[:12]}. Bring this one there: kgpub load"
