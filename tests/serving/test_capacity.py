"""An engine that may not fit into the machine says so, and what to change."""

from __future__ import annotations

import pytest

from kgpub.store.embedded.capacity import Need, machine_memory, need, shortage
from kgpub.store.settings import EngineSettings

SETTINGS = EngineSettings(page_workers=1, public_workers=3, memory_megabytes=100)


@pytest.mark.parametrize(
    ("quads", "in_memory", "expected"),
    [
        (0, True, Need(store=0, copies=0, allowances=400)),
        (1_000_000, True, Need(store=400, copies=1600, allowances=400)),
        (1_000_000, False, Need(store=0, copies=0, allowances=400)),
    ],
)
def test_need_counts_the_store_its_copies_and_the_allowances(quads: int, in_memory: bool, expected: Need) -> None:
    assert need(quads, in_memory=in_memory, settings=SETTINGS) == expected


def test_what_fits_is_not_told() -> None:
    assert shortage(Need(400, 1600, 400), available=2400) is None


@pytest.mark.parametrize(
    ("needed", "advice"),
    [(Need(400, 1600, 400), 'set store = "disk"'), (Need(0, 0, 4000), "lower memory_megabytes")],
)
def test_what_does_not_fit_is_told_with_what_to_change(needed: Need, advice: str) -> None:
    warning = shortage(needed, available=2000)
    assert warning is not None
    assert advice in warning
    assert f"{needed.total:,} MiB" in warning


def test_the_machine_has_memory() -> None:
    assert 100 < machine_memory() < 100_000_000
