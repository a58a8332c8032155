"""One request at a time: how long each way of asking takes, in turn, so that noise falls on all of them."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Way:
    """A way to get an answer, such as one server.

    `ask` takes the number of the request and passes over what it reads; `answer` gives it whole, to be compared.
    """

    name: str
    ask: Callable[[int], object]
    answer: Callable[[], bytes] = bytes


@dataclass(frozen=True)
class Patience:
    """How often each way is asked: so many rounds, but no longer than the budget, once `least` rounds are done."""

    rounds: int
    least: int
    budget_seconds: float


@dataclass
class Timing:
    """How long a way took, each time; `note` says why there is nothing, where there is nothing."""

    seconds: list[float] = field(default_factory=list)
    note: str = ""

    @property
    def median(self) -> float | None:
        """The middle of all times."""
        return statistics.median(self.seconds) if self.seconds else None

    def has_time(self, patience: Patience) -> bool:
        """Tell whether it may be asked once more."""
        if self.note:
            return False
        return len(self.seconds) < patience.least or sum(self.seconds) < patience.budget_seconds


def take_times(ways: Sequence[Way], timings: dict[str, Timing], patience: Patience) -> None:
    """Ask each way in turn, beginning with another one each round, and note how long it took."""
    for number in range(patience.rounds):
        first = number % len(ways)
        for way in (*ways[first:], *ways[:first]):
            timing = timings[way.name]
            if timing.has_time(patience):
                _take_time(way, timing, number)


def _take_time(way: Way, timing: Timing, number: int) -> None:
    begin = time.perf_counter()
    try:
        way.ask(number)
    except TimeoutError:
        timing.note = f"over {time.perf_counter() - begin:.0f} s"
    except (OSError, ValueError) as error:
        timing.note = f"failed: {error}"
    else:
        timing.seconds.append(time.perf_counter() - begin)
