"""On which terms a lane's workers are given out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgpub.store.settings import EngineSettings

PAGE_QUEUE_LENGTH = 1024  # pages come from our own web processes, which bound them
TRIALS_A_DEADLINE = 32  # so many clients are tried in one deadline, whatever they ask
HALF_LIFE_DEADLINES = 2


@dataclass(frozen=True)
class Terms:
    """The terms of a lane.

    `places` is how many workers may take as long as the deadline allows. Whoever gets one of the others is on trial.
    """

    workers: int
    places: int
    workers_per_client: int
    queue_length: int
    deadline_seconds: float

    @property
    def trial_seconds(self) -> float:
        """How long a query may take on trial while others are about."""
        return self.deadline_seconds / TRIALS_A_DEADLINE

    @property
    def half_life_seconds(self) -> float:
        """How long until a client's time counts half."""
        return self.deadline_seconds * HALF_LIFE_DEADLINES


def page_terms(settings: EngineSettings) -> Terms:
    """Give the terms for pages: first come, first served."""
    count = settings.page_workers
    return Terms(count, count, count, PAGE_QUEUE_LENGTH, settings.deadline_seconds)


def public_terms(settings: EngineSettings) -> Terms:
    """Give the terms for public queries: all places but one, unless there is but one."""
    count = settings.public_workers
    all_but_one = max(1, count - 1)
    per_client = settings.workers_per_client or all_but_one
    return Terms(count, all_but_one, per_client, settings.queue_length, settings.deadline_seconds)
