"""Oxigraph is asked before rdflib, and never says that there is no solution where rdflib has one."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import SH, URIRef
from rdflib.plugins.sparql.sparql import SPARQLError

from kgpub.check.shacl.by_pyshacl import undisturbed
from kgpub.check.shacl.graphs import declared_prefixes, to_graph, to_shapes
from kgpub.check.shacl.queries import prepared
from kgpub.check.shacl.screening import Screen, question
from kgpub.rdf.vocabularies import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib.plugins.sparql.sparql import Query

    from kgpub.check.shacl.graphs import CheckedGraph

REPOSITORY = Path(__file__).parents[2]
TRIALS = 6
"""Random graphs for each query."""

EX = "https://example.org/ns#"
PREFIXES = {"ex": EX, "xsd": "http://www.w3.org/2001/XMLSchema#"}
NODES = [NamedNode(f"{EX}n{number}") for number in range(5)]
BLANK = [BlankNode(f"b{number}") for number in range(3)]
LITERALS = [
    Literal("a"), Literal("ab"), Literal(""), Literal("a\n"), Literal("sha256:x"), Literal("a", language="en"),
    Literal("ab", language="en"), Literal("a", language="be"), Literal(f"{EX}n1"), Literal("5"), Literal("https://spring96.org/"),
    *(Literal(lexical, datatype=XSD(name)) for lexical, name in [
        ("0", "integer"), ("1", "integer"), ("2", "integer"), ("-1", "integer"), ("01", "integer"), ("+1", "integer"),
        ("99999999999999999999", "integer"), ("1", "nonNegativeInteger"), ("1.0", "decimal"), ("1", "decimal"),
        ("1e0", "double"), ("NaN", "double"), ("true", "boolean"), ("1", "boolean"), ("2020-01-01", "date"),
        ("2020-01-01Z", "date"), ("2020-02-30", "date"), ("0000-01-01", "date"), ("2021-01-01", "date"),
        ("1996", "gYear"),
        ("2020-01-01T00:00:00Z", "dateTime"), ("a", "anyURI")]),
    Literal("a", datatype=NamedNode(f"{EX}type")), Literal("b", datatype=NamedNode(f"{EX}type")),
]  # fmt: skip

COUNTED = "SELECT $this (COUNT(DISTINCT ?x) AS ?c) { $this ex:q ?x } GROUP BY $this"
QUERIES = [
    "SELECT $this { $this ex:p ?x . $this ex:q ?y . FILTER(?x = ?y) }",
    "SELECT $this { $this ex:p ?x . $this ex:q ?y . FILTER(?x != ?y) }",
    "SELECT $this { $this ex:p ?x . $this ex:q ?y . FILTER(?x < ?y) }",
    "SELECT $this { $this ex:p ?x . $this ex:q ?y . FILTER(!(?x >= ?y)) }",
    "SELECT $this { $this ex:p ?x . $this ex:q ?y . FILTER(!(?x = ?y && ?x < ?y)) }",
    "SELECT $this { $this ex:p ?x . $this ex:q ?y . FILTER(!(?x < ?y && isIRI(?x))) }",
    "SELECT $this { $this ex:p ?x . $this ex:q ?y . FILTER(!(?x = ?y || ?x > ?y)) }",
    "SELECT $this { $this ex:p ?x . $this ex:q ?y . FILTER(?x || ?x = ?y) }",
    "SELECT $this { $this ex:p ?x . $this ex:q ?y . FILTER(!(?x && ?x = ?y)) }",
    "SELECT $this { $this ex:p ?x . FILTER(?x + 1 = 2) }",
    "SELECT $this { $this ex:p ?x . FILTER(?x - 1 != 1) }",
    "SELECT $this { $this ex:p ?x . FILTER(?x IN (1, 'a', ex:n1)) }",
    "SELECT $this { $this ex:p ?x . FILTER(?x NOT IN (1, 'a'@en, ex:n1)) }",
    "SELECT $this { $this ex:p 1 }",
    "SELECT $this { $this ex:p 'a' , ?x }",
    "SELECT $this { $this ex:p 'a'^^xsd:string }",
    "SELECT $this { $this ex:p 01 }",
    "SELECT $this { $this ex:p 'a'@EN }",
    "SELECT $this { $this ex:p ?x . FILTER(STR(?x) = 'a') }",
    "SELECT $this { $this ex:p ?x . FILTER(STR(?x) != STR($this)) }",
    "SELECT $this { $this ex:p ?x ; ex:q ?y . FILTER(CONTAINS(?x, ?y)) }",
    "SELECT $this { $this ex:p ?x ; ex:q ?y . FILTER(!STRENDS(STR(?x), STR(?y))) }",
    "SELECT $this { $this ex:p ?x ; ex:q ?y . FILTER(!CONTAINS(?x, ?y)) }",
    "SELECT $this { $this ex:p ?x ; ex:q ?y . FILTER(SUBSTR(STR(?x), ?y) = 'a') }",
    "SELECT $this { $this ex:p ?x ; ex:q ?y . FILTER(SUBSTR('abc', ?x, ?y) != 'ab') }",
    "SELECT $this { $this ex:p ?x . FILTER(CONCAT(?x, 'b') = 'ab') }",
    "SELECT $this { $this ex:p ?x . FILTER(STRLEN(?x) < 2) }",
    "SELECT $this { $this ex:p ?x . FILTER(REGEX(STR(?x), '^a$')) }",
    "SELECT $this { $this ex:p ?x . FILTER(!REGEX(?x, '^a(b|$)')) }",
    "SELECT $this { $this ex:p ?x . FILTER(!REGEX(?x, '^\\\\w+$')) }",
    "SELECT $this { $this ex:p ?x . FILTER(!REGEX(?x, '^A', 'i')) }",
    "SELECT $this { $this ex:p ?x . FILTER(LANG(?x) = 'en') }",
    "SELECT $this { $this ex:p ?x . FILTER(DATATYPE(?x) = xsd:integer) }",
    "SELECT $this { $this ex:p ?x . FILTER(isIRI(?x) || isBlank(?x)) }",
    "SELECT $this { $this ex:p ?x . FILTER(!isLiteral(?x)) }",
    "SELECT $this { $this ex:p ?x . FILTER(?x) }",
    "SELECT $this { $this ex:p ?x . FILTER(BOUND($this)) }",
    "SELECT $this { $this ex:p ?x . FILTER(!BOUND($this)) }",
    "SELECT $this { ?a ex:p ?b . FILTER($this = ?b) }",
    "SELECT $this { FILTER NOT EXISTS { $this ex:p ?x } }",
    "SELECT $this { FILTER EXISTS { $this ex:p ?x . FILTER(?x = ex:n1) } }",
    "SELECT $this { $this ex:p ?x FILTER NOT EXISTS { $this ex:q ?y . FILTER(?x = ?y) } }",
    "SELECT $this { $this ex:p ?x FILTER NOT EXISTS { ?z ex:q ?x FILTER NOT EXISTS { ?z ex:p $this FILTER(?x != ?z)}}}",
    "SELECT $this { $this ex:p ?x FILTER NOT EXISTS { ?y (ex:p/ex:q)|ex:q ?x . ?y ^ex:p $this } }",
    "SELECT $this { $this ex:p ?x FILTER(!EXISTS { $this ex:q ?x } || ?x = 1) }",
    "SELECT $this { $this ex:p ?x FILTER NOT EXISTS { $this ex:q ?y . FILTER(STRLEN(?y) = 1) } }",
    "SELECT $this { $this ex:p ?x FILTER NOT EXISTS { $this ex:q ?y . FILTER(!(?y < 2 && ?y > ?x)) } }",
    "SELECT $this { $this ex:p ?x FILTER NOT EXISTS { { $this ex:q ?x } UNION { ?x ex:q $this } } }",
    "SELECT $this { $this ex:p ?x . OPTIONAL { ?x ex:q ?y } FILTER(!BOUND(?y)) }",
    "SELECT $this { $this ex:p ?x . OPTIONAL { ?x ex:q ?y FILTER(?y > 1) } FILTER(!BOUND(?y)) }",
    "SELECT $this { $this ex:p ?x . OPTIONAL { $this ex:q ?y } FILTER(?y = ?x) }",
    "SELECT $this { $this ex:p ?x . OPTIONAL { $this ex:q ?y } BIND(COALESCE(?y, 'a') AS ?z) FILTER(?z != 'a') }",
    "SELECT $this { $this ex:p ?x BIND(IF(?x = ex:n1, ex:p, ex:q) AS ?z) FILTER NOT EXISTS { $this ?z ex:n2 } }",
    "SELECT $this { $this ex:p ?x BIND(STRLEN(?x) AS ?z) FILTER(?z = 1) }",
    "SELECT $this { BIND($this AS ?x) ?x ex:p ex:n1 }",
    "SELECT $this { { $this ex:p ?x } UNION { $this ex:q ?x } FILTER(?x != ex:n1) }",
    "SELECT $this { { $this ex:p ?x FILTER(?x = 1) } UNION { $this ex:q ?x } }",
    "SELECT $this { { $this ex:p ?x } { ?x ex:q ?y FILTER($this != ?y) } }",
    "SELECT $this { $this ex:p+ $this }",
    "SELECT $this { $this ex:p*/ex:q ?x FILTER(?x = 1) }",
    "SELECT $this { $this ex:p? ?x FILTER(?x = $this) }",
    "SELECT $this { $this !ex:p ?x }",
    "SELECT $this { $this (ex:p|^ex:q)+ ?x FILTER(?x = ex:n2) }",
    "SELECT $this { $this ?p ?x FILTER(?p NOT IN (ex:p, ex:q)) }",
    "SELECT $this { $this ex:p [ ex:q ?x ] }",
    f"SELECT $this {{ $this ex:p ?n {{ {COUNTED} }} FILTER(?n != ?c) }}",
    f"SELECT $this {{ $this ex:p ?x {{ {COUNTED} }} FILTER(?x != ?c) }}",
    "SELECT $this {$this ex:p ?n {SELECT $this (COUNT(?x) AS ?c) {$this ex:q ?x} GROUP BY $this}FILTER(?n < ?c) }",
    "SELECT $this {$this ex:p ?n {SELECT $this (SUM(?x) AS ?c) {$this ex:q ?x} GROUP BY $this}FILTER(?n < ?c) }",
    "SELECT $this { { SELECT $this { $this ex:p ?x } } $this ex:q ?x }",
    "SELECT $this (COUNT(?x) AS ?c) { $this ex:p ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this { $this ex:p ?x } ORDER BY ?x LIMIT 1",
    "SELECT DISTINCT $this ?value { $this ex:p ?value . ?other ex:p ?value . FILTER(?other != $this) }",
    "SELECT $this { ?x ex:p ?y . ?y ex:q ?z . FILTER(?z = 'a') }",
    "SELECT $this { $this ex:p ?x ; ex:q ?x }",
    "SELECT $this { $this ex:p ?x . FILTER('a' = ?x || !('a' < ?x)) }",
    "SELECT $this { $this ex:p ?x . FILTER(sameTerm(?x, ex:n1)) }",
    "SELECT $this { $this ex:p ?__blank0 . $this ex:q [] }",
    "SELECT $this { $this ex:p 'a\\u0000b' }",
]  # fmt: skip


def of_the_archive() -> list[str]:
    """The queries of this archive's shapes, with their prefixes."""
    files = sorted((REPOSITORY / "shapes").glob("*.ttl"))
    shapes = to_shapes(quad for file in files for quad in parse(file.read_bytes(), RdfFormat.TURTLE))
    prefixes = "".join(f"PREFIX {prefix}: <{uri}>\n" for prefix, uri in declared_prefixes(shapes).items())
    return [prefixes + str(query) for query in shapes.objects(None, SH.select) if shapes.value(None, SH.select, query)]


ARCHIVE = of_the_archive()


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_what_the_screen_excludes_has_no_solution(query: str) -> None:
    assert missed(query, random.Random(1), TRIALS) == []


@pytest.mark.parametrize("number", range(len(ARCHIVE)))
def test_the_queries_of_this_archive_are_screened_without_a_miss(number: int) -> None:
    query = ARCHIVE[number]
    assert question(prepared_once(query), binds_this=True) is not None
    assert missed(query, random.Random(1), TRIALS) == []


def missed(query: str, chance: random.Random, trials: int) -> list[tuple[str, list[str]]]:
    """Give the focus nodes, with their graphs, for which rdflib has solutions that the screen does not see."""
    found = []
    with undisturbed():
        for _ in range(trials):
            quads = graph_for(query, chance)
            graph = to_graph(quads, query_prefixes=PREFIXES)
            screen = Screen(graph.statements.index.matching())
            for node in focus_nodes(quads):
                bindings = {"this": node}
                if screen.excludes(query, prepared_once(query), bindings) and solutions(graph, query, node):
                    found.append((str(node), sorted(map(str, quads))))
    return found


def solutions(graph: CheckedGraph, query: str, node: URIRef) -> Sequence[object]:
    try:
        return graph.query(query, initBindings={"this": node}).bindings
    except (SPARQLError, TypeError, AttributeError, ValueError):
        return ["a failure"]


@cache
def prepared_once(query: str) -> Query:
    return prepared(query, PREFIXES)


def focus_nodes(quads: list[Quad]) -> list[URIRef]:
    names = {term.value for quad in quads for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    return [URIRef(name) for name in sorted(names)]


def graph_for(query: str, chance: random.Random) -> list[Quad]:
    """Make a graph of the properties and things that a query names, with a few of all kinds of values."""
    asked = "".join(question(prepared_once(query), binds_this=True) or ()) + f"<{EX}p> <{EX}q>"
    named = sorted(set(re.findall(r"<(https?://[^ >]+)>", asked)))
    terms = [NamedNode(name) for name in named if "XMLSchema" not in name]
    nodes, blank = NODES[: chance.choice((2, 5))], BLANK[: chance.choice((1, 3))]
    things: list[NamedNode | BlankNode] = [*nodes, *blank]
    few = chance.sample(LITERALS, 5)
    pools: tuple[Sequence[NamedNode | BlankNode | Literal], ...] = (nodes, blank, few, few, terms)
    made = [
        Quad(chance.choice(things), chance.choice(terms), chance.choice(chance.choice(pools)))
        for _ in range(12 * len(terms))
    ]
    return list(dict.fromkeys(made))
