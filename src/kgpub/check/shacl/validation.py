"""Validation of a graph: the work is cut into batches, and their outcomes become one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.shacl.engine import Batch, Failure, Result
from kgpub.check.shacl.processes import Pool

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rdflib.term import Node

    from kgpub.check.progress import Progress
    from kgpub.check.shacl.engine import Engine, Outcome, Targeted
    from kgpub.check.shacl.processes import Limits

BATCH = 100
"""Focus nodes that are evaluated in one go; `check.shape_seconds` is the time for so many."""


def validate_all(engine: Engine, *, limits: Limits, progress: Progress) -> list[Outcome]:
    """Evaluate every shape on every focus node, whatever the number of processes with the same answer."""
    with Pool(engine, limits) as pool:
        progress("finding what shapes are about", 0, 1)
        plan = pool.plan()
        if isinstance(plan, Failure):
            return [plan]
        return _collected(pool, list(_all_batches(plan)), progress)


def validate_some(
    engine: Engine, nodes: Mapping[Node, Sequence[Node]], *, limits: Limits, progress: Progress
) -> list[Outcome]:
    """Evaluate shapes on some of their focus nodes."""
    batches = [
        Batch(shape, nodes=tuple(found[start : start + BATCH]))
        for shape, found in nodes.items()
        for start in range(0, len(found), BATCH)
    ]
    with Pool(engine, limits) as pool:
        return _collected(pool, batches, progress)


def _all_batches(plan: Sequence[Targeted]) -> Iterator[Batch]:
    for targeted in plan:
        for start in range(0, targeted.count, BATCH):
            yield Batch(targeted.shape, start, min(start + BATCH, targeted.count))


def _collected(pool: Pool, batches: Sequence[Batch], progress: Progress) -> list[Outcome]:
    """Give all results, and one failure for each shape that failed, which then says nothing else.

    Batches are given out in their order, and those that were are waited for: the first to fail is always the same.
    """
    places = {batch: place for place, batch in enumerate(batches)}
    failures: dict[object, tuple[int, Failure]] = {}
    results: list[Result] = []
    for number, (batch, outcomes) in enumerate(pool.evaluate(batches), start=1):
        progress("validating", number, len(batches))
        results.extend(outcome for outcome in outcomes if isinstance(outcome, Result))
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                place = places[batch]
                failures[batch.shape] = min(failures.get(batch.shape, (place, outcome)), (place, outcome))
    told = [failure for _, failure in failures.values()]
    return [*told, *(result for result in results if result.target not in failures)]
