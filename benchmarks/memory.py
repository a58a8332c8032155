"""How much memory processes come to use, as the kernel counts it."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KIBIBYTE = 1024
SAMPLE_SECONDS = 0.1
RESET_PEAK = "5"  # proc(5), /proc/pid/clear_refs: resets VmHWM


@dataclass
class Growth:
    """How much a process grew, MiB: its resident set at its peak, and its share of it as far as that was sampled."""

    name: str
    resident: float = 0.0
    proportional: float = 0.0


@contextmanager
def watching(processes: Sequence[tuple[int, str]]) -> Iterator[list[Growth]]:
    """Watch processes, given as ids with names, while the block runs; their growth is known after it.

    A worker may end by itself after a heavy query; what was seen of it last counts then.
    """
    growths = {pid: Growth(name) for pid, name in processes}
    before = {pid: (_resident(pid), _proportional(pid)) for pid in growths}
    for pid in growths:
        Path(f"/proc/{pid}/clear_refs").write_text(RESET_PEAK)
    over = threading.Event()
    thread = threading.Thread(target=_sample, args=(growths, before, over))
    thread.start()
    try:
        yield list(growths.values())
    finally:
        over.set()
        thread.join()


def _sample(growths: dict[int, Growth], before: dict[int, tuple[float, float]], over: threading.Event) -> None:
    while True:
        is_last = over.is_set()
        for pid, growth in growths.items():
            with suppress(FileNotFoundError, ProcessLookupError, StopIteration):
                growth.resident = max(growth.resident, _peak(pid) - before[pid][0])
                growth.proportional = max(growth.proportional, _proportional(pid) - before[pid][1])
        if is_last:
            return
        over.wait(SAMPLE_SECONDS)


def _resident(pid: int) -> float:
    return _field(f"/proc/{pid}/status", "VmRSS:")


def _peak(pid: int) -> float:
    return _field(f"/proc/{pid}/status", "VmHWM:")


def _proportional(pid: int) -> float:
    """Give the resident set, each page divided by how many processes share it."""
    return _field(f"/proc/{pid}/smaps_rollup", "Pss:")


def _field(file: str, name: str) -> float:
    lines = Path(file).read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / KIBIBYTE
