"""What of a release is written and compared as one."""

from __future__ import annotations

import pytest

from kgpub.rdf.canonical import canonical_lines
from kgpub.store.remote.loading.units import batches, merged, sharing, units
from tests.engines import trig

GRAPHS = """PREFIX : <a:>
:1 { :s :p 1 . _:x :p :a }
:2 { :s :p 2 . _:y :p :b }
:3 { _:y :q 3 }
:4 { :t :p _:z . _:z :p _:y }
"""


def test_graphs_that_share_blank_nodes_are_one_unit() -> None:
    found = [unit.graphs for unit in units(canonical_lines(trig(GRAPHS)))]
    assert found == [("a:1",), ("a:2", "a:3", "a:4")]


def test_a_text_that_looks_like_a_label_keeps_more_together() -> None:
    lines = canonical_lines(trig('<a:1> { _:x <a:p> <a:a> } <a:2> { <a:s> <a:p> "_:c14n0" }'))
    assert [unit.graphs for unit in units(lines)] == [("a:1", "a:2")]


def test_a_unit_is_known_by_what_it_says_and_not_by_its_labels() -> None:
    alone = units(canonical_lines(trig("<a:1> { _:x <a:p> <a:a> }")))
    beside = units(canonical_lines(trig("<a:0> { _:x <a:p> <a:b> } <a:1> { _:y <a:p> <a:a> }")))
    assert [unit.sha256 for unit in alone] == [unit.sha256 for unit in beside if unit.graphs == ("a:1",)]
    assert b"".join(alone[0].lines) == b"_:c14n0 <a:p> <a:a> <a:1> .\n"


def test_another_statement_makes_another_digest() -> None:
    one, other = (units(canonical_lines(trig(f"<a:1> {{ <a:s> <a:p> {value} }}"))) for value in (1, 2))
    assert one[0].sha256 != other[0].sha256


def test_what_is_merged_is_there_once() -> None:
    lines = canonical_lines(trig("<a:1> { <a:s> <a:p> 1 , 2 } <a:2> { <a:s> <a:p> 2 , 3 }"))
    unit = merged(lines, "urn:m")
    assert unit.graphs == ("urn:m",)
    assert len(unit.lines) == 3


@pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
def test_batches_hold_every_line_once_and_part_no_blank_node(most: int) -> None:
    chain = " ".join(f"_:n{number} <a:next> _:n{number + 1} ." for number in range(5))
    plain = " ".join(f"<a:s{number}> <a:p> {number} ." for number in range(10))
    lines = canonical_lines(trig(f"<a:1> {{ {chain} {plain} _:z <a:p> 1 . _:z <a:p> 2 }}"))
    found = list(batches(lines, most_lines=most, most_bytes=10**6))
    assert sorted(line for batch in found for line in batch) == sorted(lines)
    assert all(len(batch) <= max(most, 5) for batch in found)
    for label in {line.split()[0] for line in lines if line.startswith(b"_:")}:
        assert sum(any(label + b" " in line for line in batch) for batch in found) == 1


def test_batches_are_no_larger_than_they_may_be() -> None:
    lines = [b'<a:s> <a:p> "%s" <a:1> .\n' % (b"x" * 100) for _ in range(50)]
    assert {len(batch) for batch in batches(lines, most_lines=1000, most_bytes=1250)} == {10}


def test_graphs_that_say_what_others_say_are_known() -> None:
    data = "<g:a> { <a:s> <a:p> 1 , 2 } <g:b> { <a:s> <a:p> 2 , 3 } <g:c> { _:x <a:p> 5 } <g:d> { _:x <a:p> 5 , 6 }"
    assert sharing(canonical_lines(trig(data))) == {"g:a", "g:b", "g:c", "g:d"}
    assert sharing(canonical_lines(trig("<g:a> { <a:s> <a:p> 1 , 2 } <g:b> { <a:s> <a:p> 3 }"))) == set()
