"""What pySHACL leaves to chance, and where rdflib gives up a query: other for a while."""
# ruff: noqa: ANN401 - neither has types for what is replaced

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from rdflib import Literal
from rdflib.plugins.sparql import operators
from rdflib.plugins.sparql.parserutils import Expr
from rdflib.plugins.sparql.sparql import SPARQLError, SPARQLTypeError

from kgpub.check.shacl.replacements import Replacement, in_place

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

_MAKE = SPARQLBasedConstraint.__init__
_EVALUATE = Expr.eval
_NUMERIC = operators.numeric


def steady_pyshacl() -> AbstractContextManager[None]:
    """Let the same archive give the same findings in every process, for a while."""
    return in_place(
        [
            Replacement(SPARQLBasedConstraint, "__init__", _made_in_order),
            Replacement(Expr, "eval", _evaluated),
            Replacement(operators, "numeric", _numeric),
        ]
    )


def _made_in_order(self: Any, shape: Any) -> None:
    """Put the queries of a shape in order: it keeps them in a set, so chance decides which of several fails first."""
    _MAKE(self, shape)
    self.sparql_constraints = sorted(self.sparql_constraints, key=lambda query: str(query.node.n3()))


def _evaluated(self: Any, context: Any = {}) -> Any:  # noqa: B006 - rdflib's own
    """Take what no value comes of for an error of SPARQL, which a FILTER takes for false.

    rdflib raises what Python raises, and the whole query fails (https://www.w3.org/TR/sparql11-query/#evaluation).
    """
    try:
        return _EVALUATE(self, context)
    except (TypeError, ArithmeticError) as error:
        return SPARQLError(str(error))


def _numeric(term: Any) -> Any:
    """Take a literal that is no number for an error, too: of `"x"^^xsd:integer - 1`, rdflib finds no end."""
    if isinstance(term, Literal) and term.ill_typed:
        message = f"{term.n3()} is no number"
        raise SPARQLTypeError(message)
    return _NUMERIC(term)
