"""What a check that remembers finds, over random changes of files: a small part of `benchmarks.remembered`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.remembered import prepare, tried

if TYPE_CHECKING:
    from pathlib import Path


def test_after_random_changes_of_files_the_same_is_found_as_without_memory(tmp_path: Path) -> None:
    prepare(tmp_path, 1_000)
    tally = tried(tmp_path, 15, 5, 7)
    assert tally.different == []
    assert tally.compared == 3
    assert tally.with_effect > 4
    assert len(tally.changes) > 4
