"""What a query in a shape reads of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import BNode, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.term import Node

from kgpub.check.shacl.paths import Choice, NoPath, Path, Repeated, Sequence, Step, read_steps, reverse
from kgpub.check.shacl.queries import prepared
from kgpub.check.shacl.touches import Footprint, Touch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.plugins.sparql.parserutils import CompValue


Pattern = tuple[Node, Node, Node]
Reached = dict[Node, tuple[Path, ...]]

PASSING = frozenset({"SelectQuery", "Project", "Distinct", "Reduced", "Extend", "Filter", "AggregateJoin"})
"""The parts of a query that take the solutions of one part."""


EXISTS = ("Builtin_EXISTS", "Builtin_NOTEXISTS")
THIS = Variable("this")


class Unconnected(Exception):
    """A query whose patterns cannot be followed from $this."""


def query_touches(text: str, prefixes: Mapping[str, str]) -> Footprint | None:
    """Give what a query reads, seen from $this; None where it may be anything."""
    if "PATH" in text:
        return None
    try:
        algebra = prepared(text.replace("$", "?"), prefixes).algebra
    except Exception:  # noqa: BLE001 - whatever rdflib makes of it, its own evaluation tells of it
        return None
    found = Footprint()
    try:
        _follow(algebra, {THIS: ()}, found)
    except Unconnected:
        return _anywhere(algebra)
    except NoPath:
        return None
    return found


def _anywhere(algebra: object) -> Footprint | None:
    """Give all properties that a query asks for, or None where it may ask for any."""
    found: set[Node] = set()
    for _, predicate, _ in _all_patterns(algebra):
        try:
            steps = [step for _, step in read_steps(path_of(predicate))]
        except NoPath:
            return None
        found.update(step.predicate for step in steps if step.predicate is not None)
        if None in {step.predicate for step in steps}:
            return None
    return Footprint(anywhere=found)


def path_of(predicate: object) -> Path:
    """Give what stands for the property of a pattern as a path."""
    match predicate:
        case URIRef():
            return Step(predicate)
        case Variable():
            return Step(None)
        case SequencePath():
            return Sequence(tuple(map(path_of, predicate.args)))
        case AlternativePath():
            return Choice(tuple(map(path_of, predicate.args)))
        case InvPath():
            return reverse(path_of(predicate.arg))
        case MulPath():
            return Repeated(path_of(predicate.path), 0 if predicate.zero else 1, is_endless=predicate.more)
    raise NoPath(str(predicate))


def _all_patterns(part: object) -> Iterator[Pattern]:
    if isinstance(part, dict):
        if getattr(part, "name", "") in ("ServiceGraphPattern", "Graph"):
            yield Variable("any"), BNode(), Variable("any")
        if getattr(part, "name", "") in EXISTS:
            yield from _all_patterns(part.graph)  # type: ignore[attr-defined]  # rdflib's CompValue
            return
        yield from dict.get(part, "triples") or ()
        for key, value in part.items():
            if key not in ("triples", "_vars", "PV"):
                yield from _all_patterns(value)
    elif isinstance(part, list | tuple | set):
        for item in part:
            yield from _all_patterns(item)


def _follow(part: CompValue, reached: Reached, found: Footprint) -> None:
    """Add the touches of a part whose solutions are joined with those that bind what is `reached`.

    Only patterns that every solution needs lead on: a variable that OPTIONAL leaves unbound would fit anything.
    """
    taken = _Parts([], [], [])
    _take_apart(part, taken)
    reached = connections(taken.patterns, reached)
    for subject, predicate, object_ in taken.patterns:
        path, start = path_of(predicate), subject
        if subject not in reached:
            path, start = reverse(path), object_
        for steps, step in read_steps(path):
            found.touches.add(Touch((*reached[start], *steps), step.predicate, step.against))
    for inner in taken.further:
        _follow(inner, reached, found)
    for inner in taken.queries:
        _follow(inner, {THIS: ()}, found)


@dataclass
class _Parts:
    """What a part of a query is made of."""

    patterns: list[Pattern]
    """Those that every solution needs."""
    further: list[CompValue]
    """Parts that may have no solution, such as OPTIONAL."""
    queries: list[CompValue]
    """Queries in the query, whose variables are their own but for those that they select."""


def _take_apart(part: CompValue, taken: _Parts) -> None:
    if part.name == "BGP":
        taken.patterns.extend(part.triples)
    elif part.name == "Join":
        _take_apart(part.p1, taken)
        _take_apart(part.p2, taken)
    elif part.name in ("LeftJoin", "Minus"):
        _take_apart(part.p1, taken)
        taken.further.append(part.p2)
        taken.further.extend(_tested(dict.get(part, "expr")))
    elif part.name == "Union":
        taken.further.extend((part.p1, part.p2))
    elif part.name == "ToMultiSet" and THIS in (dict.get(part.p, "PV") or ()):
        taken.queries.append(part.p)
    elif part.name in PASSING or (part.name == "Group" and THIS in (dict.get(part, "expr") or ())):
        _take_apart(part.p, taken)
        taken.further.extend(_tested(dict.get(part, "expr")))
    else:
        raise Unconnected(part.name)


def _tested(expression: object) -> Iterator[CompValue]:
    """Give the parts that EXISTS looks for in an expression."""
    if isinstance(expression, dict):
        if getattr(expression, "name", "") in EXISTS:
            yield expression.graph  # type: ignore[attr-defined]  # rdflib's CompValue
            return
        for value in expression.values():
            yield from _tested(value)
    elif isinstance(expression, list | tuple | set):
        for item in expression:
            yield from _tested(item)


def connections(patterns: Iterable[Pattern], reached: Reached) -> Reached:
    """Give the paths that lead to each variable. Raises Unconnected where a pattern has no connection."""
    reached = dict(reached)
    waiting = list(patterns)
    while waiting:
        connected = [pattern for pattern in waiting if pattern[0] in reached or pattern[2] in reached]
        if not connected:
            raise Unconnected(str(waiting[0]))
        for subject, predicate, object_ in connected:
            if subject in reached and isinstance(object_, Variable | BNode):
                reached.setdefault(object_, (*reached[subject], path_of(predicate)))
            elif object_ in reached and isinstance(subject, Variable | BNode):
                reached.setdefault(subject, (*reached[object_], reverse(path_of(predicate))))
        waiting = [pattern for pattern in waiting if pattern not in connected]
    return reached
