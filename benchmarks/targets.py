"""What was promised, what was measured, and whether the one keeps the other."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.comparison import KGPUB, LOCAL, OXIGRAPH, RDFLIB, REPEATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.comparison import Comparison
    from benchmarks.load import Load

EXTRA_SECONDS = 0.001
FACTOR = 1.2
TIMES_FASTER = 10
FASTER_ON = 7
REPEATED_SECONDS = 0.002


@dataclass(frozen=True)
class Target:
    """A promise with its measure."""

    promise: str
    measured: str
    is_met: bool


def targets(comparison: Comparison) -> Iterator[Target]:
    """Judge one size."""
    yield _near_the_engine(comparison)
    if RDFLIB not in comparison.missing:
        yield _faster_than_rdflib(comparison)
    if OXIGRAPH not in comparison.missing:
        yield _lookups(comparison)
    yield _repeated(comparison)


def most_seconds(local_seconds: float) -> float:
    """Give the most that kgpub may take over HTTP for what takes so long in process."""
    return EXTRA_SECONDS + FACTOR * local_seconds


def medians(comparison: Comparison, way: str) -> dict[str, float]:
    """Give the median of each query that a way answered."""
    found = {name: timings[way].median for name, timings in comparison.timings.items() if way in timings}
    return {name: median for name, median in found.items() if median is not None}


def throughput(loads: Sequence[Load]) -> float:
    """Give the median of the throughputs of several rounds."""
    return statistics.median(load.requests_per_second for load in loads)


def _near_the_engine(comparison: Comparison) -> Target:
    alone, served = medians(comparison, LOCAL), medians(comparison, KGPUB)
    late = [
        f"{name} {served[name] * 1000:.2f} of {most_seconds(alone[name]) * 1000:.2f} ms" if name in served else name
        for name in alone
        if name not in served or served[name] > most_seconds(alone[name])
    ]
    measured = f"{len(alone) - len(late)} of {len(alone)}" + (f"; over: {', '.join(late)}" if late else "")
    return Target("uncached: at most 1 ms + 1.2 × in process, on each query", measured, not late)


def _faster_than_rdflib(comparison: Comparison) -> Target:
    # Where rdflib-endpoint gave no right answer in time, there is nothing to be faster than.
    served, slow = medians(comparison, KGPUB), medians(comparison, RDFLIB)
    ratios = {name: slow[name] / served[name] for name in slow if name in served}
    over = {
        name
        for name, timings in comparison.timings.items()
        if timings[RDFLIB].note.startswith("over") and name in served
    }
    fast = {name for name, ratio in ratios.items() if ratio >= TIMES_FASTER} | over
    measured = f"{len(fast)} of {len(comparison.queries)}; " + ", ".join(
        f"{name} {ratio:.0f} ×" for name, ratio in ratios.items()
    )
    return Target(f"uncached: {TIMES_FASTER} × faster than {RDFLIB} on {FASTER_ON}", measured, len(fast) >= FASTER_ON)


def _lookups(comparison: Comparison) -> Target:
    loads = comparison.loads["lookup"]
    promise = f"lookup with 16 clients, repeated: as many a second as the {OXIGRAPH}"
    if not loads.get(REPEATED) or not loads.get(OXIGRAPH):
        return Target(promise, "not measured", is_met=False)
    ours, theirs = throughput(loads[REPEATED]), throughput(loads[OXIGRAPH])
    return Target(promise, f"{ours:,.0f} against {theirs:,.0f} ({ours / theirs:.2f} ×)", ours >= theirs)


def _repeated(comparison: Comparison) -> Target:
    heavy = [query.name for query in comparison.queries if query.is_heavy]
    found = medians(comparison, REPEATED)
    measured = ", ".join(f"{name} {found[name] * 1000:.2f} ms" if name in found else f"{name} –" for name in heavy)
    is_met = all(name in found and found[name] < REPEATED_SECONDS for name in heavy)
    return Target("each repeated heavy query in under 2 ms", measured, is_met)
