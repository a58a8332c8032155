"""The ledger's text: what is read, what is refused and where, what is written."""

from datetime import date

import pytest

from kgpub.errors import LedgerError
from kgpub.identity import Ledger, Merging, Minted, Splitting, Undoing, Withdrawal, parse
from kgpub.identity.noid import check_character

BASE = "https://example.org/"


def name(drawn: str) -> str:
    return drawn + check_character(drawn)


A, B, C = name("b000000"), name("c000000"), name("d000000")


def problems(text: str) -> list[str]:
    with pytest.raises(LedgerError) as caught:
        parse(text, base=BASE, shown="ledger.txt")
    return [str(problem) for problem in caught.value.problems]


def test_a_line_is_read_as_an_event() -> None:
    ledger = parse(f"# a comment\n\n2026-11-22 minted person/{A}\n", base=BASE, shown="ledger.txt")
    assert ledger.events == (Minted(f"{BASE}person/{A}", date(2026, 11, 22)),)


def test_an_empty_ledger_is_a_ledger() -> None:
    assert parse("", base=BASE, shown="ledger.txt").events == ()


def test_what_is_written_is_ordered_by_uri_and_reads_back_the_same() -> None:
    text = f"# ours\n2026-11-22 minted statement/{A}\n2026-11-21 minted person/{C}\r\n2026-11-23 minted person/{B}"
    written = str(parse(text, base=BASE, shown="ledger.txt"))
    assert written == (
        f"# ours\n2026-11-23 minted person/{B}\n2026-11-21 minted person/{C}\n2026-11-22 minted statement/{A}\n"
    )
    assert str(parse(written, base=BASE, shown="ledger.txt")) == written


DAY, LATER = date(2026, 11, 22), date(2026, 12, 1)
MERGING = Merging(f"{BASE}person/{A}", f"{BASE}person/{B}", DAY)
EVENTS = {
    f"2026-11-22 merged person/{A} person/{B}": MERGING,
    f"2026-11-22 split person/{A} person/{B} person/{C}": Splitting(
        f"{BASE}person/{A}", (f"{BASE}person/{B}", f"{BASE}person/{C}"), DAY
    ),
    f"2026-11-22 withdrawn person/{A} safety": Withdrawal(f"{BASE}person/{A}", "safety", DAY),
    f"2026-12-01 undone 2026-11-22 merged person/{A} person/{B}": Undoing(MERGING, LATER),
    f"2026-12-01 undone 2026-12-01 undone 2026-11-22 merged person/{A} person/{B}": Undoing(
        Undoing(MERGING, LATER), LATER
    ),
}


@pytest.mark.parametrize(("line", "event"), EVENTS.items(), ids=EVENTS.keys())
def test_every_event_is_read_and_written_as_it_stands(line: str, event: Merging | Undoing) -> None:
    ledger = parse(f"# ours\n{line}\n", base=BASE, shown="ledger.txt")
    assert ledger.events == (event,)
    assert ledger.lines == {event: 2}
    assert str(ledger) == f"# ours\n{line}\n"


def test_the_events_of_a_uri_stand_together_by_their_days_and_an_undoing_after_what_it_undoes() -> None:
    lines = [
        f"2026-11-22 minted person/{A}",
        f"2026-11-22 withdrawn person/{A} error",
        f"2026-11-22 undone 2026-11-22 withdrawn person/{A} error",
        f"2026-11-22 undone 2026-11-22 undone 2026-11-22 withdrawn person/{A} error",
        f"2026-12-01 merged person/{A} person/{B}",
        f"2026-11-22 minted person/{B}",
    ]
    text = "".join(f"{line}\n" for line in lines)
    assert str(parse("".join(f"{line}\n" for line in reversed(lines)), base=BASE, shown="ledger.txt")) == text


def test_a_ledger_is_extended_without_losing_an_event() -> None:
    first, second = (Minted(f"{BASE}person/{each}", date(2026, 11, 22)) for each in (A, B))
    assert Ledger(BASE, (first,)).extended([second]).events == (first, second)


FAULTY = {
    "no event": ("minted", "this is not an event of the ledger"),
    "two spaces": (f"2026-11-22  minted person/{A}", "this is not an event of the ledger"),
    "a conflict that nobody resolved": ("<<<<<<< HEAD", "this is not an event of the ledger"),
    "an event of a later version": (
        f"2026-11-22 reserved person/{A}",
        "'reserved' is an event that this version of kgpub does not know; update kgpub",
    ),
    "a word too many": (f"2026-11-22 minted person/{A} {B}", "a line is DATE minted URI"),
    "no such day": (f"2026-02-30 minted person/{A}", "there is no day 2026-02-30"),
    "a wrong check character": (f"2026-11-22 minted person/{A[:-1]}{B[-1]}", "its check character is wrong"),
    "an id that nobody minted": ("2026-11-22 minted person/P0001", "is no id that kgpub minted"),
    "merged into nothing": (f"2026-11-22 merged person/{A}", "a line is DATE merged URI INTO"),
    "merged into two": (f"2026-11-22 merged person/{A} person/{B} person/{C}", "a line is DATE merged URI INTO"),
    "split into one": (f"2026-11-22 split person/{A} person/{B}", "with two or more to split into"),
    "split into what is no id": (f"2026-11-22 split person/{A} person/{B} person/ann", "'ann' is no id"),
    "withdrawn without a reason": (f"2026-11-22 withdrawn person/{A}", "a line is DATE withdrawn URI REASON"),
    "withdrawn for another reason": (
        f"2026-11-22 withdrawn person/{A} arrested",
        "'arrested' is no reason that this version of kgpub knows (privacy, safety, error, legal)",
    ),
    "an undone minting": (
        f"2026-11-23 undone 2026-11-22 minted person/{A}",
        "a minting cannot be undone, since others may have the URI; withdraw it instead",
    ),
    "an undoing of nothing": ("2026-11-23 undone", "this is not an event of the ledger"),
    "an undoing without the day of what it undoes": (
        f"2026-11-23 undone merged person/{A} person/{B}",
        "this is not an event of the ledger",
    ),
    "an undoing of an undoing of … without end": (
        f"{'2026-11-23 undone ' * 51}2026-11-22 merged person/{A} person/{B}",
        "more than 50 undoings",
    ),
}


@pytest.mark.parametrize(("line", "message"), FAULTY.values(), ids=FAULTY.keys())
def test_a_faulty_line_is_found_at_its_number(line: str, message: str) -> None:
    (problem,) = problems(f"# header\n2026-11-22 minted person/{C}\n{line}\n")
    assert problem.startswith("ledger.txt:3: ")
    assert message in problem


def test_all_problems_come_at_once_in_the_order_of_lines() -> None:
    text = f"2026-11-22 minted person/{A}\n2026-11-23 minted person/{A}\nnonsense\n2026-11-23 minted statement/{A}\n"
    found = problems(text)
    assert [line.partition(" ")[0] for line in found] == ["ledger.txt:2:", "ledger.txt:3:", "ledger.txt:4:"]
    assert "was minted in line 1 already" in found[0]
    assert "was minted in line 1 already" in found[2]


def test_a_line_that_a_merge_wrote_twice_is_one_event() -> None:
    line = f"2026-11-22 minted person/{A}\n"
    ledger = parse(f"# ours\n{line}# ours\n{line}", base=BASE, shown="ledger.txt")
    assert len(ledger.events) == 1
    assert str(ledger) == f"# ours\n{line}"
