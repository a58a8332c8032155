"""Which graphs share triples, and what all say together."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from kgpub.rdf.canonical import canonical_lines
from kgpub.store.sharing import StoredDataset, graphs_that_share, merged
from tests.engines import trig

S, P = "<a:s>", "<a:p>"
TERMS = [
    ("an IRI", "<a:o>"),
    ("a blank node", "[]"),
    ("a string", '"text"'),
    ("a string with spaces", '" a  b "'),
    ("a string that reads as a graph", '"a <g:1> ."'),
    ("a string that reads as a line", r'"a> <g:1> .\n<a:s> <a:p> \"b\" <g:2> ."'),
    ("a string with a quote at its end", r'"a \""'),
    ("a string in a language", '"text <a> b"@en-GB'),
    ("a typed literal", '"1 2"^^<a:d>'),
    ("a number", "1"),
    ("a triple", '<<( <a:x> <a:y> "z <g:1>" )>>'),
]


@pytest.mark.parametrize("term", [row[1] for row in TERMS], ids=[row[0] for row in TERMS])
def test_a_triple_is_found_in_two_graphs_whatever_its_object(term: str) -> None:
    shared = f"{S} {P} {term.replace('[]', '_:b')}"
    lines = canonical_lines(trig(f"<g:1> {{ {shared} . {S} {P} 2 }} <g:2> {{ {shared} }} <g:3> {{ {S} {P} 3 }}"))
    assert graphs_that_share(lines) == {"g:1", "g:2"}
    triples = [str(quad) for quad in parse(b"".join(merged(lines)), format=RdfFormat.N_QUADS)]
    assert len(triples) == 3
    assert set(triples) == {str(quad.triple) for quad in parse(b"".join(lines), format=RdfFormat.N_QUADS)}


SHARING = [
    ("nothing", "", ""),
    ("one graph", "<g:1> { <a:s> <a:p> 1 , 2 }", ""),
    ("graphs apart", "<g:1> { <a:s> <a:p> 1 } <g:2> { <a:s> <a:p> 2 }", ""),
    ("three graphs", "<g:1> { <a:s> <a:p> 1 } <g:2> { <a:s> <a:p> 1 } <g:3> { <a:s> <a:p> 1 }", "g:1 g:2 g:3"),
    ("pairs", "<g:1> {<a:s> <a:p> 1} <g:2> {<a:s> <a:p> 1 , 2} <g:3> {<a:s> <a:p> 2}", "g:1 g:2 g:3"),
    ("a graph that is a blank node", "_:g { <a:s> <a:p> 1 } <g:2> { <a:s> <a:p> 1 }", "_:c14n0 g:2"),
    ("what is in no graph", "<a:s> <a:p> <a:o> , <a:q> . <a:s> <a:p> 1 , 2 .", ""),
    ("what is in no graph and in one", "<a:s> <a:p> <a:o> . <g:1> { <a:s> <a:p> <a:o> }", "g:1"),
]


@pytest.mark.parametrize(("data", "graphs"), [row[1:] for row in SHARING], ids=[row[0] for row in SHARING])
def test_graphs_that_share_are_found(data: str, graphs: str) -> None:
    assert graphs_that_share(canonical_lines(trig(data))) - {""} == set(graphs.split())


def dataset(data: str) -> StoredDataset:
    store = Store()
    store.extend(trig(data))
    return StoredDataset(store, graphs_that_share(canonical_lines(trig(data))))


def test_graphs_overlap_where_two_of_them_share() -> None:
    sharing = dataset("<g:1> {<a:s> <a:p> 1} <g:2> {<a:s> <a:p> 1} <g:3> {<a:s> <a:p> 3}")
    assert sharing.overlap(["g:1", "g:2"])
    assert sharing.overlap(["g:3", "g:2", "g:1"])
    assert not sharing.overlap(["g:1", "g:3"])
    assert not sharing.overlap(["g:1", "g:1"])
    assert not sharing.overlap([])


def test_a_merge_is_made_once_and_the_last_is_kept() -> None:
    sharing = dataset("<g:1> {<a:s> <a:p> 1} <g:2> {<a:s> <a:p> 1} <g:3> {<a:s> <a:p> 3}")
    one, two, three = (NamedNode(f"g:{number}") for number in (1, 2, 3))
    first = sharing.merge([one, two], [three])
    assert sorted(str(quad) for quad in first) == [
        '<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '<a:s> <a:p> "3"^^<http://www.w3.org/2001/XMLSchema#integer> <g:3>',
    ]
    assert sharing.merge([two, one], [three]) is first
    assert sharing.merge([two, one], []) is not first
    assert sharing.merge([one, two], [three]) is not first
