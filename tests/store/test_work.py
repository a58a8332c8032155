"""What is remembered of how much each client had, and for how long."""

from __future__ import annotations

import pytest

from kgpub.store.embedded.work import HALF_LIVES, MOST_CLIENTS, RecentWork


def work(**seconds: float) -> RecentWork:
    """Remember what clients had at the time 0; it halves in 10 seconds, and less than one second does not count."""
    made = RecentWork(half_life=10, unit=1)
    for client, amount in seconds.items():
        made.add(client, amount, now=0)
    return made


def test_time_adds_up() -> None:
    recent = work(a=1)
    recent.add("a", 2, now=0)
    assert recent.seconds("a", now=0) == 3


@pytest.mark.parametrize(("now", "left"), [(0, 8), (10, 4), (20, 2), (30, 1)])
def test_time_halves(now: float, left: float) -> None:
    assert work(a=8).seconds("a", now=now) == pytest.approx(left)


def test_who_was_never_there_had_nothing() -> None:
    assert work(a=8).seconds("b", now=0) == 0


@pytest.mark.parametrize(("seconds", "rank"), [(0, 0), (0.9, 0), (1, 1), (1.9, 1), (2, 2), (3.9, 2), (4, 3), (60, 6)])
def test_a_rank_is_an_order_of_magnitude(seconds: float, rank: int) -> None:
    assert work(a=seconds).rank("a", running=0, now=0) == rank


def test_what_a_client_is_having_counts_as_what_it_had() -> None:
    assert work(a=1).rank("a", running=3, now=0) == work(a=4).rank("a", running=0, now=0)


@pytest.mark.parametrize(
    ("clients", "since", "others"),
    [({"a"}, 0, True), ({"a", "b"}, 0, False), ({"a"}, 0.1, False), (set(), 0, True)],
)
def test_others_are_those_who_were_there_since(clients: set[str], since: float, *, others: bool) -> None:
    assert work(a=1, b=0).has_others(clients, since=since) is others


def test_who_was_not_there_for_long_is_forgotten() -> None:
    recent = work(a=1, b=1)
    recent.add("b", 1, now=HALF_LIVES * 10)
    recent.add("c", 1, now=HALF_LIVES * 10 + 1)
    assert len(recent) == 2
    assert recent.seconds("a", now=HALF_LIVES * 10) == 0


def test_not_more_clients_are_remembered_than_there_is_room_for() -> None:
    recent = work()
    for number in range(MOST_CLIENTS + 100):
        recent.add(str(number), 5, now=0)
    assert len(recent) == MOST_CLIENTS
    assert (recent.seconds("0", now=0), recent.seconds("100", now=0)) == (0, 5)
