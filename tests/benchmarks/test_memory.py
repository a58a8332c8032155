"""The growth of a process is seen, also when it was given back or the process has ended since."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.load import percentile
from benchmarks.memory import watching

if TYPE_CHECKING:
    from collections.abc import Iterator

GROWING = """
import sys
for line in sys.stdin:
    kept = bytearray(int(line))
    kept = None
    print("done", flush=True)
"""
MEBIBYTE = 1024 * 1024


@contextmanager
def growing() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", GROWING]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        grow(process, 1)
        yield process


def grow(process: subprocess.Popen[str], size: int) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{size}\n")
    process.stdin.flush()
    assert process.stdout.readline() == "done\n"


def test_a_peak_counts_though_it_was_given_back() -> None:
    with growing() as one, growing() as other:
        grow(one, 40 * MEBIBYTE)  # before the watch begins, so it does not count
        with watching([(one.pid, "one"), (other.pid, "other")]) as growths:
            grow(one, 60 * MEBIBYTE)
        assert [growth.name for growth in growths] == ["one", "other"]
        assert 55 < growths[0].resident < 65
        assert growths[1].resident < 5


def test_a_process_that_ends_meanwhile_is_no_failure() -> None:
    with growing() as process, watching([(process.pid, "gone")]) as growths:
        process.kill()
        process.wait()
    assert growths[0].resident < 5


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.95, 1.0)] == [1, 51, 96, 100]
    assert percentile([3.0], 0.95) == 3
