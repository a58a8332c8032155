"""SPARQL queries of shapes, prepared: parsed once, kept from reading elsewhere, and put in an order that is fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.plugins.sparql.sparql import Query

Pattern = tuple[object, object, object]
FOCUS = Variable("this")
"""What pySHACL binds before each evaluation (https://www.w3.org/TR/shacl/#sparql-constraints-prebound)."""


class ForbiddenQuery(Exception):
    """A query in a shape that would read from elsewhere."""


def prepared(text: str, prefixes: Mapping[str, str]) -> Query:
    """Parse a query. Raises ForbiddenQuery for what a shape may not ask, and whatever the parser raises."""
    query = prepareQuery(text, initNs=dict(prefixes))
    traverse(query.algebra, visitPre=_refuse_foreign)
    traverse(query.algebra, visitPost=_begin_at_focus)
    return query


def _refuse_foreign(node: object) -> None:
    """Raise ForbiddenQuery for SERVICE and FROM, which rdflib answers from the network and from files."""
    if getattr(node, "name", "") == "ServiceGraphPattern":
        raise ForbiddenQuery("SERVICE would ask another server; a shape may look at the archive only")
    if getattr(node, "datasetClause", None):
        raise ForbiddenQuery("FROM would read another graph; a shape looks at the whole archive")


def _begin_at_focus(node: CompValue) -> None:
    """Put the patterns of a basic graph pattern in an order that begins at the focus node.

    rdflib orders them when it translates a query, and does not know then that `$this` will be bound: it begins with
    what has a constant, such as every thing of a class, for each focus node again. The order changes no answer.
    """
    if getattr(node, "name", "") == "BGP":
        node["triples"] = connected(node["triples"])


def connected(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Give the patterns so that each has as few unknown terms as may be, the earlier ones and `$this` known."""
    waiting = list(patterns)
    known: set[object] = {FOCUS}
    ordered: list[Pattern] = []
    while waiting:
        best = min(waiting, key=lambda pattern: len(_unknown(pattern, known)))
        waiting.remove(best)
        ordered.append(best)
        known |= _unknown(best, known)
    return ordered


def _unknown(pattern: Pattern, known: set[object]) -> set[object]:
    return {term for term in pattern if isinstance(term, Variable | BNode)} - known
