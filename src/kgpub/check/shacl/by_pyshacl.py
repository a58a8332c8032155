"""pySHACL, the engine of record, shape by shape.

pySHACL's `validate()` fetches, patches rdflib for good and gives a report graph only; its parts do none of that. Its
options `focus_nodes` and `use_shapes` are not used: both miss violations (they filter nested shapes as well).
"""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import rdflib
import rdflib.plugins.sparql as rdflib_sparql
from pyshacl.errors import ShapeRecursionWarning
from pyshacl.graph_abstraction import DataGraph
from pyshacl.validator import Validator
from rdflib.namespace import SH

from kgpub.check.shacl.engine import Batch, Failure, Outcome, Result, Targeted
from kgpub.check.shacl.queries import connected_patterns
from kgpub.check.shacl.steadiness import steady_pyshacl
from kgpub.check.shacl.swiftness import swift_pyshacl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rdflib.term import Node

    from kgpub.check.shacl.graphs import CheckedGraph

DEPTH = 30
"""How deep shapes may nest; pySHACL's own limit of 15 is met by honest shapes."""

DETAIL_DEPTH = 3
"""How far reasons are followed into shapes that ask other shapes."""

RECURSIVE = "it asks itself whether it holds, and SHACL leaves open what that means; end the circle of shapes"

PARTS = 10
"""Into how many parts nodes are divided to find those with results."""

NESTED = {
    "And": SH["and"],
    "Or": SH["or"],
    "Xone": SH.xone,
    "Node": SH.node,
}
"""The components that only say that other shapes do not hold, and where those are listed."""


class PySHACL:
    """Evaluates the shapes of one graph on another, within `undisturbed`."""

    def __init__(self, data: CheckedGraph, shapes: CheckedGraph) -> None:
        self._data = data
        self._shapes = shapes
        self._nodes: dict[Node, list[Node]] = {}

    @cached_property
    def _validator(self) -> Any:  # noqa: ANN401 - pySHACL has no types
        options = {"logger": logging.getLogger("kgpub.shacl"), "inplace": True, "max_validation_depth": DEPTH}
        return Validator(DataGraph.from_rdflib(self._data), shacl_graph=self._shapes, options=options)

    @cached_property
    def _by_node(self) -> dict[Node, Any]:
        return {shape.node: shape for shape in self._validator.shacl_graph.shapes}

    @cached_property
    def _executor(self) -> Any:  # noqa: ANN401
        return self._validator.make_executor()

    @property
    def _graph(self) -> Any:  # noqa: ANN401
        return self._validator.data_graph

    def prepare(self) -> None:
        """Get ready to evaluate much."""
        self._data.screen_queries()

    def plan(self, shapes: tuple[Node, ...] | None) -> list[Targeted] | Failure:
        """Give those of some shapes, or of all, that have focus nodes, in a fixed order."""
        try:
            known = self._by_node if shapes is None else self._by_node.keys() & set(shapes)
            counts = (Targeted(node, len(self._focus_nodes(node))) for node in sorted(known, key=str))
            return [targeted for targeted in counts if targeted.count]
        except Exception as error:  # noqa: BLE001 - whatever broken shapes make pySHACL and rdflib raise is a finding
            return Failure(None, _words(error))

    def _focus_nodes(self, shape: Node) -> list[Node]:
        if shape not in self._nodes:
            self._nodes[shape] = sorted(self._by_node[shape].focus_nodes(self._graph), key=_order)
        return self._nodes[shape]

    def evaluate(self, batch: Batch) -> Sequence[Outcome]:
        """Give what the shape of a batch finds wrong, or one Failure."""
        try:
            shape = self._by_node[batch.shape]
            nodes = self._focus_nodes(batch.shape)[batch.start : batch.end] if batch.nodes is None else batch.nodes
            return list(self._found(shape, nodes))
        except MemoryError:
            raise
        except ShapeRecursionWarning:
            return [Failure(batch.shape, RECURSIVE)]
        except Exception as error:  # noqa: BLE001 - the same: SPARQL, a pattern, a list without end
            return [Failure(batch.shape, _words(error))]

    def _found(self, shape: Any, nodes: Sequence[Node]) -> Iterator[Result]:  # noqa: ANN401
        """Give all results, each with the node that led to it.

        One call for many nodes is far cheaper than one for each; only where there are results is there one for each.
        """
        if len(nodes) == 1:
            yield from self._results(shape, nodes[0])
        elif self._reports(shape, nodes):
            for start in range(0, len(nodes), size := max(1, len(nodes) // PARTS)):
                yield from self._found(shape, nodes[start : start + size])

    def _reports(self, shape: Any, nodes: Sequence[Node]) -> list[Any]:  # noqa: ANN401
        return list(shape.validate(self._executor, self._graph, focus=list(nodes))[1]) if nodes else []

    def _results(self, shape: Any, node: Node) -> Iterable[Result]:  # noqa: ANN401
        for _, report, triples in self._reports(shape, [node]):
            result = _result(report, triples)
            yield replace(result, target=shape.node, root=node, details=tuple(self._details(result, DETAIL_DEPTH)))

    def _details(self, result: Result, depth: int) -> Iterator[Result]:
        """Give what the shapes that a result speaks of say of its value."""
        if result.kind not in NESTED or result.value is None or not depth:
            return
        for node in self._alternatives(result):
            shape = self._by_node.get(node)
            for _, report, triples in self._reports(shape, [result.value]) if shape else ():
                found = _result(report, triples)
                yield replace(found, target=node, details=tuple(self._details(found, depth - 1)))

    def _alternatives(self, result: Result) -> Iterator[Node]:
        for value in self._shapes.objects(result.shape, NESTED[result.kind]):
            yield from [value] if result.kind == "Node" else self._shapes.items(value)


def _order(node: Node) -> tuple[str, str]:
    return type(node).__name__, node.n3()


def _words(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(message).split())


def _result(node: Node, triples: list[tuple[Node, Node, Any]]) -> Result:
    """Make a result of pySHACL's triples, in which a term may come with the graph that it is from."""
    own = [(predicate, term[1] if isinstance(term, tuple) else term) for s, predicate, term in triples if s == node]
    values = dict(own)
    messages = [(str(term), term.language or "") for predicate, term in own if predicate == SH.resultMessage]
    return Result(
        focus=values[SH.focusNode],
        path=values.get(SH.resultPath),
        value=values.get(SH.value),
        shape=values[SH.sourceShape],
        component=str(values[SH.sourceConstraintComponent]),
        severity=str(values[SH.resultSeverity]),
        messages=tuple(messages),
        constraint=values.get(SH.sourceConstraint),
    )


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep rdflib and pySHACL from what is slow, wrong or dangerous in them, for a while."""
    with quiet_rdflib(), swift_pyshacl(), steady_pyshacl(), connected_patterns(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of ill-typed literals
        warnings.simplefilter("error", ShapeRecursionWarning)  # else such a shape passes
        yield


@contextmanager
def quiet_rdflib() -> Iterator[None]:
    """Keep rdflib from rewriting literals, from fetching graphs and from logging ill-typed literals, for a while."""
    log = logging.getLogger("rdflib.term")
    before = rdflib.NORMALIZE_LITERALS, rdflib_sparql.SPARQL_LOAD_GRAPHS, log.disabled
    rdflib.NORMALIZE_LITERALS, rdflib_sparql.SPARQL_LOAD_GRAPHS, log.disabled = False, False, True
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS, rdflib_sparql.SPARQL_LOAD_GRAPHS, log.disabled = before
