"""`python -m benchmarks.dereferencing`: what documents cost, kept or not, in small archives and in large ones."""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks import beside_files, uncached
from benchmarks.beside_files import Rounds
from benchmarks.engines import kgpub
from benchmarks.environment import environment, load_average
from benchmarks.load import generator
from benchmarks.report import described, judged, milliseconds, table, tell, write
from benchmarks.synthetic.archive import kept_archive_of
from benchmarks.targets import Target, throughput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.beside_files import Beside
    from benchmarks.uncached import Measure, Uncached

FOLDER = Path("build/benchmarks")
SIZES = {10_000: 1_000, 1_000_000: 100_000}
"""How many triples, and how many of their things point to the crowded one."""

SEED = 1
MEASURES: dict[Measure, str] = {"waiting": "waiting", "processor": "processor time"}
WEB_PROCESSES = 1
WARMING = 8
LEAST_SHARE = 0.5
MOST_TIMES = 1.3


@click.command(epilog="\b\nExample:\n  python -m benchmarks.dereferencing --quick   a hundred thousand triples")
@click.option("--quick", is_flag=True, help="A hundred thousand triples instead of a million, and fewer rounds.")
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER / "dereferencing", show_default=True)
def main(quick: bool, out: Path) -> None:
    """Ask for documents that are kept, beside nginx with the same bytes, and for ones that are not."""
    small, large = SIZES
    sizes = {small: SIZES[small], large // 10: SIZES[large] // 10} if quick else SIZES
    machine = environment() | {"load generator": generator(), "load average before": load_average()}
    archives = {f"{triples:,}": _archive(triples, crowd) for triples, crowd in sizes.items()}
    costs = _uncached(archives, requests=8 if quick else 32)
    rounds = Rounds(1, 1.0) if quick else Rounds(3, 3.0)
    besides, missing = _beside_files(next(iter(archives.values())), rounds)
    machine |= {"load average after": load_average()} | ({"nginx": missing} if missing else {})
    report = _report(machine, besides, costs)
    write(report, {"environment": machine, "beside nginx": besides, "uncached": costs}, out)


def _archive(triples: int, crowd: int) -> Path:
    tell(f"preparing {triples:,} triples, {crowd:,} links to one thing")
    return kept_archive_of(FOLDER, triples=triples, seed=SEED, crowd=crowd)


def _beside_files(archive: Path, rounds: Rounds) -> tuple[list[Beside], str]:
    person = next(uncached.kinds(archive)).documents[0].removesuffix(".html")
    with kgpub.serving(archive) as server:
        return beside_files.measure(server.endpoint, person, rounds=rounds, workers=WEB_PROCESSES)


def _uncached(archives: dict[str, Path], *, requests: int) -> list[Uncached]:
    kinds = list(uncached.kinds(next(iter(archives.values()))))
    with ExitStack() as stack:
        servers = {name: stack.enter_context(kgpub.serving(archive)) for name, archive in archives.items()}
        for kind in kinds:  # servers that have just started are slower
            uncached.measure(replace(kind, documents=kind.documents[::-1]), servers, requests=WARMING)
        return [uncached.measure(kind, servers, requests=requests) for kind in kinds]


def _report(machine: dict[str, str], besides: list[Beside], costs: list[Uncached]) -> Iterator[str]:
    yield from ("# Dereferencing", "", _HOW, "")
    yield from described(machine)
    yield from judged(targets(besides, costs))
    yield from ("Requests a second, and bytes of head + body", "")
    head = ("kept", "kgpub", "nginx", "kgpub ÷ nginx", "p50 / p95 of kgpub, ms", "bytes of kgpub", "bytes of nginx")
    yield from table(head, map(_beside_row, besides))
    small, large = costs[0].costs
    yield from ("Medians, ms: of waiting, and of all processes of the server together", "")
    columns = ("worked out", f"waiting, {small}", large, "ratio", f"processor, {small}", large, "ratio", "KiB")
    yield from table(columns, map(_uncached_row, costs))


def _beside_row(beside: Beside) -> Sequence[str]:
    ours = beside.loads["kgpub"]
    p50, p95 = (statistics.median(values) for values in zip(*((load.p50, load.p95) for load in ours), strict=True))
    sizes = (f"{head} + {body}" for head, body in (beside.bytes.get(name, ("–", "–")) for name in ("kgpub", "nginx")))
    waited = f"{milliseconds(p50)} / {milliseconds(p95)}"
    theirs, share = _beside_nginx(beside)
    return (beside.name, f"{throughput(ours):,.0f}", theirs, share, waited, *sizes)


def _beside_nginx(beside: Beside) -> tuple[str, str]:
    if "nginx" not in beside.loads:
        return "–", "–"
    theirs = throughput(beside.loads["nginx"])
    return f"{theirs:,.0f}", f"{throughput(beside.loads['kgpub']) / theirs:.2f}"


def _uncached_row(cost: Uncached) -> Sequence[str]:
    row = [cost.kind]
    small, large = cost.costs
    for measure in MEASURES:
        row += [milliseconds(cost.costs[name].median(measure)) for name in (small, large)]
        row.append(f"{cost.ratio(measure, of=large, to=small):.2f}")
    return (*row, f"{statistics.median(cost.costs[large].bytes) / 1024:,.0f}")


def targets(besides: list[Beside], costs: list[Uncached]) -> Iterator[Target]:
    """Judge what was measured."""
    if shares := {beside.name: _share(beside) for beside in besides if "nginx" in beside.loads}:
        measured = ", ".join(f"{name} {share:.2f}" for name, share in shares.items())
        promise = f"kept: at least {LEAST_SHARE} × the requests a second of nginx with the same bytes"
        yield Target(promise, measured, min(shares.values()) >= LEAST_SHARE)
    failed = sum(load.failed for beside in besides for loads in beside.loads.values() for load in loads)
    yield Target("kept: every answer as it should be", f"{failed} were not", failed == 0)
    small, large = costs[0].costs
    for measure, name in MEASURES.items():
        ratios = {cost.kind: cost.ratio(measure, of=large, to=small) for cost in costs}
        measured = ", ".join(f"{kind} {ratio:.2f}" for kind, ratio in ratios.items())
        promise = f"worked out: {name} below {MOST_TIMES} × at {large} triples what it is at {small}"
        yield Target(promise, measured, max(ratios.values()) < MOST_TIMES)


def _share(beside: Beside) -> float:
    return throughput(beside.loads["kgpub"]) / throughput(beside.loads["nginx"])


_HOW = """\
Kept: sixteen clients ask one web process of kgpub, and one worker of nginx with the same bytes as files, in turn.
Worked out: one client asks both servers in turn, each time with an Accept header that no request had before, so that
no cache answers. The documents are the same, but for the number of those that point to the crowded thing."""


if __name__ == "__main__":
    main()
