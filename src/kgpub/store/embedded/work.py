"""How much of the workers' time each client had lately."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

HALF_LIVES = 8  # after so many, what is left of any time is less than counts
MOST_CLIENTS = 10_000


@dataclass
class _Entry:
    seconds: float
    seen: float


class RecentWork:
    """Seconds of workers by client, which halve with time, are in memory only, and are soon forgotten.

    Times are those of one clock that never goes back. Amounts below `unit` do not count.
    """

    def __init__(self, *, half_life: float, unit: float) -> None:
        self._half_life = half_life
        self._unit = unit
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, client: str, seconds: float, *, now: float) -> None:
        """Note that a client is there, and what it had."""
        self._entries[client] = _Entry(self.seconds(client, now=now) + seconds, now)
        self._entries.move_to_end(client)
        self._forget(now)

    def seconds(self, client: str, *, now: float) -> float:
        """Give what is left of a client's time."""
        entry = self._entries.get(client)
        return entry.seconds * 0.5 ** ((now - entry.seen) / self._half_life) if entry else 0.0

    def rank(self, client: str, *, running: float, now: float) -> int:
        """Give the order of magnitude of a client's time, with what it is having now: 0 for little or nothing."""
        units = (self.seconds(client, now=now) + running) / self._unit
        return 0 if units < 1 else 1 + int(math.log2(units))

    def has_others(self, clients: AbstractSet[str], *, since: float) -> bool:
        """Tell whether anybody else was there since a time."""
        for client, entry in reversed(self._entries.items()):
            if entry.seen < since:
                return False
            if client not in clients:
                return True
        return False

    def _forget(self, now: float) -> None:
        while self._entries:
            client, entry = next(iter(self._entries.items()))
            if len(self) <= MOST_CLIENTS and now - entry.seen <= HALF_LIVES * self._half_life:
                return
            del self._entries[client]
