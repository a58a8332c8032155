from __future__ import annotations

import pytest

from kgpub.store.embedded.queue import FairQueue


def queue(entries: str, *, length: int = 100) -> FairQueue[str]:
    """Let items wait: `a1 b1` is one of client a, then one of client b."""
    made: FairQueue[str] = FairQueue(length)
    for item in entries.split():
        made.put(item[0], item)
    return made


def taken(waiting: FairQueue[str]) -> str:
    return " ".join(iter(waiting.take, None))


ORDERS = [
    ("nobody", "", ""),
    ("one client is served in its order", "a1 a2 a3", "a1 a2 a3"),
    ("clients take turns", "a1 a2 a3 b1 b2 c1", "a1 b1 c1 a2 b2 a3"),
    ("whoever comes late waits behind one item of each", "a1 a2 a3 a4 b1", "a1 b1 a2 a3 a4"),
    ("whoever comes early is not kept waiting by those who come late", "a1 b1 b2 b3 a2", "a1 b1 a2 b2 b3"),
    ("clients begin in the order in which they came", "b1 a1 b2 a2", "b1 a1 b2 a2"),
]


@pytest.mark.parametrize(("entries", "order"), [row[1:] for row in ORDERS], ids=[row[0] for row in ORDERS])
def test_items_are_taken_in_turns(entries: str, order: str) -> None:
    assert taken(queue(entries)) == order


def test_a_client_that_was_served_goes_to_the_end_of_the_row() -> None:
    waiting = queue("a1 a2 b1")
    assert waiting.take() == "a1"
    waiting.put("c", "c1")
    assert taken(waiting) == "b1 a2 c1"


def test_a_client_that_comes_back_is_a_new_one() -> None:
    waiting = queue("a1 b1")
    assert waiting.take() == "a1"
    waiting.put("a", "a2")
    assert taken(waiting) == "b1 a2"


@pytest.mark.parametrize(("removed", "order"), [("a1", "a2 b1"), ("a2", "a1 b1"), ("b1", "a1 a2")])
def test_what_is_removed_is_not_taken(removed: str, order: str) -> None:
    waiting = queue("a1 b1 a2")
    assert waiting.withdraw(removed[0], removed)
    assert (len(waiting), taken(waiting)) == (2, order)


def test_a_queue_is_full_with_so_many_items_whosever_they_are() -> None:
    waiting = queue("a1 b1", length=3)
    assert not waiting.is_full
    waiting.put("a", "a2")
    assert waiting.is_full
    waiting.take()
    assert not waiting.is_full


def test_a_queue_without_room_is_full_from_the_start() -> None:
    assert queue("", length=0).is_full


RANKS = [
    ("the lower rank is first", "a1 a2 b1", {"a": 1}, "b1 a1 a2"),
    ("equals take turns", "a1 a2 b1 c1 c2", {"b": 3}, "a1 c1 a2 c2 b1"),
    ("a client of the lowest rank is served whole", "a1 b1 c1 c2", {"a": 1, "b": 1}, "c1 c2 a1 b1"),
]


@pytest.mark.parametrize(("entries", "ranks", "order"), [row[1:] for row in RANKS], ids=[row[0] for row in RANKS])
def test_the_lower_rank_goes_first(entries: str, ranks: dict[str, int], order: str) -> None:
    waiting = queue(entries)
    assert " ".join(iter(lambda: waiting.take(lambda client: ranks.get(client, 0)), None)) == order


@pytest.mark.parametrize(
    ("entries", "held", "order"),
    [("a1 b1", "a1", "b1"), ("a1 a2 b1", "a1", "b1 a2"), ("a1 a2", "a1 a2", ""), ("a1 b1 b2", "b1", "a1 b2")],
)
def test_what_may_not_be_taken_is_passed_over(entries: str, held: str, order: str) -> None:
    waiting = queue(entries)
    taken_now = iter(lambda: waiting.take(may=lambda item: item not in held.split()), None)
    assert sorted(taken_now) == sorted(order.split())
    assert sorted(waiting) == sorted(held.split())


def test_what_is_put_back_is_taken_before_what_its_client_asked_later() -> None:
    waiting = queue("a2")
    waiting.put_back("a", "a1")
    assert taken(waiting) == "a1 a2"


SURPLUS = [
    ("there is room", "a1 a2 b1", {}, None),
    ("the newest of whoever has most waiting", "a1 a2 a3 b1", {}, "a3"),
    ("wherever it stands in the row", "b1 a1 a2 a3", {}, "a3"),
    ("the newcomer's, where all have as many", "a1 b1 c1 d1", {}, "d1"),
    ("that of the highest rank, where all have as many", "a1 b1 c1 d1", {"b": 1, "c": 2}, "c1"),
    ("of whoever has most, whatever the ranks", "a1 b1 b2 c1", {"a": 9}, "b2"),
]


@pytest.mark.parametrize(("entries", "ranks", "surplus"), [row[1:] for row in SURPLUS], ids=[row[0] for row in SURPLUS])
def test_where_too_many_wait_one_gives_way(entries: str, ranks: dict[str, int], surplus: str | None) -> None:
    waiting = queue(entries, length=3)
    before = len(waiting)
    assert waiting.take_surplus(lambda client: ranks.get(client, 0)) == surplus
    assert len(waiting) == before - (surplus is not None)
    assert waiting.take_surplus(lambda client: ranks.get(client, 0)) is None


def test_what_does_not_wait_cannot_be_withdrawn() -> None:
    waiting = queue("a1")
    assert not waiting.withdraw("a", "a2")
    assert not waiting.withdraw("b", "b1")
    assert taken(waiting) == "a1"
