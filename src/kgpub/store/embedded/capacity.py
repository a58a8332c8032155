"""Whether an engine fits into the machine's memory, told at its start rather than by the kernel at night."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgpub.store.settings import EngineSettings

BYTES_A_QUAD = 420  # of Oxigraph's store in memory, measured at a million quads
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Need:
    """What an engine may come to use, in MiB.

    Workers share the store's pages until they touch them, and reading counts references: a worker that has read
    everything has a copy of its own.
    """

    store: int
    copies: int
    allowances: int

    @property
    def total(self) -> int:
        """The most that all processes use together."""
        return self.store + self.copies + self.allowances


def need(quads: int, *, in_memory: bool, settings: EngineSettings) -> Need:
    """Estimate what an engine over so many quads, the union that its store may hold among them, may use."""
    workers = settings.page_workers + settings.public_workers
    store = quads * BYTES_A_QUAD // MEBIBYTE if in_memory else 0
    return Need(store, copies=store * workers, allowances=workers * settings.memory_megabytes)


def shortage(needed: Need, *, available: int) -> str | None:
    """Say what to change where an engine may need more than there is (MiB); None where it fits."""
    if needed.total <= available:
        return None
    is_store = needed.copies >= needed.allowances
    advice = 'set store = "disk"' if is_store else "lower memory_megabytes or the number of workers"
    return (
        f"the engine may come to use {needed.total:,} MiB (store {needed.store:,}, copies of it {needed.copies:,}, "
        f"allowances {needed.allowances:,}), and the machine has {available:,} MiB: "
        f"{advice} under [engine] in kgpub.toml"
    )


def machine_memory() -> int:
    """Give the memory that this machine, or the control group we are in, has in MiB."""
    fields = (line.split() for line in Path("/proc/meminfo").read_text().splitlines())
    total = next(int(words[1]) // 1024 for words in fields if words[0] == "MemTotal:")
    limit = Path("/sys/fs/cgroup/memory.max")
    bound = limit.read_text().strip() if limit.exists() else "max"
    return total if bound == "max" else min(total, int(bound) // MEBIBYTE)
