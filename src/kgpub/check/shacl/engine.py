"""Validation by pySHACL, shape by shape, as plain results: the seam that another engine can fill.

pySHACL's `validate()` fetches, patches rdflib for good and gives a report graph only; its parts do none of that. Its
options `focus_nodes` and `use_shapes` are not used: both miss violations (they filter nested shapes as well).
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyshacl.shape
import rdflib
import rdflib.plugins.sparql as rdflib_sparql
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.graph_abstraction import DataGraph
from pyshacl.validator import Validator
from rdflib.namespace import SH

from kgpub.check.shacl.queries import connected_patterns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from kgpub.check.progress import Progress
    from kgpub.check.shacl.graphs import CheckedGraph

DEPTH = 30
"""How deep shapes may nest; pySHACL's own limit of 15 is met by honest shapes."""


@dataclass(frozen=True)
class Result:
    """What one shape found wrong with one node."""

    focus: Node
    path: Node | None
    value: Node | None
    shape: Node
    component: str
    severity: str
    messages: tuple[tuple[str, str], ...]
    """(text, language tag)"""


@dataclass(frozen=True)
class Failure:
    """A shape that could not be evaluated; `shape` is None when no shape could."""

    shape: Node | None
    message: str


def validate(data: CheckedGraph, shapes: CheckedGraph, *, progress: Progress) -> list[Result | Failure]:
    """Validate `data` with all shapes, within `quiet_rdflib`."""
    with parameters_as_set(), connected_patterns():
        return list(_validate(data, shapes, progress))


def _validate(data: CheckedGraph, shapes: CheckedGraph, progress: Progress) -> Iterator[Result | Failure]:
    options = {"logger": logging.getLogger("kgpub.shacl"), "inplace": True, "max_validation_depth": DEPTH}
    try:
        graph = DataGraph.from_rdflib(data)
        validator = Validator(graph, shacl_graph=shapes, options=options)
        found = list(validator.shacl_graph.shapes)
        executor = validator.make_executor()
    except Exception as error:  # noqa: BLE001 - whatever broken shapes make pySHACL and rdflib raise is a finding
        yield Failure(None, _words(error))
        return
    for number, shape in enumerate(found):
        progress("validating", number, len(found))
        try:
            _, reports = shape.validate(executor, graph)
        except Exception as error:  # noqa: BLE001 - the same: SPARQL, a pattern, a list without end
            yield Failure(shape.node, _words(error))
        else:
            yield from (_result(node, triples) for _, node, triples in reports)


def _words(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(message).split())


def _result(node: Node, triples: list[tuple[Node, Node, Any]]) -> Result:
    """Make a result of pySHACL's triples, in which a term may come with the graph that it is from."""
    own = [(predicate, term[1] if isinstance(term, tuple) else term) for s, predicate, term in triples if s == node]
    values = dict(own)
    return Result(
        focus=values[SH.focusNode],
        path=values.get(SH.resultPath),
        value=values.get(SH.value),
        shape=values[SH.sourceShape],
        component=str(values[SH.sourceConstraintComponent]).rpartition("#")[2],
        severity=str(values[SH.resultSeverity]).rpartition("#")[2],
        messages=tuple((str(term), term.language or "") for predicate, term in own if predicate == SH.resultMessage),
    )


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


@contextmanager
def parameters_as_set() -> Iterator[None]:
    """Let pySHACL look up the parameters of constraints in a set, for a while.

    It keeps them in a list, which every statement of every shape is compared with for every focus node: a quarter of
    all time, measured.
    """
    module = vars(pyshacl.shape)
    kept = module.get("CONSTRAINT_PARAMS", (None, None))
    module["CONSTRAINT_PARAMS"] = (frozenset(ALL_CONSTRAINT_PARAMETERS), CONSTRAINT_PARAMETERS_MAP)
    try:
        yield
    finally:
        module["CONSTRAINT_PARAMS"] = kept
