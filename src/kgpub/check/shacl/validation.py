"""Validation of a graph: the work is cut into batches, and their outcomes become one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.shacl.engine import Batch, Failure, Result
from kgpub.check.shacl.processes import Pool

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from rdflib.term import Node

    from kgpub.check.progress import Progress
    from kgpub.check.shacl.engine import Engine, Outcome, Targeted
    from kgpub.check.shacl.processes import Limits

BATCH = 100
"""Focus nodes that are evaluated in one go; `check.shape_seconds` is the time for so many."""


def validate_all(engine: Engine, *, limits: Limits, progress: Progress) -> list[Outcome]:
    """Evaluate every shape on every focus node, whatever the number of processes with the same answer."""
    engine.prepare()
    with Pool(engine, limits) as pool:
        return _validate(pool, None, {}, progress)


def validate_some(
    engine: Engine, work: Mapping[Node, Collection[Node] | None], *, limits: Limits, progress: Progress
) -> list[Outcome]:
    """Evaluate shapes on some of their focus nodes; None stands for all.

    A shape that fails is evaluated on all, so that it says the same as it does when everything is.
    """
    whole = {shape for shape, nodes in work.items() if nodes is None}
    parts = {shape: nodes for shape, nodes in work.items() if nodes}
    with Pool(engine, limits) as pool:
        found = _validate(pool, whole, parts, progress)
        failed = {item.shape for item in found if isinstance(item, Failure) and item.shape in parts}
        if not failed:
            return found
        kept = [item for item in found if not (isinstance(item, Failure) and item.shape in failed)]
        return kept + _validate(pool, failed & parts.keys(), {}, progress)


def _validate(
    pool: Pool, whole: Collection[Node] | None, parts: Mapping[Node, Collection[Node]], progress: Progress
) -> list[Outcome]:
    plan: list[Targeted] | Failure = []
    if whole is None or whole:
        progress("finding what shapes are about", 0, 1)
        plan = pool.plan(None if whole is None else tuple(whole))
    if isinstance(plan, Failure):
        return [plan]
    return _collected(pool, [*_batches_of_all(plan), *_batches_of_some(parts)], progress)


def _batches_of_all(plan: Sequence[Targeted]) -> Iterator[Batch]:
    for targeted in plan:
        for start in range(0, targeted.count, BATCH):
            yield Batch(targeted.shape, start, min(start + BATCH, targeted.count))


def _batches_of_some(parts: Mapping[Node, Collection[Node]]) -> Iterator[Batch]:
    for shape, nodes in parts.items():
        found = tuple(nodes)
        for start in range(0, len(found), BATCH):
            yield Batch(shape, nodes=found[start : start + BATCH])


def _collected(pool: Pool, batches: Sequence[Batch], progress: Progress) -> list[Outcome]:
    """Give all results, and one failure for each shape that failed, which then says nothing else.

    Batches are given out in their order, and those that were are waited for: the first to fail is always the same.
    """
    places = {batch: place for place, batch in enumerate(batches)}
    failures: dict[Node, tuple[int, Failure]] = {}
    results: list[Result] = []
    for number, (batch, outcomes) in enumerate(pool.evaluate(batches), start=1):
        progress("validating", number, len(batches))
        results.extend(outcome for outcome in outcomes if isinstance(outcome, Result))
        place = places[batch]
        for outcome in outcomes:
            if isinstance(outcome, Failure) and place <= failures.get(batch.shape, (place, outcome))[0]:
                failures[batch.shape] = place, outcome
    told = [failure for _, failure in failures.values()]
    return [*told, *(result for result in results if result.target not in failures)]
