"""What is slow in pySHACL, replaced for a while by what gives the same."""
# ruff: noqa: ANN401 - pySHACL has no types

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pyshacl.shape
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.constraints.core.shape_based_constraints import NodeConstraintComponent, PropertyConstraintComponent
from pyshacl.helper import expression_helper
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from pyshacl.shape import Shape
from rdflib import URIRef

from kgpub.check.shacl.graphs import CheckedGraph
from kgpub.check.shacl.replacements import Replacement, in_place

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

_APPLY = SPARQLQueryHelper.apply_prefixes
_VALUES = expression_helper.value_nodes_from_path

SHAPE_BY_SHAPE = (
    (PropertyConstraintComponent, "_evaluate_property_shape"),
    (NodeConstraintComponent, "_evaluate_node_shape"),
)
"""Where another shape is asked of one value after the other."""


def swift_pyshacl() -> AbstractContextManager[None]:
    """Let pySHACL give the same answers in less time, for a while."""
    return in_place(_replacements())


def _replacements() -> Iterator[Replacement]:
    # It keeps the parameters in a list, which every statement of every shape is compared with.
    parameters = (frozenset(ALL_CONSTRAINT_PARAMETERS), CONSTRAINT_PARAMETERS_MAP)
    yield Replacement(pyshacl.shape, "CONSTRAINT_PARAMS", parameters)
    for component, name in SHAPE_BY_SHAPE:
        yield Replacement(component, name, _together(vars(component)[name]))
    for module in (pyshacl.shape, expression_helper):
        yield Replacement(module, "value_nodes_from_path", _values)
    yield Replacement(Shape, "__str__", _name)
    yield Replacement(ConstraintComponent, "make_v_result_description", _no_description)
    yield Replacement(SPARQLQueryHelper, "apply_prefixes", _applied_once)
    for name, found in list(vars(SPARQLQueryHelper).items()):
        if name.endswith("_regex"):
            yield Replacement(SPARQLQueryHelper, name, _Remembered(found))


def _together(evaluate: Callable[..., Any]) -> Callable[..., Any]:
    """Ask the shape that a constraint names of all values in one call, and of each only where one does not conform.

    A call reads the shape again and makes its constraints, whatever the number of values.
    """

    def evaluate_together(self: Any, executor: Any, node: Any, graph: Any, values: Any, *rest: Any) -> Any:
        recursive, path = rest
        several = list(dict.fromkeys(value for nodes in values.values() for value in nodes))
        shape = self.shape.get_other_shape(node)
        if len(several) > 1 and _is_sound(self, shape) and not (recursive and shape in recursive):
            conforms, reports = shape.validate(executor, graph, focus=several, _evaluation_path=path[:])
            if conforms and not reports:
                return False, []
        return evaluate(self, executor, node, graph, values, recursive, path)

    return evaluate_together


def _is_sound(constraint: Any, shape: Any) -> bool:
    """Tell whether a shape is there and of the kind that is asked for; if not, pySHACL tells so itself."""
    return bool(shape) and shape.is_property_shape == isinstance(constraint, PropertyConstraintComponent)


def _values(  # noqa: PLR0913, PLR0917 - pySHACL's
    shapes: Any, focus: Any, path: Any, graph: Any, inverse: bool = False, recursion: int = 0
) -> set[Any]:
    """Give the values of a path, without ways round where it is one property."""
    if type(path) is not URIRef or not isinstance(graph.impl, CheckedGraph):
        return _VALUES(shapes, focus, path, graph, inverse=inverse, recursion=recursion)
    statements = graph.impl.statements
    return set(statements.towards(focus, path) if inverse else statements.about(focus).get(path, ()))


def _name(shape: Shape) -> str:
    """Name a shape, as it is done for each line of a log that nobody reads."""
    return f"<{shape.node}>"


def _no_description(*_: Any, **__: Any) -> str:
    """Describe a result in words, which we do ourselves, and only for those that are told."""
    return ""


def _applied_once(helper: Any, query: str) -> str:
    """Put the prefixes before a query that is asked of every focus node."""
    known = vars(helper).setdefault("kgpub_queries", {})
    if query not in known:
        known[query] = _APPLY(helper, query)  # type: ignore[no-untyped-call]
    return str(known[query])


class _Remembered:
    """An expression that is looked for in the same few queries, for every focus node."""

    def __init__(self, expression: re.Pattern[str]) -> None:
        self.search = cache(expression.search)
        self.sub = expression.sub
