"""The ledger on disk: whole or not at all, by one at a time, merged by git."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import LedgerError
from kgpub.identity import Kind, Ledger, Minted, extend, mint, parse, read
from tests.repositories import committed, git

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "https://example.org/"
DAY = date(2026, 11, 22)
PERSON = Kind("person", "person/", "https://example.org/ns#Person")
ATTRIBUTES = Path(__file__).parents[2] / ".gitattributes"


def order(count: int, seed: int = 1) -> Callable[[Ledger], tuple[Minted, ...]]:
    return partial(mint, kind=PERSON, count=count, on=DAY, choose=Random(seed).choice)


def test_a_file_that_is_not_there_is_an_empty_ledger_and_is_made_with_the_first_id(tmp_path: Path) -> None:
    path = tmp_path / "ledger.txt"
    assert read(path, base=BASE).events == ()
    events = extend(path, order(2), base=BASE)
    assert path.read_text().startswith("# The life of this archive's ids")
    assert set(read(path, base=BASE).events) == set(events)


def test_nothing_but_the_ledger_is_left_in_the_folder(tmp_path: Path) -> None:
    extend(tmp_path / "ledger.txt", order(2), base=BASE)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.txt"]


def test_the_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "kept" / "ledger.txt", tmp_path / "ledger.txt"
    path.parent.mkdir()
    path.touch()
    path.chmod(0o640)
    link.symlink_to(path)
    extend(link, order(1), base=BASE)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert len(read(path, base=BASE).events) == 1


def test_a_damaged_ledger_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "ledger.txt"
    path.write_text("nonsense\n")
    with pytest.raises(LedgerError, match=r"ledger\.txt:1: this is not an event"):
        extend(path, order(1), base=BASE)
    assert path.read_text() == "nonsense\n"


def test_bytes_that_are_not_text_are_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "ledger.txt"
    path.write_bytes(b"2026-11-22 minted \xff\n")
    with pytest.raises(LedgerError, match="not UTF-8 text"):
        read(path, base=BASE)


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be written"):
        extend(tmp_path / "missing" / "ledger.txt", order(1), base=BASE)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "ledger.txt"
    extend(path, order(3), base=BASE)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*{"fsync": (os, "fsync", full), "replace": (Path, "replace", full)}[call])
    with pytest.raises(LedgerError, match="No space left on device"):
        extend(path, order(3), base=BASE)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["ledger.txt"]


MINT_OFTEN = """
import sys
from datetime import date
from functools import partial
from pathlib import Path
from kgpub.identity import Kind, extend, mint
order = partial(mint, kind=Kind("person", "person/", ""), count=2, on=date(2026, 11, 22))
for _ in range(25):
    print(*(event.uri for event in extend(Path(sys.argv[1]), order, base="https://example.org/")), sep="\\n")
"""


def test_processes_that_mint_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.txt"
    command = [sys.executable, "-c", MINT_OFTEN, str(path)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    minted = [uri for process in processes for uri in process.communicate(timeout=60)[0].split()]
    assert len(set(minted)) == 200
    assert {event.uri for event in read(path, base=BASE).events} == set(minted)


@pytest.mark.parametrize("kept", [0, 1, 300], ids=["an empty ledger", "one id", "three hundred ids"])
def test_two_branches_that_mint_merge_without_conflict(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "ledger.txt"
    (tmp_path / ".gitattributes").write_bytes(ATTRIBUTES.read_bytes())
    before = extend(path, order(kept, seed=1), base=BASE)
    committed(tmp_path, "begin")
    git(tmp_path, "checkout", "-q", "-b", "other")
    theirs = extend(path, order(40, seed=2), base=BASE)
    committed(tmp_path, "theirs")
    git(tmp_path, "checkout", "-q", "main")
    ours = extend(path, order(40, seed=3), base=BASE)
    committed(tmp_path, "ours")
    git(tmp_path, "merge", "-q", "other")
    assert set(read(path, base=BASE).events) == {*before, *theirs, *ours}


def test_the_next_event_puts_a_merged_ledger_in_order_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.txt"
    extend(path, order(20), base=BASE)
    header, *lines = path.read_text().splitlines()
    path.write_text("\n".join([header, *reversed(lines)]) + "\n")
    extend(path, order(1, seed=9), base=BASE)
    _, *lines = path.read_text().splitlines()
    assert lines == sorted(lines)
    assert len(parse(path.read_text(), base=BASE, shown="ledger.txt").events) == 21
