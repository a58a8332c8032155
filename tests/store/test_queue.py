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
    waiting.remove(removed[0], removed)
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
