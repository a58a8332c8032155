"""The W3C's SHACL test suite, through the way that `kgpub check` takes.

The files become graphs by the same conversion, the shapes are evaluated by the same engine in the same processes, and
its outcomes are compared with the whole expected report: https://w3c.github.io/data-shapes/data-shapes-test-suite/
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pyoxigraph
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import to_isomorphic

from kgpub.check.progress import silent
from kgpub.check.shacl.by_pyshacl import PySHACL, undisturbed
from kgpub.check.shacl.engine import Failure, Result
from kgpub.check.shacl.graphs import declared_prefixes, to_graph, to_shapes
from kgpub.check.shacl.processes import Limits
from kgpub.check.shacl.validation import validate_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node


MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
APPROVED = 120
DIFFERENT = {
    "sparql/pre-binding/shapesGraph-001": "$shapesGraph, which a processor may leave out, is not supported by pySHACL",
}
"""The cases that give another report, with the reason."""

LIST = (RDF.first, RDF.rest)
COPIED = (SH.focusNode, SH.resultSeverity, SH.sourceConstraint, SH.sourceConstraintComponent, SH.sourceShape, SH.value)


@dataclass(frozen=True)
class Case:
    """One case: its files, and the node of the report that is expected in the graph of its manifest."""

    name: str
    manifest: Graph
    data: Path
    shapes: Path
    expected: Node


def test_all_approved_cases_give_their_whole_report(suites: Path) -> None:
    cases = list(approved(suites / "shacl" / "manifest.ttl", suites / "shacl"))
    assert len(cases) == len({case.name for case in cases}) == APPROVED
    with undisturbed():
        assert [case.name for case in cases if not is_as_expected(case)] == sorted(DIFFERENT)


def approved(manifest: Path, root: Path) -> Iterator[Case]:
    graph = to_graph(quads(manifest))
    for entries in graph.objects(None, MF.entries):
        for test in graph.items(entries):
            action = graph.value(test, MF.action)
            if (test, RDF.type, SHT.Validate) in graph and (test, MF.status, SHT.approved) in graph:
                name = local(test).relative_to(root).as_posix()
                data, shapes = (local(graph.value(action, key)) for key in (SHT.dataGraph, SHT.shapesGraph))
                yield Case(name, graph, data, shapes, graph.value(test, MF.result) or BNode())
    for included in sorted(graph.objects(None, MF.include), key=str):
        yield from approved(local(included), root)


def quads(file: Path) -> Iterator[pyoxigraph.Quad]:
    return pyoxigraph.parse(file.read_bytes(), pyoxigraph.RdfFormat.TURTLE, base_iri=file.as_uri())


def local(uri: Node | None) -> Path:
    return Path(unquote(urlsplit(str(uri)).path))


def is_as_expected(case: Case) -> bool:
    shapes = to_shapes(quads(case.shapes))
    data = to_graph(quads(case.data), query_prefixes=declared_prefixes(shapes))
    outcomes = validate_all(PySHACL(data, shapes), limits=Limits(1, 60, 1024), progress=silent)
    if case.expected == SHT.Failure:
        return any(isinstance(outcome, Failure) for outcome in outcomes)
    results = [outcome for outcome in outcomes if isinstance(outcome, Result)]
    if len(results) < len(outcomes):
        return False
    named = {plain(message) for message in case.manifest.objects(None, SH.resultMessage)}
    return bool(to_isomorphic(expected_report(case)) == to_isomorphic(actual_report(results, shapes, named)))


def expected_report(case: Case) -> Graph:
    """Give the part of the report that the suite says is compared."""
    report, found, source = Graph(), BNode(), case.manifest
    report.add((found, SH.conforms, plain(source.value(case.expected, SH.conforms))))
    for result in source.objects(case.expected, SH.result):
        node = BNode()
        report.add((found, SH.result, node))
        for property_ in (*COPIED, SH.resultMessage):
            for value in source.objects(result, property_):
                report.add((node, property_, plain(value)))
        for path in source.objects(result, SH.resultPath):
            report.add((node, SH.resultPath, copied(source, path, report)))
    return report


def actual_report(results: list[Result], shapes: Graph, named: set[Node]) -> Graph:
    """Write results as a report, with those messages only that are expected anywhere."""
    report, found = Graph(), BNode()
    report.add((found, SH.conforms, plain(Literal("false" if results else "true", datatype=XSD.boolean))))
    for result in results:
        node = BNode()
        report.add((found, SH.result, node))
        for property_, value in properties(result):
            if value is not None:
                report.add((node, property_, plain(value)))
        if result.path is not None:
            report.add((node, SH.resultPath, copied(shapes, result.path, report)))
        messages = {Literal(text, lang=language or None) for text, language in result.messages}
        for message in messages & named:
            report.add((node, SH.resultMessage, message))
    return report


def properties(result: Result) -> list[tuple[URIRef, Node | None]]:
    return [
        (SH.focusNode, result.focus),
        (SH.resultSeverity, URIRef(result.severity)),
        (SH.sourceConstraint, result.constraint),
        (SH.sourceConstraintComponent, URIRef(result.component)),
        (SH.sourceShape, result.shape),
        (SH.value, result.value),
    ]


def copied(source: Graph, path: Node, target: Graph) -> Node:
    """Copy a path with its blank nodes; a list is a list, whatever else its node says (the cases path-strange)."""
    if not isinstance(path, BNode):
        return path
    copy = BNode()
    for property_, value in source.predicate_objects(path):
        if property_ in LIST or (path, RDF.first, None) not in source:
            target.add((copy, property_, copied(source, value, target)))
    return copy


def plain(node: Node | None) -> Node:
    """Give a term in the one way that it is compared: some booleans and strings are written in two."""
    assert node is not None
    if isinstance(node, Literal) and node.datatype == XSD.boolean and str(node) in ("0", "1"):
        return Literal("true" if str(node) == "1" else "false", datatype=XSD.boolean)
    if isinstance(node, Literal) and node.datatype == XSD.string:
        return Literal(str(node))
    return node
