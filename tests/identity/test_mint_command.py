"""`kgpub mint`, as an editor meets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kgpub.cli.main import main
from kgpub.identity import is_id, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BASE = "https://example.org/"
CONFIG = """
[archive]
base = "https://example.org/"
title = "Test"

[prefixes]
ex = "https://example.org/ns#"

[[graphs]]
uri = "graph/data"
files = ["data/*.ttl"]

[identity]
ledger = "ids/ledger.txt"

[identity.kinds.person]
path = "person/"
class = "ex:Person"

[identity.kinds.deed]
path = "deed/"
class = "ex:Deed"
"""


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "kgpub.toml").write_text(CONFIG)
    (tmp_path / "ids").mkdir()
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.fixture
def mint(archive: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def run(*arguments: str) -> Run:
        with pytest.raises(SystemExit) as ended:
            main(["mint", *arguments, "--archive", str(archive)])
        printed = capsys.readouterr()
        return Run(int(ended.value.code or 0), printed.out, printed.err)

    return run


def test_one_new_uri_is_printed_and_kept_with_its_day(archive: Path, mint: Callable[..., Run]) -> None:
    run = mint("person")
    uri = run.out.removesuffix("\n")
    assert (run.status, run.err) == (0, "")
    assert uri.startswith(f"{BASE}person/")
    assert is_id(uri.rpartition("/")[2])
    (event,) = read(archive / "ids/ledger.txt", base=BASE).events
    assert (event.uri, event.on) == (uri, datetime.now(UTC).date())


def test_several_uris_come_one_a_line(archive: Path, mint: Callable[..., Run]) -> None:
    mint("person")
    lines = mint("deed", "--count", "20").out.splitlines()
    assert len(set(lines)) == 20
    assert all(line.startswith(f"{BASE}deed/") for line in lines)
    assert len(read(archive / "ids/ledger.txt", base=BASE).events) == 21


def test_a_dry_run_prints_and_keeps_nothing(archive: Path, mint: Callable[..., Run]) -> None:
    assert mint("person", "--dry-run").out.startswith(f"{BASE}person/")
    assert not (archive / "ids/ledger.txt").exists()


def test_an_unknown_kind_gives_the_list_of_kinds(mint: Callable[..., Run]) -> None:
    run = mint("persn")
    assert run.status == 2
    assert "this archive mints no 'persn'; choose one of: person, deed" in run.err


def test_an_archive_without_kinds_says_where_they_stand(archive: Path, mint: Callable[..., Run]) -> None:
    (archive / "kgpub.toml").write_text(CONFIG.partition("[identity]")[0])
    run = mint("person")
    assert run.status == 2
    assert "kgpub.toml has no section [identity.kinds.NAME] yet" in " ".join(run.err.split())


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_count_that_is_none_is_refused(count: str, mint: Callable[..., Run]) -> None:
    assert mint("person", "--count", count).status == 2


def test_a_damaged_ledger_is_named_with_its_line_and_left_alone(archive: Path, mint: Callable[..., Run]) -> None:
    ledger = archive / "ids/ledger.txt"
    ledger.write_text("# ours\nnonsense\n")
    run = mint("person")
    assert (run.status, run.out) == (2, "")
    assert f"{ledger}:2: this is not an event of the ledger" in run.err.replace("\n", "")
    assert ledger.read_text() == "# ours\nnonsense\n"


def test_a_folder_without_an_archive_is_refused(archive: Path, mint: Callable[..., Run]) -> None:
    (archive / "kgpub.toml").unlink()
    run = mint("person")
    assert run.status == 2
    assert "kgpub.toml" in run.err


def test_the_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["mint", "--help"])
    assert ended.value.code in (0, None)
    assert "kgpub mint assertion --count 20" in capsys.readouterr().out
