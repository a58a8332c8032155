"""Promises are judged by the figures, and by nothing that was not measured."""

from __future__ import annotations

import pytest

from benchmarks.comparison import KGPUB, LOCAL, OXIGRAPH, RDFLIB, REPEATED, VIRTUOSO, Comparison
from benchmarks.load import Load
from benchmarks.queries import Query
from benchmarks.targets import targets
from benchmarks.timing import Patience, Timing, Way, take_times

NAMES = ("lookup", "describe", "join", "aggregate", "count", "regex", "path", "rows")


def comparison(**changes: float) -> Comparison:
    """Give figures that keep every promise, with changes such as `kgpub=0.01` for one way on each query."""
    seconds = {"local": 0.010, "kgpub": 0.012, "repeated": 0.001, "rdflib": 0.2} | changes
    ways = {LOCAL: "local", KGPUB: "kgpub", REPEATED: "repeated", RDFLIB: "rdflib"}
    timings = {
        name: {way: Timing([seconds[key] * factor for factor in (0.5, 1, 9)]) for way, key in ways.items()}
        for name in NAMES
    }
    loads = {name: {REPEATED: [load(900), load(1100), load(1000)], OXIGRAPH: [load(990)]} for name in NAMES}
    queries = tuple(Query(name, "", is_heavy=name not in NAMES[:2]) for name in NAMES)
    return Comparison(quads=1, queries=queries, missing={VIRTUOSO: "not installed"}, timings=timings, loads=loads)


def load(requests: float) -> Load:
    return Load(requests, p50=0.001, p95=0.002, failed=0)


def judgement(figures: Comparison) -> list[bool]:
    return [target.is_met for target in targets(figures)]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (comparison(), [True, True, True, True]),
        (comparison(kgpub=0.0131), [False, True, True, True]),
        (comparison(rdflib=0.119), [True, False, True, True]),
        (comparison(repeated=0.002), [True, True, True, False]),
    ],
    ids=["all kept", "too far from the engine", "not fast enough", "repeated too slowly"],
)
def test_medians_are_judged(figures: Comparison, expected: list[bool]) -> None:
    assert judgement(figures) == expected


def test_seven_of_eight_are_enough_beside_rdflib_endpoint() -> None:
    figures = comparison()
    figures.timings["lookup"][RDFLIB] = Timing([0.013])
    assert judgement(figures) == [True, True, True, True]
    figures.timings["describe"][RDFLIB] = Timing([0.013])
    assert judgement(figures) == [True, False, True, True]


def test_what_came_too_late_counts_as_slow_and_what_was_wrong_as_nothing() -> None:
    figures = comparison()
    figures.timings["lookup"][RDFLIB] = Timing(note="over 60 s")
    figures.timings["describe"][RDFLIB] = Timing(note="2 rows instead of 3")
    assert judgement(figures) == [True, True, True, True]
    figures.timings["join"][RDFLIB] = Timing(note="2 rows instead of 3")
    assert judgement(figures) == [True, False, True, True]


def test_a_query_that_was_not_answered_keeps_no_promise() -> None:
    figures = comparison()
    figures.timings["regex"][KGPUB] = Timing(note="failed: status 504")
    figures.timings["regex"][REPEATED] = Timing(note="failed: status 504")
    assert judgement(figures) == [False, True, True, False]


def test_the_median_of_the_rounds_under_load_is_compared() -> None:
    figures = comparison()
    figures.loads["lookup"][OXIGRAPH] = [load(500), load(1001), load(2000)]
    assert judgement(figures) == [True, True, False, True]


def test_servers_that_were_left_out_are_not_judged() -> None:
    figures = comparison()
    figures.missing |= {RDFLIB: "not installed", OXIGRAPH: "not installed"}
    assert judgement(figures) == [True, True]


def test_ways_take_turns_and_another_begins_each_round() -> None:
    order: list[str] = []

    def way(name: str) -> Way:
        def ask(number: int) -> bytes:
            order.append(f"{name}{number}")
            return b""

        return Way(name, ask)

    timings = {name: Timing() for name in "abc"}
    timings["c"].note = "1 rows instead of 2"
    take_times([way(name) for name in "abc"], timings, Patience(rounds=3, least=1, budget_seconds=60))
    assert order == ["a0", "b0", "b1", "a1", "a2", "b2"]
    assert [len(timing.seconds) for timing in timings.values()] == [3, 3, 0]


def test_a_way_whose_time_is_used_up_is_asked_no_more_often_than_it_must_be() -> None:
    timings = {"slow": Timing()}
    take_times([Way("slow", lambda _: b"")], timings, Patience(rounds=9, least=2, budget_seconds=0))
    assert len(timings["slow"].seconds) == 2


def test_a_way_that_fails_is_asked_no_more_and_says_why() -> None:
    asked: list[int] = []

    def fail(number: int) -> bytes:
        asked.append(number)
        raise ValueError("status 500")

    timings = {"broken": Timing()}
    take_times([Way("broken", fail)], timings, Patience(rounds=9, least=2, budget_seconds=60))
    assert asked == [0]
    assert timings["broken"] == Timing(note="failed: status 500")
