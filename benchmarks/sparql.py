"""`python -m benchmarks.sparql`: the endpoint beside its engine and beside other servers, on the same data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.comparison import ENGINES, KGPUB, LOCAL, REPEATED, Comparison, Plan, compare
from benchmarks.environment import environment, load_average
from benchmarks.load import generator
from benchmarks.report import described, judged, milliseconds, table, tell, write
from benchmarks.synthetic.archive import archive_of
from benchmarks.targets import medians, most_seconds, targets, throughput
from benchmarks.timing import Patience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.load import Load
    from benchmarks.timing import Timing

FOLDER = Path("build/benchmarks")
WAYS = (LOCAL, KGPUB, REPEATED, *(name for name in ENGINES if name != KGPUB))

WHOLE = Plan(Patience(rounds=30, least=3, budget_seconds=5), load_rounds=3, load_seconds=2, limit_seconds=60)
QUICK = Plan(Patience(rounds=7, least=1, budget_seconds=1), load_rounds=1, load_seconds=1, limit_seconds=20)


@click.command(
    epilog="""\b
Examples:
  python -m benchmarks.sparql                                both sizes, about a quarter of an hour
  python -m benchmarks.sparql --quick --triples 100000       a first look, about a minute
  python -m benchmarks.sparql --only kgpub --triples 100000  without the other servers"""
)
@click.option("--triples", multiple=True, type=int, default=(100_000, 1_000_000), show_default=True, help="Sizes.")
@click.option("--only", multiple=True, type=click.Choice(ENGINES), default=ENGINES, help="Servers; kgpub always runs.")
@click.option("--quick", is_flag=True, help="Fewer rounds, shorter loads, shorter time limits.")
@click.option("--seed", default=1, show_default=True, help="Another seed, another archive.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=FOLDER / "sparql", show_default=True, help="The report."
)
def main(triples: tuple[int, ...], only: tuple[str, ...], quick: bool, seed: int, out: Path) -> None:
    """Compare the endpoint with its engine in process and with other servers, as ratios of medians."""
    chosen = QUICK if quick else WHOLE
    plan = Plan(chosen.patience, chosen.load_rounds, chosen.load_seconds, chosen.limit_seconds, only)
    machine = environment() | {"load average before": load_average()}
    comparisons = []
    for size in triples:
        tell(f"preparing {size:,} triples")
        archive, release = archive_of(FOLDER, triples=size, seed=seed)
        comparisons.append(compare(archive, release, plan, tell))
    machine |= {"load average after": load_average(), "requests under load made by": generator()}
    figures = {"environment": machine, "comparisons": comparisons}
    write(_report(machine, comparisons, plan), figures, out)


def _report(machine: dict[str, str], comparisons: list[Comparison], plan: Plan) -> Iterator[str]:
    yield from ("# SPARQL: kgpub beside its engine and other servers", "", _HOW, "")
    yield f"At most {plan.patience.rounds} rounds; loads {plan.load_rounds} × {plan.load_seconds:.0f} s."
    yield ""
    yield from described(machine)
    for comparison in comparisons:
        yield from _one_size(comparison)


def _one_size(comparison: Comparison) -> Iterator[str]:
    yield from (f"## {comparison.quads:,} triples", "")
    yield from (f"{name} was left out: {reason}\n" for name, reason in comparison.missing.items())
    yield from judged(targets(comparison))
    yield from _times(comparison)
    yield from _ratios(comparison)
    yield from _loads(comparison)


def _ways(comparison: Comparison) -> list[str]:
    present = next(iter(comparison.timings.values()))
    return [way for way in WAYS if way in present]


def _times(comparison: Comparison) -> Iterator[str]:
    ways = _ways(comparison)
    yield from ("### One at a time: median (least–most), ms", "")
    rows = (
        (name, *(_time(timings[way]) for way in ways), _most(timings[LOCAL]))
        for name, timings in comparison.timings.items()
    )
    yield from table(("query", *ways, "1 ms + 1.2 × in process"), rows)


def _time(timing: Timing) -> str:
    if timing.median is None:
        return timing.note or "–"
    least, most = min(timing.seconds), max(timing.seconds)
    return f"{milliseconds(timing.median)} ({milliseconds(least)}–{milliseconds(most)})"


def _most(timing: Timing) -> str:
    return milliseconds(most_seconds(timing.median)) if timing.median is not None else "–"


def _ratios(comparison: Comparison) -> Iterator[str]:
    ways = [way for way in _ways(comparison) if way != KGPUB]
    ours = medians(comparison, KGPUB)
    by_way = {way: medians(comparison, way) for way in ways}
    yield from ("### How many times as long as kgpub, uncached", "")
    rows = (
        (name, *(f"{found[name] / ours[name]:.2f}" if name in found else "–" for found in by_way.values()))
        for name in ours
    )
    yield from table(("query", *ways), rows)


def _loads(comparison: Comparison) -> Iterator[str]:
    ways = [way for way in _ways(comparison) if way != LOCAL]
    yield from ("### Sixteen clients: requests a second (p50 / p95, ms)", "")
    rows = ((name, *(_load(loads.get(way)) for way in ways)) for name, loads in comparison.loads.items())
    yield from table(("query", *ways), rows)


def _load(loads: list[Load] | None) -> str:
    if not loads:
        return "–"
    if not any(load.requests_per_second for load in loads):
        return "none in time"
    middle = sorted(loads, key=lambda load: load.requests_per_second)[len(loads) // 2]
    failed = sum(load.failed for load in loads)
    words = f"{throughput(loads):,.0f} ({milliseconds(middle.p50)} / {milliseconds(middle.p95)})"
    return f"{words}, {failed:,} failed" if failed else words


_HOW = """\
Made-up data about nobody, the same for all. Each server answers each query once before anything is timed, and what
answers differently from pyoxigraph in process is not timed. Then they take turns, one request each, and the first
changes from round to round. “In process” is `Store.query` and its serialisation, in the process that measures. Every
request but those of “kgpub, repeated” ends in a comment that no other has, so that no cache can answer it. The client
is the same for all: one kept connection, bytes prepared beforehand. Rows are asked for as JSON, graphs as N-Triples.
The union of all graphs is the default graph (Virtuoso: all triples lie in one). With sixteen clients, a server is left
out of queries of which one takes it over a quarter of a second."""


if __name__ == "__main__":
    main()
