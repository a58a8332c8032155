"""Property paths: read from shapes, followed in quads, asked in SPARQL: always the same nodes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from kgpub.errors import UnsupportedPath
from kgpub.publication.paths import Path, Step, read_path
from kgpub.publication.quad_index import QuadIndex

if TYPE_CHECKING:
    from kgpub.rdf.terms import Node

PREFIXES = "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
GRAPH = NamedNode("https://example.org/g")


def quads(turtle: str) -> QuadIndex:
    found = parse(PREFIXES + turtle, format=RdfFormat.TURTLE)
    return QuadIndex(tuple(Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in found))


def path_of(turtle: str) -> Path:
    shapes = quads(f":shape sh:path {turtle} .")
    node = shapes.value(NamedNode("https://example.org/shape"), NamedNode("http://www.w3.org/ns/shacl#path"))
    assert node is not None
    return read_path(shapes, node)


# the path in SHACL, the same in SPARQL
PATHS = [
    (":p", ":p"),
    ("[ sh:inversePath :p ]", "^:p"),
    ("( :p :q )", ":p/:q"),
    ("( :p [ sh:inversePath :q ] )", ":p/^:q"),
    ("[ sh:inversePath ( :p :q ) ]", "^(:p/:q)"),
    ("[ sh:inversePath [ sh:inversePath :p ] ]", "^(^:p)"),
    ("[ sh:alternativePath ( :p :q ) ]", ":p|:q"),
    ("[ sh:alternativePath ( :p [ sh:inversePath :p ] ) ]", ":p|^:p"),
    ("[ sh:alternativePath ( :p ( :q :q ) ) ]", ":p|(:q/:q)"),
    ("( [ sh:alternativePath ( :p :q ) ] :r )", "(:p|:q)/:r"),
    ("( :r [ sh:alternativePath ( :p ( :q :p ) ) ] )", ":r/(:p|(:q/:p))"),
    ("( ( :p :q ) :r )", "(:p/:q)/:r"),
    ("[ sh:zeroOrMorePath :p ]", ":p*"),
    ("[ sh:oneOrMorePath :p ]", ":p+"),
    ("[ sh:zeroOrOnePath :p ]", ":p?"),
    ("[ sh:zeroOrMorePath [ sh:inversePath :p ] ]", "(^:p)*"),
    ("[ sh:inversePath [ sh:oneOrMorePath :p ] ]", "^(:p+)"),
    ("[ sh:oneOrMorePath [ sh:alternativePath ( :p :q ) ] ]", "(:p|:q)+"),
    ("( [ sh:zeroOrMorePath :p ] :q )", ":p*/:q"),
    ("( [ sh:zeroOrOnePath :p ] [ sh:zeroOrOnePath :q ] )", ":p?/:q?"),
    ("[ sh:alternativePath ( [ sh:zeroOrMorePath :p ] [ sh:zeroOrMorePath :q ] ) ]", "(:p*)|(:q*)"),
    ("[ sh:alternativePath ( [ sh:oneOrMorePath :p ] [ sh:oneOrMorePath :q ] ) ]", "(:p+)|(:q+)"),
    ("[ sh:alternativePath ( [ sh:zeroOrOnePath :p ] [ sh:zeroOrOnePath :q ] ) ]", "(:p?)|(:q?)"),
    ("[ sh:alternativePath ( [ sh:oneOrMorePath :p ] :q ) ]", "(:p+)|:q"),
]


def drawn(seed: int) -> QuadIndex:
    dice = random.Random(seed)
    nodes = [NamedNode(f"https://example.org/{letter}") for letter in "abcdef"]
    predicates = [NamedNode(f"https://example.org/{letter}") for letter in "pqr"]
    count = dice.randrange(1, 14)
    return QuadIndex(
        tuple(Quad(dice.choice(nodes), dice.choice(predicates), dice.choice(nodes), GRAPH) for _ in range(count))
    )


def asked(store: Store, start: Node, path: str) -> set[str]:
    query = f"PREFIX : <https://example.org/> SELECT DISTINCT ?x {{ {start} {path} ?x }}"
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    return {str(row["x"]) for row in rows}


def as_sparql(path: Path) -> str:
    return "|".join("(" + "/".join(map(str, steps)) + ")" for steps in path.sequences)


@pytest.mark.parametrize(("shacl", "sparql"), PATHS, ids=[row[1] for row in PATHS])
def test_a_path_leads_to_the_same_nodes_read_followed_and_asked(shacl: str, sparql: str) -> None:
    path = path_of(shacl)
    for seed in range(60):
        index = drawn(seed)
        store = Store()
        store.extend(index.quads)
        # Oxigraph gives no zero-length path to a node of which the dataset says nothing; no page begins at such a one.
        for start in {node for quad in index.quads for node in (quad.subject, quad.object)}:
            expected = asked(store, start, sparql)
            followed = path.follow(start, index)
            assert {str(node) for node in followed} == expected
            assert len(followed) == len(expected)
            assert asked(store, start, as_sparql(path)) == expected


UNSUPPORTED = [
    "[ sh:zeroOrMorePath ( :p :q ) ]",
    "[ sh:oneOrMorePath [ sh:zeroOrOnePath :p ] ]",
    "[ sh:oneOrMorePath [ sh:alternativePath ( :p [ sh:inversePath :p ] ) ] ]",
    "'p'",
    "[]",
    "( :p 'q' )",
]


@pytest.mark.parametrize("shacl", UNSUPPORTED)
def test_other_paths_are_not_shown(shacl: str) -> None:
    with pytest.raises(UnsupportedPath):
        path_of(shacl)


def test_a_path_that_contains_itself_ends() -> None:
    shapes = quads(":shape sh:path _:x . _:x sh:inversePath _:x .")
    node = shapes.value(NamedNode("https://example.org/shape"), NamedNode("http://www.w3.org/ns/shacl#path"))
    assert node is not None
    with pytest.raises(UnsupportedPath):
        read_path(shapes, node)


def test_a_plain_path_is_its_predicate() -> None:
    plain = {shacl: path_of(shacl).predicate for shacl, _ in PATHS if path_of(shacl).predicate}
    assert plain == {
        ":p": "https://example.org/p",
        "[ sh:inversePath [ sh:inversePath :p ] ]": "https://example.org/p",
    }


def test_the_predicates_that_are_followed_backwards_first_are_known() -> None:
    path = path_of("[ sh:alternativePath ( ( [ sh:inversePath :p ] :q ) [ sh:inversePath :r ] :s ) ]")
    assert path.first_inverse == {"https://example.org/p", "https://example.org/r"}
    assert path.sequences[0][0] == Step(("https://example.org/p",), inverse=True)
