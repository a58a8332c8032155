"""SPARQL queries of shapes: parsed once, kept from reading elsewhere, and answered in an order that is fast."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rdflib import BNode, Variable
from rdflib.plugins.sparql import CUSTOM_EVALS, prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.evaluate import evalBGP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.plugins.sparql.sparql import FrozenBindings, Query, QueryContext

Pattern = tuple[object, object, object]


class ForbiddenQuery(Exception):
    """A query in a shape that would read from elsewhere."""


def prepared(text: str, prefixes: Mapping[str, str]) -> Query:
    """Parse a query. Raises ForbiddenQuery for what a shape may not ask, and whatever the parser raises."""
    query = prepareQuery(text, initNs=dict(prefixes))
    traverse(query.algebra, visitPre=_refuse_foreign)
    return query


def _refuse_foreign(node: object) -> None:
    """Raise ForbiddenQuery for SERVICE and FROM, which rdflib answers from the network and from files."""
    if getattr(node, "name", "") == "ServiceGraphPattern":
        raise ForbiddenQuery("SERVICE would ask another server; a shape may look at the archive only")
    if getattr(node, "datasetClause", None):
        raise ForbiddenQuery("FROM would read another graph; a shape looks at the whole archive")


@contextmanager
def connected_patterns() -> Iterator[None]:
    """Let rdflib match the patterns of a query along their connections, for a while.

    It takes those with most constants first, whether or not they have to do with what is known: for each focus node
    `?author a ex:Author` gives all authors, and the next pattern all that is said of each. The order changes no answer.
    """
    CUSTOM_EVALS[__name__] = _match_connected
    try:
        yield
    finally:
        del CUSTOM_EVALS[__name__]


def _match_connected(context: QueryContext, part: CompValue) -> Iterable[FrozenBindings]:
    if part.name != "BGP":
        raise NotImplementedError  # which tells rdflib to do it itself
    known = _bound(part.triples, context)  # type: ignore[arg-type]  # it is asked for terms
    return evalBGP(context, connected(part.triples, known))  # type: ignore[arg-type]  # patterns are triples


def _bound(patterns: Sequence[Pattern], context: Mapping[object, object]) -> set[object]:
    return {term for pattern in patterns for term in _unbound(pattern) if context[term] is not None}


def connected(patterns: Sequence[Pattern], bound: AbstractSet[object]) -> list[Pattern]:
    """Order patterns so that each shares a term with what is bound or with an earlier one, if there is such."""
    waiting, known = list(patterns), set(bound)
    ordered: list[Pattern] = []
    while waiting:
        best = min(waiting, key=lambda pattern: _cost(pattern, known))
        waiting.remove(best)
        ordered.append(best)
        known |= _unbound(best)
    return ordered


def _cost(pattern: Pattern, known: set[object]) -> tuple[bool, int, bool]:
    """Rank a pattern: connected ones first, then those with few new terms, then those whose subject is known."""
    terms = _unbound(pattern)
    return bool(terms) and not terms & known, len(terms - known), pattern[0] in terms - known


def _unbound(pattern: Pattern) -> set[object]:
    return {term for term in pattern if isinstance(term, Variable | BNode)}
