"""What is read from a query's tokens is what Oxigraph makes of it: on thousands of queries put together by chance.

The generator is seeded: each run tests the same queries. Those that Oxigraph refuses are passed over, and counted.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store, parse

from kgpub.store.sparql import calls_services, dataset_clauses, is_volatile

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "g:"
DEEPEST = 3
DATA = "<g:1> { <a:s> <a:in> 1 } <g:2> { <a:s> <a:in> 2 } <g:x/1> { <a:s> <a:in> 3 }"


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.extend(parse(DATA, format=RdfFormat.TRIG))
    return made


def found(store: Store, text: str, **options: object) -> list[str] | None:
    """Give all that a query gives; None where it is no query."""
    try:
        results = store.query(text, base_iri=BASE, **options)  # type: ignore[arg-type]
    except (SyntaxError, ValueError):
        return None
    if isinstance(results, QueryBoolean):
        return [str(bool(results))]
    if isinstance(results, QuerySolutions):
        return sorted(str([str(term) for term in row]) for row in results)
    return sorted(map(str, results))


class Generator:
    """Puts queries together, well-formed and nearly so, with as little space as there may be."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def space(self) -> str:
        return self.one("", "", " ", "\n", "#c\n", " # FROM <g:2> SERVICE NOW()\n")

    def spaced(self, *parts: str) -> str:
        return "".join(part + self.space() for part in parts)

    def some(self, at_most: int, *choices: str) -> str:
        return self.spaced(*(self.one(*choices) for _ in range(self.random.randint(0, at_most))))


class Openings(Generator):
    """Queries that differ in what stands before WHERE."""

    def query(self) -> str:
        prologue = self.some(
            4, "PREFIX : <g:>", "PREFIXx:<g:>", "PREFIX FROM: <g:x/>", "PREFIX NAMED:<g:x/>", "prefix FROMx: <g:x/>",
            "BASE <g:>", "BASE<g:x/>", "VERSION'1.2'", "PREFIX rel:<x/>", "PREFIX FROMNAMED: <g:>", "PREFIX ASK: <g:>",
        )  # fmt: skip
        head = self.one(
            "SELECT*", "SELECT ?s", "SELECT(1<2&&3>2AS?x)", "selectdistinct?s", "ASK", "CONSTRUCT{?s?p?o}", "CONSTRUCT",
            "CONSTRUCT{ ?s ?p 'FROM <g:2> }', (1) }", "DESCRIBE ?s", "DESCRIBE*", "DESCRIBE<a:s>", "DESCRIBE FROM:1",
            "SELECT('FROM'AS?z)(EXISTS{?a<a:in>?b}AS?e)", "SELECT?sFROM", "SELECT(STR(?s<1)AS?e)",
            r'SELECT("\u0022"AS?q)',
        )  # fmt: skip
        body = self.one("", "{?s?p?o}", "WHERE{?s ?p ?o}", "{{?s?p?o}UNION{GRAPH?g{?s?p?o}}}", "{?s?p?o}VALUES?o{1}")
        return self.spaced(prologue, head) + self.clauses() + body

    def clauses(self) -> str:
        return "".join(self.clause() for _ in range(self.random.randint(0, 3)))

    def clause(self) -> str:
        keyword = self.one("FROM", "FROM", "FROM NAMED", "fromNAMED", "FROM#\nNAMED")
        iri = self.one(
            "<g:1>", "<g:2>", ":1", "x:1", "x:2", "<1>", "<x/1>", "FROM:1", "NAMED:1", "FROMx:1", "rel:1",
            r"<g:\u0031>", r"x:\1", "x:", ":", "NAMED:", "FROM:", "FROMNAMED:1",
        )  # fmt: skip
        return self.spaced(keyword, iri)


class Bodies(Generator):
    """Queries that differ in their patterns and expressions."""

    calls_services = False

    def query(self) -> str:
        self.calls_services = False
        text = self.one("select", "order", "construct", "short", "having")
        return (
            "BASE<a:>PREFIX :<a:>PREFIX service:<a:>"
            + {
                "select": lambda: f"SELECT({self.expression()}{self.space()}AS?e){{{self.pattern()}}}",
                "order": lambda: (
                    f"SELECT*{{{self.pattern()}{self.space()}{self.pattern()}}}ORDER BY({self.expression()})"
                ),
                "construct": lambda: f"CONSTRUCT{{?s?p {self.term()}.{self.term()} <a:p> 1}}{{{self.pattern()}}}",
                "short": lambda: f"CONSTRUCT WHERE{{?s?p {self.term()}}}",
                "having": lambda: f"SELECT?o{{?s?p?o}}GROUP BY?o HAVING({self.expression()})",
            }[text]()
        )

    def term(self) -> str:
        return self.one(
            "?s", "<a:s>", ":in", "1", "true", "'NOW()'", "<a:NOW()>", "(1 <a:b>)", "[]", "[<a:in> 1]", "_:b", "()",
            "'['", "'x'@now", "<a:[]>",
        )  # fmt: skip

    def expression(self, depth: int = 0) -> str:
        again = depth + 1
        match self.random.randint(0, 9 if depth < DEEPEST else 5):
            case 0:
                return self.one("NOW", "RAND", "UUID", "struuid", "BNODE") + self.one("", " ", "#x\n") + "()"
            case 1 | 2:
                return self.one(
                    "?now", "'NOW()'", '"a>b"', "'a>b'", "<a:b>", ":NOW", "true", "'x'@now", "'1'^^<a:b>", r"'\''",
                    r'"\u0022"', "'SERVICE'",
                )  # fmt: skip
            case 3 | 4 | 5:
                return self.one("?o", "?s", "1", "2.5")
            case 6 | 7:
                return self.expression(again) + self.one("<", ">", "<=", "&&", "||", "=", "+") + self.expression(again)
            case 8:
                return self.one("", "STR", "isBLANK", "!") + f"({self.space()}{self.expression(again)})"
            case _:
                return f"EXISTS{{{self.pattern(again)}}}"

    def pattern(self, depth: int = 0) -> str:
        triple = "?s" + self.one("?p", "<a:in>", "(<a:in>|<a:b>)", ":in", "service:p ") + self.one("?o.", "true ")
        longer = (self.filter, self.selection, self.values, self.graph, self.service, self.optional)
        if depth == DEEPEST or self.random.randint(0, 2) == 0:
            return self.one(triple, self.spaced("?s", "?p", "?o"))
        return self.random.choice(longer)(depth + 1)

    def filter(self, depth: int) -> str:
        return f"FILTER({self.expression(depth)}){self.pattern(depth)}"

    def selection(self, depth: int) -> str:
        value = f"({self.expression(depth)} AS ?b{self.random.randint(0, 99)})"
        return f"{{SELECT ?s {value}{{{self.pattern(depth)}}}ORDER BY ?s({self.expression(depth)})}}"

    def values(self, depth: int) -> str:
        return f"VALUES(?v ?o){{(<a:b> 1)(<a:c>UNDEF)}}{self.pattern(depth)}"

    def graph(self, depth: int) -> str:
        return f" GRAPH {self.one('service:g', '?service', '<SERVICE:x>')}{self.space()}{{{self.pattern(depth)}}}"

    def optional(self, depth: int) -> str:
        return f"OPTIONAL{{{self.pattern(depth)}}}"

    def service(self, depth: int) -> str:
        if self.random.randint(0, 2):
            return self.pattern(depth)
        self.calls_services = True
        keyword = self.one(" SERVICE", " service", " SERVICESILENT", " SERVICE SILENT")
        return self.spaced(keyword, self.one("<a:b>", "?s", ":in", "service:x")) + f"{{{self.pattern(depth)}}}"


def openings(number: int) -> Iterator[str]:
    generator = Openings(seed=1)
    return (generator.query() for _ in range(number))


def test_the_engine_sees_the_clauses_that_are_read(store: Store) -> None:
    all_named = [NamedNode(graph) for graph in ("g:1", "g:2", "g:x/1")]
    nothing = {"default_graph": [], "named_graphs": all_named}
    valid = with_clauses = 0
    for text in openings(12_000):
        seen = found(store, text)
        if seen is None or "(1)" in text:  # lists have blank nodes: their labels differ each time
            continue
        clauses = dataset_clauses(text, BASE)
        default, named = (clauses.default, clauses.named) if clauses else ((), ())
        given = {
            "default_graph": [NamedNode(uri) for uri in default],
            "named_graphs": [NamedNode(uri) for uri in named],
        }
        assert found(store, text, **(given if clauses else nothing)) == seen, text
        valid += 1
        with_clauses += clauses is not None
    assert (valid, with_clauses) == (3389, 1264)


def test_what_differs_in_the_engine_is_volatile(store: Store) -> None:
    generator = Bodies(seed=2)
    valid = differing = 0
    for text in (generator.query() for _ in range(6_000)):
        if generator.calls_services:
            continue
        first = found(store, text, use_default_graph_as_union=True)
        if first is None:
            continue
        valid += 1
        if first != found(store, text, use_default_graph_as_union=True):
            differing += 1
            assert is_volatile(text), text
    assert valid == 4490
    assert differing > 400  # chance is among what they ask for


def test_each_service_clause_that_the_engine_takes_is_seen_and_nothing_else(store: Store) -> None:
    generator = Bodies(seed=3)
    valid = calling = 0
    for text in (generator.query() for _ in range(6_000)):
        try:
            store.query(text)
        except SyntaxError:
            continue
        valid += 1
        calling += generator.calls_services
        assert calls_services(text) == generator.calls_services, text
    assert (valid, calling) == (4727, 276)
