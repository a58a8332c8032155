"""The check character, by the example of its specification."""

import pytest

from kgpub.identity.noid import BETANUMERIC, check_character, verifies


def test_the_example_of_the_specification_has_its_check_character() -> None:
    assert check_character("13030/xf93gt2") == "q"


def test_the_alphabet_has_no_vowel_and_no_l() -> None:
    assert len(BETANUMERIC) == 29
    assert not set(BETANUMERIC) & set("aeioul")


ID = "k7b2mx4" + check_character("k7b2mx4")


def test_what_was_completed_verifies() -> None:
    assert verifies(ID)


@pytest.mark.parametrize("place", range(len(ID)))
def test_one_wrong_character_is_always_found(place: int) -> None:
    wrong = [ID[:place] + other + ID[place + 1 :] for other in BETANUMERIC if other != ID[place]]
    assert not any(verifies(text) for text in wrong)


@pytest.mark.parametrize("place", range(len(ID) - 1))
def test_two_neighbours_that_changed_places_are_always_found(place: int) -> None:
    first, second = ID[place], ID[place + 1]
    assert first == second or not verifies(ID[:place] + second + first + ID[place + 2 :])


@pytest.mark.parametrize("text", ["", "0", "k"])
def test_a_text_without_room_for_a_check_character_does_not_verify(text: str) -> None:
    assert not verifies(text)
