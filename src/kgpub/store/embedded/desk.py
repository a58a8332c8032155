"""The desk of a lane: who waits, who has a worker, and who is next.

Nobody can tell from a query how long it takes. So all workers but one are *places*, where a query may take as long as
its deadline allows, and the last one is for *trials*: what is not done after a moment, while others are about, is taken
off, waits for a place, and begins anew there. Of those who wait, whoever had least of the workers' time lately is next.
So a short query waits for trials at most, whatever else is asked. See docs/decisions/0034-fair-queue.md.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kgpub.errors import EngineBusy
from kgpub.store.embedded.queue import FairQueue
from kgpub.store.embedded.watch import GONE
from kgpub.store.embedded.work import RecentWork

if TYPE_CHECKING:
    from kgpub.errors import EngineError
    from kgpub.store.embedded.jobs import Job
    from kgpub.store.embedded.pool import Pool, Process
    from kgpub.store.embedded.terms import Terms
    from kgpub.store.embedded.watch import Watch

ABANDONED_SECONDS = 0.2  # a client that has its whole answer hangs up before its worker reports
STRETCH = 4  # a query on trial that does not get the CPU is tried for longer, but not for ever
_TOO_LONG = EngineBusy("Others wait, and the answer takes long. Try again later, or ask for less.", retry_after=5)
PATIENCE = 0.25  # of a deadline: for who waited so long, the answer that goes on for longest gives way


class Desk:
    """Brings the jobs of a lane and its workers together."""

    def __init__(self, pool: Pool, watch: Watch, *, terms: Terms) -> None:
        self._pool = pool
        self._watch = watch
        self._terms = terms
        self._queue: FairQueue[Job] = FairQueue(terms.queue_length)
        self._work = RecentWork(half_life=terms.half_life_seconds, unit=terms.trial_seconds)

    def open(self) -> None:
        """Begin to work."""
        self._pool.open(self)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked."""
        return not self._queue and not self._pool.busy

    # -- who is next

    def take_in(self, job: Job) -> None:
        """Let a job wait for a worker; where too many wait, one has to give way."""
        self._work.add(job.client, 0.0, now=job.since)
        if not self._queue and self._may_begin(job) and (process := self._pool.idle):
            self._hand(process, job)
            return
        self._queue.put(job.client, job)
        self._watch_waiting(job)
        self.give_out()
        if (surplus := self._queue.take_surplus(self._rank)) is not None:
            self._refuse(surplus, EngineBusy("All workers are busy and the queue is full. Try again in a moment."))

    def give_out(self) -> None:
        """Give jobs to idle workers."""
        while self._queue and (process := self._pool.idle):
            if (job := self._queue.take(self._rank, may=self._may_begin)) is None:
                return
            self._watch.forget(job.connection)
            self._hand(process, job)

    def _hand(self, process: Process, job: Job) -> None:
        job.begun = time.monotonic()
        job.has_place = self._has_free_place
        self._pool.hand(process, job)
        self._watch.watch(job.connection, GONE, lambda: self._abandon(job))

    def _may_begin(self, job: Job) -> bool:
        running = sum(other.client == job.client for _, other in self._pool.busy)
        return running < self._terms.workers_per_client and (self._has_free_place or not job.was_tried)

    @property
    def _has_free_place(self) -> bool:
        return sum(job.has_place for _, job in self._pool.busy) < self._terms.places

    def _rank(self, client: str) -> int:
        now = time.monotonic()
        running = sum(now - job.begun for _, job in self._pool.busy if job.client == client)
        return self._work.rank(client, running=running, now=now)

    # -- those who wait

    def _watch_waiting(self, job: Job) -> None:
        self._watch.watch(job.connection, GONE, lambda: self._drop(job))

    def _drop(self, job: Job) -> None:
        self._queue.withdraw(job.client, job)
        self._finish(job)

    def _refuse(self, job: Job, error: EngineError) -> None:
        job.tell(error)
        self._finish(job)

    def _finish(self, job: Job) -> None:
        self._watch.forget(job.connection)
        job.connection.close()

    # -- those who have a worker

    def may_send(self, job: Job, *, is_complete: bool) -> bool:
        """Decide whether a job on trial may begin a long answer: not if others would wait while it is worked out."""
        if is_complete or self._gets_place(job) or not self._others_are_about:
            job.is_answering = True
        else:
            job.is_taken_off = True
        return job.is_answering

    def _gets_place(self, job: Job) -> bool:
        job.has_place = job.has_place or self._has_free_place
        return job.has_place

    @property
    def _others_are_about(self) -> bool:
        """Whether somebody was here lately who has no worker now."""
        served = {job.client for _, job in self._pool.busy}
        return self._work.has_others(served, since=time.monotonic() - self._terms.deadline_seconds)

    def take_back(self, job: Job, error: EngineError | None) -> None:
        """Take back a job that its worker is rid of: it is answered, or died of an error, or was taken off."""
        now = time.monotonic()
        self._work.add(job.client, now - job.begun, now=now)
        self._watch.forget(job.connection)
        if job.is_taken_off and job.abandoned_at is None:
            self._wait_for_place(job)
            return
        if error is not None:
            job.tell(_TOO_LONG if job.is_ending else error)
        self._finish(job)

    def _wait_for_place(self, job: Job) -> None:
        if not job.can_begin_anew:
            self._refuse(job, _TOO_LONG)
            return
        job.is_taken_off = job.is_ending = False
        job.was_tried = True
        self._queue.put_back(job.client, job)
        self._watch_waiting(job)

    def _abandon(self, job: Job) -> None:
        self._watch.forget(job.connection)
        job.abandoned_at = time.monotonic()

    # -- as time goes by

    def look(self) -> None:
        """End what takes too long."""
        now = time.monotonic()
        for process, job in self._pool.busy:
            if not job.is_ending and self._is_over(process, job, now):
                self._end(process, job)
        if self._is_anybody_impatient(now) and (found := self._oldest_answer(now)):
            self._end(*found)
        for job in [job for job in self._queue if now - job.since > self._terms.deadline_seconds]:
            self._queue.withdraw(job.client, job)
            self._refuse(job, EngineBusy("No worker became free in time. Try again later.", retry_after=5))

    def _end(self, process: Process, job: Job) -> None:
        job.is_ending = True  # once is enough: its control socket closes next
        process.kill()

    def _is_over(self, process: Process, job: Job, now: float) -> bool:
        if job.abandoned_at is not None:
            return now - job.abandoned_at > ABANDONED_SECONDS
        if job.is_answering or not self._is_tried(process, job, now) or self._gets_place(job):
            return False
        job.is_taken_off = self._others_are_about
        return job.is_taken_off

    def _is_tried(self, process: Process, job: Job, now: float) -> bool:
        trial = self._terms.trial_seconds
        return process.worked_seconds > trial or now - job.begun > trial * STRETCH

    def _is_anybody_impatient(self, now: float) -> bool:
        return any(now - job.since > PATIENCE * self._terms.deadline_seconds for job in self._queue)

    def _oldest_answer(self, now: float) -> tuple[Process, Job] | None:
        """Find the answer that goes on for longest, of those that go on beyond their time."""
        busy = self._pool.busy
        if any(job.is_ending for _, job in busy):
            return None
        beyond = [(process, job) for process, job in busy if self._goes_on(process, job, now)]
        return min(beyond, key=lambda entry: entry[1].begun, default=None)

    def _goes_on(self, process: Process, job: Job, now: float) -> bool:
        if self._gets_place(job):
            return now - job.begun > self._terms.deadline_seconds  # it waits for its reader, or it would have ended
        return job.is_answering and self._is_tried(process, job, now)
