"""Drawing ids, and what the ledger forbids."""

from collections.abc import Callable
from datetime import date
from itertools import chain
from random import Random

import pytest

from kgpub.identity import Active, Kind, Ledger, Minted, Unknown, is_id, mint, resolve
from kgpub.identity.ids import draw
from kgpub.identity.noid import check_character

BASE = "https://example.org/"
DAY = date(2026, 11, 22)
PERSON = Kind("person", "person/", "https://example.org/ns#Person")


def drawing(*ids: str) -> Callable[[str], str]:
    """Give a random source that draws the characters of `ids`, without their check characters, one after another."""
    characters = chain.from_iterable(ids)
    return lambda _: next(characters)


def test_ids_have_a_letter_six_characters_and_a_check_character() -> None:
    ledger = Ledger(BASE)
    ids = [event.id for event in mint(ledger, kind=PERSON, count=500, on=DAY, choose=Random(1).choice)]
    assert len(set(ids)) == 500
    assert all(is_id(name) and len(name) == 8 and name[0].isalpha() for name in ids)


def test_the_same_random_source_gives_the_same_uris() -> None:
    first, second = (mint(Ledger(BASE), kind=PERSON, count=3, on=DAY, choose=Random(5).choice) for _ in range(2))
    assert first == second
    assert all(event.uri.startswith("https://example.org/person/") for event in first)


def test_an_id_that_is_taken_is_not_drawn_again() -> None:
    taken = "k7b2mx4" + check_character("k7b2mx4")
    drawn = next(draw({taken}, choose=drawing("k7b2mx4", "z000000")))
    assert drawn == "z000000" + check_character("z000000")


def test_case_does_not_make_an_id_another_one() -> None:
    taken = ("k7b2mx4" + check_character("k7b2mx4")).upper()
    assert next(draw({taken}, choose=drawing("k7b2mx4", "z000000"))).startswith("z000000")


def test_an_id_of_another_kind_is_taken_too() -> None:
    name = "k7b2mx4" + check_character("k7b2mx4")
    ledger = Ledger(BASE, (Minted(f"{BASE}statement/{name}", DAY),))
    (event,) = mint(ledger, kind=PERSON, count=1, on=DAY, choose=drawing("k7b2mx4", "z000000"))
    assert event.id.startswith("z000000")


def test_one_draw_gives_no_id_twice() -> None:
    ids = draw(set(), choose=drawing("k7b2mx4", "k7b2mx4", "z000000"))
    assert [name[:7] for name in (next(ids), next(ids))] == ["k7b2mx4", "z000000"]


def test_without_a_random_source_ids_are_not_repeatable() -> None:
    first, second = (mint(Ledger(BASE), kind=PERSON, count=1, on=DAY) for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    "text",
    [
        "",
        "k7b2mx4",
        "K7B2MX4Z",
        "07b2mx4" + check_character("07b2mx4"),
        "k7b2mxa" + check_character("k7b2mxa"),
        "k" * 9,
    ],
    ids=["empty", "too short", "upper case", "no letter first", "a vowel", "too long"],
)
def test_what_was_not_minted_is_no_id(text: str) -> None:
    assert not is_id(text)


def test_a_uri_of_the_ledger_is_active_and_any_other_unknown() -> None:
    name = "k7b2mx4" + check_character("k7b2mx4")
    ledger = Ledger(BASE, (Minted(f"{BASE}person/{name}", DAY),))
    assert resolve(ledger, f"{BASE}person/{name}") == Active(f"{BASE}person/{name}", DAY)
    for other in (f"{BASE}statement/{name}", f"person/{name}", f"{BASE}person/{name.upper()}"):
        assert resolve(ledger, other) == Unknown(other)
