"""Diagrams: nothing covers anything else, and the same things are always drawn in the same way."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from kgpub.web.diagram import SMALL_LETTER, Arrow, Box, Diagram, PlacedBox, lay_out

CASES: dict[str, tuple[str, list[str]]] = {
    "a chain": ("abc", ["ab", "bc"]),
    "a tree": ("abcdefg", ["ab", "ac", "bd", "be", "cf", "cg"]),
    "a line that passes a column": ("abc", ["ab", "bc", "ac"]),
    "a circle": ("abc", ["ab", "bc", "ca"]),
    "two that lead to each other": ("ab", ["ab", "ba"]),
    "what stands alone": ("abc", ["ab"]),
    "nothing that leads anywhere": ("abc", []),
    "one": ("a", []),
    "nothing": ("", []),
    "all with all": ("abcdef", [f"{a}{b}" for a in "abcdef" for b in "abcdef" if a != b]),
}


def drawn(keys: str, ways: list[str], *, labels: bool = True) -> Diagram:
    boxes = [Box(key, f"Class {key}", tuple(f"property {n}" for n in range(ord(key) % 4)), f"#{key}") for key in keys]
    arrows = [Arrow(way[0], way[1], f"from {way[0]} to {way[1]}" if labels else "") for way in ways]
    return lay_out(boxes, arrows)


def overlap(one: PlacedBox, other: PlacedBox) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.height <= other.y or other.y + other.height <= one.y)


def random_case(seed: int) -> tuple[str, list[str]]:
    source = random.Random(seed)
    keys = "abcdefghijklmnopqrstuvwxyz"[: source.randint(5, 26)]
    ways = {"".join(source.sample(keys, 2)) for _ in range(source.randint(4, 60))}
    return keys, sorted(ways)


ALL = {**CASES, **{f"by chance {seed}": random_case(seed) for seed in range(20)}}


@pytest.mark.parametrize(("keys", "ways"), ALL.values(), ids=ALL)
def test_no_box_covers_another_and_all_are_inside(keys: str, ways: list[str]) -> None:
    diagram = drawn(keys, ways)
    assert sorted(placed.box.key for placed in diagram.boxes) == sorted(keys)
    assert not any(overlap(one, other) for one, other in combinations(diagram.boxes, 2))
    for placed in diagram.boxes:
        assert placed.x >= 0
        assert placed.y >= 0
        assert placed.x + placed.width <= diagram.width
        assert placed.y + placed.height <= diagram.height


@pytest.mark.parametrize(("keys", "ways"), ALL.values(), ids=ALL)
def test_every_arrow_is_drawn_once_and_no_label_meets_another(keys: str, ways: list[str]) -> None:
    diagram = drawn(keys, ways)
    assert sorted(placed.arrow.label for placed in diagram.arrows) == sorted(
        f"from {way[0]} to {way[1]}" for way in ways
    )
    for one, other in combinations(diagram.arrows, 2):
        beside = abs(one.x - other.x) > len(one.arrow.label) * SMALL_LETTER
        assert beside or abs(one.y - other.y) >= 11
    for placed in diagram.arrows:
        assert placed.path.startswith("M")
        assert "nan" not in placed.path


@pytest.mark.parametrize(("keys", "ways"), CASES.values(), ids=CASES)
def test_the_same_is_drawn_in_the_same_way(keys: str, ways: list[str]) -> None:
    assert drawn(keys, ways) == drawn(keys, ways)


def test_what_leads_stands_left_of_what_it_leads_to() -> None:
    x = {placed.box.key: placed.x for placed in drawn("abcd", ["ab", "bc", "ac", "dc"]).boxes}
    assert x["a"] < x["b"] < x["c"]
    assert x["d"] == x["b"]  # next to what it leads to


def test_what_is_more_special_leaves_its_box_together() -> None:
    diagram = drawn("abc", ["ab", "ac"], labels=False)
    assert len({placed.path.partition(" C")[0] for placed in diagram.arrows}) == 1
