"""What a URI stands for after every history, be it one that no command would have written."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest

from kgpub.identity import Ledger, Merged, Split, Withdrawn, aliases, changed, explained, owner, parse, resolve
from tests.identity.lives import BASE, ledger, lettered, name, short, uri


@dataclass(frozen=True)
class Case:
    """What happened, what URIs stand for then, and what is told of it."""

    lines: tuple[str, ...]
    expected: dict[str, str]
    contradictions: tuple[str, ...] = ()


PRIVATE = "withdrawn privacy 2026-12"
OTHER_TWO = "b was merged into c (line 11) and a was merged into b (line 10)"
CASES = {
    "never minted": Case((), {"n": "unknown", "a": "active"}),
    "merged": Case(("01 merged a b",), {"a": "merged b", "b": "active"}),
    "split": Case(("01 split a c b",), {"a": "split b c", "b": "active", "c": "active"}),
    "withdrawn": Case(("01 withdrawn a privacy",), {"a": PRIVATE}),
    "merged again and again: one hop": Case(
        ("01 merged a b", "02 merged b c", "03 merged c d"), {"a": "merged d", "b": "merged d", "c": "merged d"}
    ),
    "one hop though the days stand in another order": Case(
        ("03 merged a b", "02 merged b c", "01 merged c d"), {"a": "merged d", "b": "merged d"}
    ),
    "merged into what was split later": Case(("01 merged a b", "02 split b c d"), {"a": "split c d", "b": "split c d"}),
    "merged into what was withdrawn later": Case(
        ("01 merged a b", "02 merged b c", "03 withdrawn c legal"),
        dict.fromkeys("abc", "withdrawn legal 2026-12"),
    ),
    "a part that was merged": Case(("01 split a b c", "02 merged b d"), {"a": "split c d", "b": "merged d"}),
    "a part that was split": Case(("01 split a b c", "02 split b d e"), {"a": "split c d e", "b": "split d e"}),
    "a part that was withdrawn is not shown": Case(
        ("01 split a b c", "02 withdrawn b privacy"), {"a": "split c", "b": PRIVATE}
    ),
    "all parts withdrawn: the reason of the last": Case(
        ("01 split a b c", "02 withdrawn b privacy", "03 withdrawn c legal"), {"a": "withdrawn legal 2026-12"}
    ),
    "parts that became one": Case(("01 split a b c", "02 merged b c"), {"a": "merged c", "b": "merged c"}),
    "a merging undone": Case(("01 merged a b", "02 undone 01 merged a b"), {"a": "active"}),
    "a split undone": Case(("01 split a b c", "01 undone 01 split a b c"), {"a": "active"}),
    "a withdrawal undone": Case(
        ("01 merged a b", "01 withdrawn b safety", "02 undone 01 withdrawn b safety"), {"a": "merged b", "b": "active"}
    ),
    "undone and done again on the same day": Case(
        ("01 merged a b", "01 undone 01 merged a b", "01 undone 01 undone 01 merged a b"), {"a": "merged b"}
    ),
    "undone and done again on another day": Case(
        ("01 merged a b", "01 undone 01 merged a b", "02 merged a b"), {"a": "merged b"}
    ),
    "undone by two branches, which one undoing of an undoing does not bring back": Case(
        ("01 merged a b", "02 undone 01 merged a b", "03 undone 01 merged a b",
         "04 undone 02 undone 01 merged a b"),
        {"a": "active"},
    ),
    "a merging undone after the survivor was merged": Case(
        ("01 merged a b", "02 merged b c", "03 undone 01 merged a b"), {"a": "active", "b": "merged c"}
    ),
    "a merging undone after the survivor was withdrawn": Case(
        ("01 merged a b", "02 withdrawn b privacy", "03 undone 01 merged a b"), {"a": "active", "b": PRIVATE}
    ),
    "two branches merge alike on two days": Case(("01 merged a b", "02 merged a b"), {"a": "merged b"}),
    "two branches split alike, in other words": Case(("01 split a b c", "01 split a c b"), {"a": "split b c"}),
    "two branches withdraw: the first reason": Case(
        ("02 withdrawn a legal", "01 withdrawn a privacy"), {"a": PRIVATE}
    ),
    "merged into itself": Case(("01 merged a a",), {"a": "active"}, ("9: a leads to itself, or to one thing twice",)),
    "split into itself": Case(("01 split a a b",), {"a": "active"}, ("9: a leads to itself, or to one thing twice",)),
    "split into one thing twice": Case(
        ("01 split a b b",), {"a": "active"}, ("9: a leads to itself, or to one thing twice",)
    ),
    "merged into another kind": Case(("01 merged a o",), {"a": "active"}, ("9: o is of another kind than a",)),
    "split into another kind": Case(("01 split a b o",), {"a": "active"}, ("9: o is of another kind than a",)),
    "merged into what was never minted": Case(("01 merged a n",), {"a": "active"}, ("9: n was never minted; …",)),
    "merged though never minted": Case(("01 merged n a",), {"n": "unknown"}, ("9: n was never minted; …",)),
    "withdrawn though never minted": Case(
        ("01 withdrawn n privacy",), {"n": "unknown"}, ("9: n was never minted; …",)
    ),
    "an undoing of what is not there": Case(
        ("02 undone 01 merged a b",),
        {"a": "active"},
        ("9: the ledger has no line '01 merged a b' that could be undone",),
    ),
    "two branches merge into two things: the first": Case(
        ("02 merged a b", "01 merged a c"),
        {"a": "merged c"},
        ("9: a was merged into b, but a was merged into c (line 10)",),
    ),
    "one branch merges, another splits": Case(
        ("01 merged a b", "02 split a c d"),
        {"a": "merged b"},
        ("10: a was split into c and d, but a was merged into b (line 9)",),
    ),
    "one branch merges, another withdraws: withdrawn, whatever the days say": Case(
        ("01 merged a b", "02 withdrawn a privacy"),
        {"a": PRIVATE, "b": "active"},
        ("9: a was merged into b, but a was withdrawn (privacy) (line 10)",),
    ),
    "two branches merge two things into each other: the first": Case(
        ("02 merged a b", "01 merged b a"),
        {"a": "active", "b": "merged a"},
        ("9: a was merged into b, which closes a circle: b was merged into a (line 10)",),
    ),
    "on one day, the first by its words": Case(
        ("01 merged b a", "01 merged a b"),
        {"a": "merged b", "b": "active"},
        ("9: b was merged into a, which closes a circle: a was merged into b (line 10)",),
    ),
    "three branches make a circle, which others lead into": Case(
        ("01 merged d a", "01 merged a b", "02 merged b c", "03 merged c a"),
        dict.fromkeys("abd", "merged c") | {"c": "active"},
        (f"12: c was merged into a, which closes a circle: {OTHER_TWO}",),
    ),
    "a circle through a split": Case(
        ("01 split a b c", "02 merged c a"),
        {"a": "split b c", "c": "active"},
        ("10: c was merged into a, which closes a circle: a was split into b and c (line 9)",),
    ),
    "a circle that a withdrawal breaks is none": Case(
        ("01 merged a b", "02 merged b a", "03 withdrawn b privacy"),
        {"a": PRIVATE, "b": PRIVATE},
        ("10: b was merged into a, but b was withdrawn (privacy) (line 11)",),
    ),
    "a circle of which one event is undone is none": Case(
        ("01 merged a b", "02 merged b a", "03 undone 01 merged a b"), {"a": "active", "b": "merged a"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("order", [1, -1], ids=["", "with the lines the other way round"])
def test_a_uri_stands_for(case: Case, order: int) -> None:
    found = ledger(*case.lines[::order])
    assert {letter: short(resolve(found, uri(letter))) for letter in case.expected} == case.expected


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_contradicts_is_told_with_its_lines(case: Case) -> None:
    assert told(ledger(*case.lines)) == case.contradictions


def told(found: Ledger) -> tuple[str, ...]:
    """Give the contradictions with letters for URIs, and `…` for what may have been meant."""
    explanations = (explained(found, each) for each in found.history.contradictions)
    texts = (f"{each.place.line}: {each.message}" for each in explanations)
    return tuple(lettered(text).partition("did you mean")[0] + "…" * ("did you mean" in text) for text in texts)


def test_a_contradiction_comes_with_the_commands_that_mend_it() -> None:
    found = ledger("02 merged a b", "01 merged b a")
    (explanation,) = (explained(found, each) for each in found.history.contradictions)
    assert lettered(explanation.help) == ("undo one of them: `kgpub undo 02 merged a b` or `kgpub undo 01 merged b a`")


def test_a_withdrawal_that_another_branch_merged_away_may_be_meant_for_both() -> None:
    found = ledger("01 merged a b", "02 withdrawn a privacy")
    (explanation,) = (explained(found, each) for each in found.history.contradictions)
    assert lettered(explanation.help).startswith("if b is meant too, withdraw it as well; then undo one of the two: ")


def test_all_that_was_merged_into_a_thing_is_known_at_whatever_remove() -> None:
    found = ledger("01 merged a b", "02 merged b c", "02 merged d c", "03 split e f g", "03 withdrawn f privacy")
    assert aliases(found, uri("c")) == (uri("a"), uri("b"), uri("d"))
    assert [aliases(found, uri(letter)) for letter in "abdefgn"] == [()] * 7


OWNERS = {
    "itself": ("person", "", True),
    "a part after a #": ("person", "#portrait", True),
    "a part after a slash": ("person", "/letter/1", True),
    "its document": ("person", ".ttl", False),
    "another kind": ("org", "", False),
}


@pytest.mark.parametrize(("path", "rest", "is_owned"), OWNERS.values(), ids=OWNERS.keys())
def test_a_part_of_a_thing_belongs_to_its_minted_uri(path: str, rest: str, is_owned: bool) -> None:
    name_ = uri("a").rpartition("/")[2]
    assert owner(ledger(), f"{BASE}{path}/{name_}{rest}") == (uri("a") if is_owned else None)


@pytest.mark.parametrize("text", ["", "a", BASE, f"{BASE}person/", "urn:x#y"])
def test_what_is_no_part_of_a_minted_uri_belongs_to_none(text: str) -> None:
    assert owner(ledger(), text) is None


def test_all_that_is_not_active_is_listed_in_the_order_of_uris() -> None:
    found = ledger("01 merged c b", "02 split a d e", "03 withdrawn b error")
    gone = Withdrawn(uri("b"), "error", "2026-12")
    assert list(changed(found).values()) == [
        Split(uri("a"), (uri("d"), uri("e"))),
        gone,
        Withdrawn(uri("c"), "error", "2026-12"),
    ]
    assert list(changed(found)) == [uri("a"), uri("b"), uri("c")]


def test_an_active_uri_has_its_day_of_minting() -> None:
    assert str(resolve(ledger(), uri("a"))).endswith("minted=datetime.date(2026, 11, 22))")


def test_a_history_of_thousands_of_merges_is_one_hop() -> None:
    paths = [f"person/{name(number)}" for number in range(3000)]
    minted = [f"2026-11-22 minted {path}" for path in paths]
    merged = [f"2026-12-01 merged {old} {new}" for old, new in pairwise(paths)]
    found = parse("\n".join([*minted, *merged]), base=BASE, shown="ledger.txt")
    assert resolve(found, BASE + paths[0]) == Merged(BASE + paths[0], BASE + paths[-1])
    assert len(aliases(found, BASE + paths[-1])) == 2999
