"""`kgpub merge`, `split`, `withdraw` and `undo`, as an editor meets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kgpub.cli.main import main
from kgpub.identity import Merged, Split, Withdrawn, read, resolve
from kgpub.identity.noid import check_character

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
person = "https://example.org/person/"
[[graphs]]
uri = "graph/data"
files = ["data/*.*"]
[identity.kinds.person]
path = "person/"
class = "ex:Person"
[identity.kinds.deed]
path = "deed/"
class = "ex:Deed"
"""


def name(drawn: str) -> str:
    return drawn + check_character(drawn)


ANN, BEN, CAT, DAN = (f"person/{name(drawn)}" for drawn in ("b000000", "c000000", "d000000", "g000000"))
DEED = "deed/" + name("f000000")
NEVER = "person/" + name("b000001")
MINTED = "".join(f"2026-11-22 minted {path}\n" for path in [DEED, ANN, BEN, CAT, DAN])
DATA = f"""\
@prefix ex: <https://example.org/ns#> .
@prefix person: <https://example.org/person/> .

person:{ANN[7:]} a ex:Person ; ex:knows person:{BEN[7:]} , person:{ANN[7:]} .
<{BASE}{DEED}> ex:by person:{ANN[7:]} .
# {ANN[7:]}x is another word
"""


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "kgpub.toml").write_text(CONFIG)
    (tmp_path / "ledger.txt").write_text(MINTED)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "people.ttl").write_text(DATA)
    (tmp_path / "data" / "more.nt").write_text(f"<{BASE}{CAT}> <{BASE}ns#knows> <{BASE}{ANN}> .\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def kgpub(archive: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def run(*arguments: str) -> Run:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return Run(int(ended.value.code or 0), printed.out, printed.err)

    return run


def today() -> str:
    return str(datetime.now(UTC).date())


def added(archive: Path) -> list[str]:
    """Give the ledger's lines that were not there at the beginning."""
    return [line for line in (archive / "ledger.txt").read_text().splitlines() if line not in MINTED.splitlines()]


NEXT = "Next: mend the files, commit them with the ledger, `kgpub build`, and `kill -HUP PID` for a running server.\n"


def test_a_merge_is_written_and_says_where_the_old_id_still_stands(archive: Path, kgpub: Callable[..., Run]) -> None:
    line = f"{today()} merged {ANN} {BEN}"
    assert kgpub("merge", ANN, BEN) == Run(
        0,
        f"{line}\n",
        f"{ANN} stands for {BEN} now.\n"
        f"3 lines still have {ANN}; write {BEN} there:\n"
        "  data/more.nt:1\n"
        "  data/people.ttl:4\n"
        "  data/people.ttl:5\n" + NEXT,
    )
    assert added(archive) == [line]
    assert resolve(read(archive / "ledger.txt", base=BASE), BASE + ANN) == Merged(BASE + ANN, BASE + BEN)


def test_a_split_is_written_with_its_parts_in_order(archive: Path, kgpub: Callable[..., Run]) -> None:
    run = kgpub("split", ANN, CAT, BEN)
    assert (run.status, run.out) == (0, f"{today()} split {ANN} {BEN} {CAT}\n")
    assert f"{ANN} is split into {BEN} and {CAT} now.\n" in run.err
    assert f"3 lines still have {ANN}; decide in each which of them is meant:\n" in run.err
    assert resolve(read(archive / "ledger.txt", base=BASE), BASE + ANN) == Split(BASE + ANN, (BASE + BEN, BASE + CAT))


def test_a_withdrawal_takes_with_it_what_was_merged_and_says_what_it_cannot_do(
    archive: Path, kgpub: Callable[..., Run]
) -> None:
    kgpub("merge", ANN, BEN)
    run = kgpub("withdraw", BEN, "--reason", "privacy")
    assert (run.status, run.out) == (0, f"{today()} withdrawn {BEN} privacy\n")
    for each in (ANN, BEN):
        assert f"{each} is withdrawn (privacy); git's history, clones and the copies of others keep what" in run.err
    assert f"1 line still has {BEN}; none of that is published, but leave the names" in run.err
    found = resolve(read(archive / "ledger.txt", base=BASE), BASE + ANN)
    assert found == Withdrawn(BASE + ANN, "privacy", today()[:7])


PEOPLE = f"""\
@prefix ex: <https://example.org/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .

<{BASE}{ANN}> a <http://xmlns.com/foaf/0.1/Person> ; rdfs:label "Ann Kanareika" .
<{BASE}{BEN}> a <http://xmlns.com/foaf/0.1/Person> ; rdfs:label "Ben Kanareika" .
<{BASE}quotation> prov:wasQuotedFrom <{BASE}{ANN}> ; ex:words "so" .
<{BASE}letter> ex:words "Dear Ann Kanareika, and all Kanareikas" ;
    ex:about "of the time when\\n\\nANN was free" .
"""
GOING = f"""\
{ANN} is withdrawn (privacy); git's history, clones and the copies of others keep what they had.
2 lines still have {ANN}; none of that is published, but leave the names: from here they are blacked out elsewhere:
  data/people.ttl:5
  data/people.ttl:7
1 thing goes with it, of which nothing would be left, and will be answered 410 as well:
  quotation
Its names will be blacked out in 2 places:
  data/people.ttl:8:{len(BASE) + 25}  Dear █████████████, and all Kanareikas
  data/people.ttl:9:35  of the time when ███ was free
1 place may have its name and will be left: others bear it as well, or kgpub.toml keeps it:
  data/people.ttl:8:{len(BASE) + 48}  Dear █████████████, and all Kanareikas
"""


def test_a_withdrawal_shows_each_place_before_anything_is_written(archive: Path, kgpub: Callable[..., Run]) -> None:
    (archive / "data" / "people.ttl").write_text(PEOPLE)
    (archive / "data" / "more.nt").unlink()
    dry = kgpub("withdraw", ANN, "--reason", "privacy", "--dry-run")
    assert dry.err == GOING + "Nothing was written: this was a dry run.\n"
    assert added(archive) == []
    assert kgpub("withdraw", ANN, "--reason", "privacy").err == GOING + NEXT


def test_the_names_of_an_error_stay(archive: Path, kgpub: Callable[..., Run]) -> None:
    (archive / "data" / "people.ttl").write_text(PEOPLE)
    run = kgpub("withdraw", ANN, "--reason", "error", "--dry-run")
    assert "names stay, since it was an error" in run.err
    assert "blacked out" not in run.err


def test_a_file_that_cannot_be_read_stops_no_withdrawal(archive: Path, kgpub: Callable[..., Run]) -> None:
    (archive / "data" / "people.ttl").write_text("ex:a ex:b ex:c .")
    run = kgpub("withdraw", ANN, "--reason", "privacy")
    assert run.status == 0
    assert added(archive) == [f"{today()} withdrawn {ANN} privacy"]
    assert "Where its names stand cannot be told: data/people.ttl:1" in run.err


def test_what_is_undone_and_done_again_on_one_day_stays_readable(archive: Path, kgpub: Callable[..., Run]) -> None:
    kgpub("merge", ANN, BEN)
    undone = kgpub("undo", ANN)
    assert undone.out == f"{today()} undone {today()} merged {ANN} {BEN}\n"
    assert undone.err == f"{ANN} stands for itself again.\n{NEXT}"
    again = kgpub("merge", ANN, BEN)
    assert again.out == f"{today()} undone {today()} undone {today()} merged {ANN} {BEN}\n"
    assert added(archive) == [f"{today()} merged {ANN} {BEN}", undone.out.strip(), again.out.strip()]


def test_an_event_is_undone_by_its_line_in_one_word_or_in_several(archive: Path, kgpub: Callable[..., Run]) -> None:
    line = kgpub("withdraw", ANN, "--reason", "error").out.strip()
    undone = kgpub("undo", *line.split()).out.strip()
    assert undone == f"{today()} undone {line}"
    assert kgpub("undo", undone).out.strip() == f"{today()} undone {undone}"
    found = resolve(read(archive / "ledger.txt", base=BASE), BASE + ANN)
    assert found == Withdrawn(BASE + ANN, "error", today()[:7])


def test_what_is_active_again_without_data_would_answer_404(archive: Path, kgpub: Callable[..., Run]) -> None:
    kgpub("merge", ANN, BEN)
    for file in ("people.ttl", "more.nt"):
        (archive / "data" / file).write_text("")
    assert f"No file says anything of {ANN}, so it would answer 404" in kgpub("undo", ANN).err


WAYS = {
    "whole": (BASE + ANN, BASE + BEN),
    "relative to the base": (ANN, BEN),
    "as paths": ("/" + ANN, "/" + BEN),
    "as prefixed names": (ANN.replace("/", ":"), BEN.replace("/", ":")),
}


@pytest.mark.parametrize("uris", WAYS.values(), ids=WAYS.keys())
def test_uris_may_be_given(uris: tuple[str, str], archive: Path, kgpub: Callable[..., Run]) -> None:
    assert kgpub("merge", *uris).status == 0
    assert added(archive) == [f"{today()} merged {ANN} {BEN}"]


DRY = {
    "merge": (["merge", ANN, BEN], f"merged {ANN} {BEN}"),
    "split": (["split", ANN, BEN, CAT], f"split {ANN} {BEN} {CAT}"),
    "withdraw": (["withdraw", ANN, "--reason", "legal"], f"withdrawn {ANN} legal"),
    "undo": (["undo", DAN], f"undone 2026-11-23 merged {DAN} {BEN}"),
}


@pytest.mark.parametrize(("arguments", "written"), DRY.values(), ids=DRY.keys())
def test_a_dry_run_says_all_and_writes_nothing(
    arguments: list[str], written: str, archive: Path, kgpub: Callable[..., Run]
) -> None:
    before = MINTED + f"2026-11-23 merged {DAN} {BEN}\n"
    (archive / "ledger.txt").write_text(before)
    run = kgpub(*arguments, "--dry-run")
    assert (run.status, run.out) == (0, f"{today()} {written}\n")
    assert run.err.endswith("Nothing was written: this was a dry run.\n")
    assert (archive / "ledger.txt").read_text() == before


@pytest.mark.parametrize("arguments", [row[0] for row in list(DRY.values())[:3]], ids=list(DRY)[:3])
def test_what_is_so_already_is_no_mistake(arguments: list[str], archive: Path, kgpub: Callable[..., Run]) -> None:
    kgpub(*arguments)
    before = added(archive)
    assert kgpub(*arguments) == Run(0, "", "Nothing is to be done: it is so already.\n")
    assert added(archive) == before


MISTAKES = {
    "an id that was never minted": (
        ["merge", NEVER, BEN],
        f"error: ledger.txt: {NEVER} was never minted; did you mean {ANN}?\n",
    ),
    "an id without its path": (
        ["withdraw", BEN[7:], "--reason", "error"],
        f"error: ledger.txt: {BEN[7:]} was never minted; did you mean {BEN}?\n",
    ),
    "an id in capitals": (
        ["undo", BEN.upper()],
        f"error: ledger.txt: {BEN.upper()} was never minted; did you mean {BEN}?\n",
    ),
    "another kind": (["merge", ANN, DEED], f"error: ledger.txt: {DEED} is of another kind than {ANN}\n"),
    "a split into one": (["split", ANN, BEN], "for one it is `kgpub merge OLD INTO`"),
    "a split into nothing": (["split", ANN], "Missing argument 'INTO...'"),
    "no reason": (["withdraw", ANN], "Missing option '--reason'. Choose from:"),
    "a reason that says something of a person": (
        ["withdraw", ANN, "--reason", "arrested"],
        "'arrested' is not one of 'privacy', 'safety', 'error', 'legal'",
    ),
    "nothing to undo": (["undo", ANN], f"error: ledger.txt: {ANN} was neither merged nor split nor withdrawn\n"),
    "a minting to undo": (["undo", "2026-11-22", "minted", ANN], "A minting cannot be undone"),
    "two URIs to undo": (["undo", ANN, BEN], "Give one URI, or one line of the ledger, which begins with its date."),
    "a line to undo that is none": (["undo", "2026-11-22 merged"], "error: LINE: this is not an event of the ledger"),
    "a line to undo that the ledger does not have": (
        ["undo", "2026-11-22", "merged", ANN, BEN],
        f"error: ledger.txt: the ledger has no line '2026-11-22 merged {ANN} {BEN}'\n",
    ),
    "a folder without an archive": (["merge", ANN, BEN, "--archive", "data"], "there is no such file"),
}


@pytest.mark.parametrize(("arguments", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_ends_with_2_and_words_and_writes_nothing(
    arguments: list[str], message: str, archive: Path, kgpub: Callable[..., Run]
) -> None:
    run = kgpub(*arguments)
    assert (run.status, run.out) == (2, "")
    assert message in run.err.replace("\n            ", " ")
    assert (archive / "ledger.txt").read_text() == MINTED


def test_what_does_not_fit_is_told_with_the_line_of_what_was_done_before(
    archive: Path, kgpub: Callable[..., Run]
) -> None:
    (archive / "ledger.txt").write_text(MINTED + f"2026-11-23 merged {ANN} {BEN}\n")
    assert kgpub("merge", ANN, CAT) == Run(
        2, "", f"error: ledger.txt:6: {ANN} was merged into {BEN} already; undo that first: `kgpub undo {ANN}`\n"
    )


def test_what_is_withdrawn_is_not_published_again_by_accident(archive: Path, kgpub: Callable[..., Run]) -> None:
    kgpub("merge", ANN, BEN)
    kgpub("withdraw", BEN, "--reason", "safety")
    refused = kgpub("undo", ANN)
    assert refused.status == 2
    assert "would be published again; if that is meant, add --publish-again" in refused.err
    assert kgpub("undo", ANN, "--publish-again").status == 0


def test_a_command_works_on_the_archive_of_another_folder(
    archive: Path, kgpub: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive / "data")
    run = kgpub("merge", ANN, BEN, "--archive", "..")
    assert run.status == 0
    assert "  ../data/people.ttl:4\n" in run.err
    assert added(archive) == [f"{today()} merged {ANN} {BEN}"]


def test_many_places_are_cut_short_with_their_number(archive: Path, kgpub: Callable[..., Run]) -> None:
    (archive / "data" / "more.nt").write_text(f"<{BASE}{CAT}> <{BASE}ns#knows> <{BASE}{ANN}> .\n" * 30)
    lines = kgpub("merge", ANN, BEN).err.splitlines()
    assert lines[1] == f"32 lines still have {ANN}; write {BEN} there:"
    assert lines[-2:] == ["  and 22 more; `kgpub check` shows all", NEXT.strip()]


@pytest.mark.parametrize("reason", ["privacy", "safety", "error", "legal"])
def test_the_help_says_what_each_reason_means(reason: str, kgpub: Callable[..., Run]) -> None:
    shown = kgpub("withdraw", "--help").out
    assert f"\n    {reason} " in shown
