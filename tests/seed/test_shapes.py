"""Every shape accepts what it should and refuses what it must, seen through pySHACL.

All cases are validated at once, each below a base of its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import pytest
import rdflib
from pyoxigraph import RdfFormat, serialize
from rdflib import RDF, SH, Graph, Literal, Namespace
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from tests.seed.shape_cases import ACCEPTED, REFUSED, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad
    from rdflib.term import Node

    from kgpub.config import Config

ROOT = Path(__file__).parents[2]
KSH = Namespace("https://w3id.org/kgpub/shapes#")
SCHEMA = Namespace("https://schema.org/")
CONSTRAINING = [
    *(SH["class"], SH.closed, SH.datatype, SH.equals, SH["in"], SH.maxCount, SH.maxInclusive, SH.minCount),
    *(SH.minInclusive, SH.minLength, SH.nodeKind, SH["or"], SH.pattern, SH.uniqueLang, SH.select),
]
IGNORED = {SH.declare, SH.description, SH.group, SH.ignoredProperties, SH.message, SH.name, SH.namespace, SH.node}
IGNORED |= {SH.order, SH.path, SH.prefix, SH.prefixes, SH.property, SH.severity, SH.sparql, SH.targetClass}
IGNORED |= {SH.targetSubjectsOf, SH.inversePath, SH.alternativePath}

CASES = {f"{number}-{case.constraint}": case for number, case in enumerate(REFUSED)}


def read(pattern: str) -> Graph:
    graph = Graph()
    for path in sorted(ROOT.glob(pattern)):
        graph.parse(path)
    return graph


@pytest.fixture(scope="module", autouse=True)
def rdflib_settings() -> Iterator[None]:
    """Leave literals as they are written, and parse each constraint's query once instead of once for each node."""

    @cache
    def translate(query: str) -> object:
        return translateQuery(parseQuery(query))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        patch.setattr(processor, "parseQuery", lambda query: query)
        patch.setattr(processor, "translateQuery", lambda query, *_: translate(query))
        yield


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read("shapes/*.ttl")


def constraints(shapes: Graph) -> set[tuple[str, str]]:
    """Give every parameter of every shape, by the name of the component that reports it."""
    components = {SH.select: "SPARQL"} | {
        each: name[0].upper() + name[1:] for each in CONSTRAINING if (name := local(each)) != "select"
    }
    found = {(local(shape), components[each]) for each in CONSTRAINING for shape in shapes.subjects(each)}
    return {(shape, component) for shape, component in found if (KSH[shape], None, None) in shapes}


def local(iri: Node | None) -> str:
    return str(iri).rpartition("#")[2]


def test_every_parameter_of_every_shape_is_broken_by_a_case(shapes: Graph, report: Report) -> None:
    assert report.broken() == constraints(shapes)


def test_no_parameter_of_shacl_is_used_that_these_tests_do_not_know(shapes: Graph) -> None:
    used = {predicate for predicate in shapes.predicates() if str(predicate).startswith(SH._NS)}
    assert used - set(CONSTRAINING) - IGNORED == set()


class Report:
    """What pySHACL says of all cases together: which shapes or constraints report the nodes of each case."""

    def __init__(self, shapes: Graph, settings: Config) -> None:
        prefixes = "".join(f"@prefix {prefix}: <{uri}> .\n" for prefix, uri in settings.prefixes.items())
        self.prefixes = prefixes + "@prefix good: <https://example.org/good/> .\n"
        self.data, self.shapes = read("ontology/*.ttl"), shapes + Graph()
        self.nodes: dict[str, set[Node]] = {"shared": self._add("shared", SHARED)}
        for name, turtle in ACCEPTED.items():
            self.nodes[name] = self._add(name, turtle)
        for name, case in CASES.items():
            assert case.old in ACCEPTED[case.what], f"{case.constraint}: '{case.old}' is not in '{case.what}'"
            self.nodes[name] = self._add(name, ACCEPTED[case.what].replace(case.old, case.new))
        _, self.results, _ = pyshacl.validate(self.data, shacl_graph=self.shapes, inference="none")

    def _add(self, name: str, turtle: str) -> set[Node]:
        """Take up a case; give its nodes: subjects, and the literals that shapes are aimed at."""
        case = Graph().parse(data=self.prefixes + turtle, format="turtle", publicID=f"https://example.org/{name}/")
        for triple in case:
            (self.shapes if str(triple[0]).startswith(KSH) else self.data).add(triple)
        aimed = {node for node in case.objects(None, SH.targetNode) if isinstance(node, Literal)}
        return aimed | {node for node in case.subjects() if not str(node).startswith(KSH)}

    def of(self, name: str) -> set[str]:
        """Give what reports a node of the case."""
        assert isinstance(self.results, Graph)
        found = set()
        for result in self.results.subjects(RDF.type, SH.ValidationResult):
            if self.results.value(result, SH.focusNode) in self.nodes[name]:
                constraint = self.results.value(result, SH.sourceConstraint) or self.results.value(
                    result, SH.sourceShape
                )
                found.add(str(constraint).removeprefix(KSH))
        return found

    def broken(self) -> set[tuple[str, str]]:
        """Give what was reported at all, with the component that did."""
        assert isinstance(self.results, Graph)
        found = set()
        for result in self.results.subjects(RDF.type, SH.ValidationResult):
            constraint = self.results.value(result, SH.sourceConstraint) or self.results.value(result, SH.sourceShape)
            component = local(self.results.value(result, SH.sourceConstraintComponent))
            found.add((local(constraint), component.removesuffix("ConstraintComponent")))
        return found


@pytest.fixture(scope="module")
def report(shapes: Graph, settings: Config) -> Report:
    return Report(shapes, settings)


@pytest.mark.parametrize("name", ["shared", *ACCEPTED])
def test_what_is_right_is_accepted_by_every_shape(name: str, report: Report) -> None:
    assert report.of(name) == set()


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_refused_by_its_shape(name: str, report: Report) -> None:
    assert report.of(name) == {CASES[name].constraint, *CASES[name].also}


def test_the_archive_conforms_but_for_issuers_that_no_source_names(quads: list[Quad], shapes: Graph) -> None:
    data = serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES) or b""
    graph = Graph().parse(data=data, format="nt")
    _, results, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    assert isinstance(results, Graph)
    assert set(results.objects(None, SH.resultSeverity)) == {SH.Warning}
    assert set(results.objects(None, SH.sourceConstraint)) == {KSH["Attribution-issuerUnknown"]}
    positions = {graph.value(node, SCHEMA.position) for node in results.objects(None, SH.focusNode)}
    assert {int(str(position)) for position in positions} == {1, 3, 4, 5}
