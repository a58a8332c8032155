"""What a check takes: of everything, of what changed, of nothing; and what pySHACL takes by itself.

    python -m benchmarks.checking --size 10000 --size 100000

Each is a process from start to end: time, CPU time (which a busy machine changes less) and memory.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.environment import environment, load_average
from benchmarks.report import described, table, tell, write
from benchmarks.synthetic.archive import write_archive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPOSITORY = Path(__file__).parents[1]
AS_IT_COMES_UP_TO = 10_000
"""Beyond, pySHACL by itself takes too long to wait for."""
GIT = (
    "git",
    "-c",
    "user.name=benchmark",
    "-c",
    "user.email=benchmark@example.org",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "advice.detachedHead=false",
)
KIBIBYTES_OF_MEBIBYTE = 1024


@dataclass(frozen=True)
class Taken:
    """What one process took, with its children."""

    way: str
    size: int
    seconds: float
    cpu_seconds: float
    megabytes: float
    note: str = ""


def run(way: str, size: int, command: Sequence[str], folder: Path, limit: float) -> Taken:
    """Run a command and measure it."""
    tell(f"{way}, {size:,} triples")
    # Only the children of one process that has no others can be told apart, so one measures for each.
    measuring = [sys.executable, "-m", "benchmarks.checking", "--measure", str(folder), str(limit), *command]
    done = subprocess.run(measuring, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    seconds, cpu, kibibytes, note = done.stdout.strip().split(" ", 3)
    return Taken(way, size, float(seconds), float(cpu), float(kibibytes) / KIBIBYTES_OF_MEBIBYTE, note)


def measure(folder: str, limit: str, *command: str) -> None:
    """Run one command, and print what it took."""
    begin, note = time.perf_counter(), "-"
    try:
        done = subprocess.run(
            command, cwd=folder, env=as_installed(), capture_output=True, text=True, check=False, timeout=float(limit)
        )
        note = (done.stdout.strip().splitlines() or done.stderr.strip().splitlines() or ["-"])[-1]
    except subprocess.TimeoutExpired:
        note = f"given up after {limit} s"
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    click.echo(f"{time.perf_counter() - begin} {used.ru_utime + used.ru_stime} {used.ru_maxrss} {note}")


def as_installed() -> dict[str, str]:
    """Give an environment in which Python keeps bytecode, as it has it of everything that is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measured(size: int, limit: float) -> Iterator[Taken]:
    """Measure one size, on an archive of its own; 0 is this one, whose commits are left alone."""
    check = [sys.executable, "-m", "kgpub", "check"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if size:
            write_archive(folder, triples=size, seed=1)
        else:
            subprocess.run([*GIT, "clone", "-q", "--local", REPOSITORY, folder], check=True)
        (folder / ".gitignore").write_text(".kgpub/\n")
        (folder / "notes.txt").write_text("nothing of the archive\n")
        subprocess.run([*GIT, "init", "-q"], cwd=folder, check=True)
        commit(folder)
        yield run("kgpub check, the first time", size, check, folder, limit)
        yield run("kgpub check, again", size, check, folder, limit)
        (folder / "notes.txt").write_text("still nothing of the archive\n")
        subprocess.run([*GIT, "add", "-A"], cwd=folder, check=True)
        yield run("kgpub check --staged, no RDF", size, [*check, "--staged"], folder, limit)
        change(folder)
        subprocess.run([*GIT, "add", "-A"], cwd=folder, check=True)
        yield run("kgpub check --staged, one statement", size, [*check, "--staged"], folder, limit)
        yield from by_itself(folder, size, limit)


def by_itself(folder: Path, size: int, limit: float) -> Iterator[Taken]:
    """Measure pySHACL without kgpub."""
    pyshacl = [sys.executable, "-m", "benchmarks.pyshacl_as_it_comes", str(folder)]
    if size <= AS_IT_COMES_UP_TO:
        yield run("pySHACL as it comes", size, pyshacl, REPOSITORY, limit)
    yield run("pySHACL with prepared queries", size, [*pyshacl, "--prepared"], REPOSITORY, limit)


def commit(folder: Path) -> None:
    """Commit all that a folder has."""
    for command in (["add", "-A"], ["commit", "-q", "-m", "all"]):
        subprocess.run([*GIT, *command], cwd=folder, check=True)


def change(folder: Path) -> None:
    """Change one statement: a label of the vocabularies or of the synthetic data."""
    files = sorted(folder.glob("data/synthetic/reported-*.nt")) or sorted(folder.glob("data/reported/charges.ttl"))
    lines = files[0].read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if '"@' in line)
    lines[place] = lines[place].replace('"@', '!"@', 1)
    files[0].write_text("".join(lines), encoding="utf-8")


def rows(taken: Sequence[Taken]) -> Iterator[tuple[str, ...]]:
    """Give the lines of the report, each compared with pySHACL at its size."""
    for item in taken:
        peers = [peer for peer in taken if peer.size == item.size and peer.way.startswith("pySHACL")]
        ratio = f"{peers[0].cpu_seconds / item.cpu_seconds:.1f}" if peers else ""
        name = f"{item.size:,}" if item.size else "this archive"
        numbers = f"{item.seconds:.2f}", f"{item.cpu_seconds:.2f}", f"{item.megabytes:.0f}"
        yield name, item.way, *numbers, ratio, item.note


@click.command()
@click.option("--size", "sizes", type=int, multiple=True, default=(0, 10_000, 100_000), help="0: this archive.")
@click.option("--limit", type=float, default=600.0, show_default=True, help="Seconds until a process is given up.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/benchmarks/checking"), show_default=True)
def main(sizes: tuple[int, ...], limit: float, out: Path) -> None:
    """Measure checks of several sizes."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", REPOSITORY / "src"], env=as_installed(), check=True)
    taken = [item for size in sizes for item in measured(size, limit)]
    head = ("triples", "way", "seconds", "CPU seconds", "MiB (largest process)", "pySHACL takes times", "says")
    lines = ["# Checking", "", *described({**environment(), "load": load_average()}), *table(head, list(rows(taken)))]
    write(lines, taken, out)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
    else:
        main()
