"""Oxigraph is asked first: only a query that may have a solution reaches rdflib, whose solutions count.

Nearly all queries of shapes have none. rdflib takes two milliseconds to find that, Oxigraph a tenth of one. What is
asked is not the query but one written from its algebra, which has a solution wherever the query has one in rdflib:
`$this` is the focus node itself (https://www.w3.org/TR/shacl/#pre-binding), what is not the same in both engines may
hold, and a query with anything that is not understood here is not asked at all. So no server, graph or file is named.
"""
# ruff: noqa: ANN401 - the algebra has no types

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph
from rdflib import BNode, Literal, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

from kgpub.check.kept_terms import kept, unkept_quad
from kgpub.check.shacl.conditions import Scope, condition, conjuncts, value
from kgpub.check.shacl.queries import Pattern, connected
from kgpub.check.shacl.screened_terms import MARK, Unscreened, constant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.term import Node

THIS = Variable("this")
OWN = "__"
"""Before the names of variables that are written here."""

WITHOUT_LOSS = frozenset({"Project", "Distinct", "Reduced", "OrderBy", "Slice", "Extend"})
"""The outermost parts of a query that have a solution only where what is in them has one."""


class Screen:
    """The statements of a graph in Oxigraph, and the queries that were asked of it."""

    def __init__(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        self._store = pyoxigraph.Store()
        self._store.extend(map(_screened_quad, quads))
        self._asked: dict[tuple[str, bool], tuple[str, ...] | None] = {}

    def matching(self, subject: Any = None, predicate: Any = None, object_: Any = None) -> Iterator[pyoxigraph.Quad]:
        """Give the statements that fit a pattern, each once: from memory, wherever else they are held."""
        if isinstance(subject, pyoxigraph.Literal):
            return iter(())
        held = None if object_ is None else kept(object_)
        return map(unkept_quad, self._store.quads_for_pattern(subject, predicate, held, None))

    def excludes(self, text: str, query: Query, bindings: Mapping[str, Node]) -> bool:
        """Tell whether a query surely has no solution for a focus node."""
        this = bindings.get("this")
        if not bindings.keys() <= {"this"} or not isinstance(this, URIRef | None):
            return False
        key = text, this is not None
        if key not in self._asked:
            self._asked[key] = question(query, binds_this=this is not None)
        asked = self._asked[key]
        return asked is not None and self._has_none(asked, this)

    def _has_none(self, asked: tuple[str, ...], this: URIRef | None) -> bool:
        try:
            node = "" if this is None else str(pyoxigraph.NamedNode(str(this)))
            return not self._store.query(node.join(asked))
        except (ValueError, SyntaxError, RuntimeError, OSError):
            return False  # rdflib decides, and tells what is wrong


def _screened_quad(quad: pyoxigraph.Quad) -> pyoxigraph.Quad:
    return pyoxigraph.Quad(quad.subject, quad.predicate, kept(quad.object))


def question(query: Query, *, binds_this: bool) -> tuple[str, ...] | None:
    """Give what to ask before a query, cut where the focus node belongs; None where nothing can be asked."""
    algebra = query.algebra
    if algebra.name != "SelectQuery" or algebra.datasetClause:
        return None
    part = algebra.p
    while part.name in WITHOUT_LOSS:
        part = part.p
    try:
        wide = _Writing(MARK if binds_this else None).root(part)
    except Unscreened:
        return None
    return tuple(f"ASK {{ {wide} }}".split(MARK))


@dataclass(frozen=True)
class Written:
    """A pattern as Oxigraph reads it."""

    text: str
    certain: frozenset[str] = frozenset()
    """The variables that every solution binds."""
    possible: frozenset[str] = frozenset()
    """The variables that a solution may bind."""
    end: str = ""
    """What closes the text, after conditions."""
    hidden: frozenset[str] = frozenset()
    """The variables of queries in the query that they do not give: rdflib takes them for those outside."""


@dataclass
class _Writing:
    """The writing of one query."""

    this: str | None
    _blank: dict[BNode, str] = field(default_factory=dict)

    def root(self, part: Any) -> str:
        """Write a query's pattern as one that has a solution wherever it has one in rdflib."""
        filters, body = _filtered(part)
        written = self._nested(body, frozenset()) if _is_basic(body) else self.pattern(body)
        return self._widened(written, frozenset(), filters)[0]

    def _exists(self, part: Any, certain: AbstractSet[str]) -> tuple[str, str]:
        """Write the pattern of EXISTS, which sees what is bound outside, as one with more and as one with fewer."""
        filters, body = _filtered(part)
        return self._widened(self._nested(body, certain), certain, filters)

    def _widened(self, body: Written, certain: AbstractSet[str], filters: list[Any]) -> tuple[str, str]:
        scope = Scope(self.this, body.certain | certain, self._exists)
        conditions = [condition(item, scope) for item in filters]
        may = "".join(f"FILTER({item.may}) " for item in conditions if item.may != "true")
        must = "".join(f"FILTER({item.must}) " for item in conditions)
        return f"{body.text}{may}{body.end}", f"{body.text}{must}{body.end}"

    def _nested(self, part: Any, certain: AbstractSet[str]) -> Written:
        """Write patterns one in the other, in an order that leads on from what is bound.

        Where only a solution's existence counts, it is the same. In EXISTS, and where it deems it better, Oxigraph
        would look for each pattern anywhere and join what it finds, which takes longer the more there is.
        """
        patterns = list(_patterns(part))
        steps = [step for pattern in patterns for step in _steps(pattern)]
        texts = [self._triple(step) for step in connected(steps, {THIS} | set(map(Variable, certain)))]
        names = self._names(patterns)
        return Written("FILTER EXISTS { ".join(texts), names, names, end="} " * (len(texts) - 1))

    def pattern(self, part: Any) -> Written:
        """Write what both engines answer alike. Raises Unscreened."""
        write = _PATTERNS.get(part.name)
        if write is None:
            raise Unscreened
        return write(self, part)

    def basic(self, part: Any) -> Written:
        names = self._names(part.triples)
        return Written("".join(map(self._triple, part.triples)), names, names)

    def _triple(self, pattern: Pattern) -> str:
        subject, predicate, object_ = pattern
        return f"{self.term(subject)} {self.path(predicate)} {self.term(object_)} . "

    def _names(self, patterns: Iterable[Pattern]) -> frozenset[str]:
        terms = (term for pattern in patterns for term in pattern)
        return frozenset(str(term) for term in terms if isinstance(term, Variable) and not self._is_bound(term))

    def join(self, part: Any) -> Written:
        left, right = self.pattern(part.p1), self.pattern(part.p2)
        if left.hidden & (right.possible | right.hidden) or right.hidden & left.possible:
            raise Unscreened
        text = f"{_braced(part.p1, left)} {_braced(part.p2, right)}"
        possible, hidden = left.possible | right.possible, left.hidden | right.hidden
        return Written(text, left.certain | right.certain, possible, hidden=hidden)

    def optional(self, part: Any) -> Written:
        left, right = self.pattern(part.p1), self.pattern(part.p2)
        if part.expr.name != "TrueFilter" or left.hidden or right.hidden:
            raise Unscreened
        text = f"{{ {left.text} }} OPTIONAL {{ {right.text} }}"
        return Written(text, left.certain, left.possible | right.possible)

    def union(self, part: Any) -> Written:
        left, right = self.pattern(part.p1), self.pattern(part.p2)
        if left.hidden or right.hidden:
            raise Unscreened
        text = f"{{ {left.text} }} UNION {{ {right.text} }}"
        return Written(text, left.certain & right.certain, left.possible | right.possible)

    def bind(self, part: Any) -> Written:
        """Write BIND, whose value both must know: what is joined with it later depends on it."""
        inner, name = self.pattern(part.p), str(part.var)
        if name in inner.possible | inner.hidden or self._is_bound(part.var):
            raise Unscreened
        found = value(part.expr, Scope(self.this, inner.certain, _no_exists))
        if found.known:
            raise Unscreened
        text = f"{inner.text} BIND({found.text} AS ?{name}) "
        return Written(text, inner.certain | {name}, inner.possible | {name}, hidden=inner.hidden)

    def counted(self, part: Any) -> Written:
        """Write a query in the query that counts for $this. Without solutions, rdflib gives one that binds nothing."""
        inner = part.p
        if inner.name != "Project":
            raise Unscreened
        names: dict[Node, Variable] = {}
        inner = inner.p
        while inner.name == "Extend":
            names[inner.expr] = inner.var
            inner = inner.p
        if inner.name != "AggregateJoin" or inner.p.expr != [THIS] or not self._is_bound(THIS):
            raise Unscreened
        counts = [self._count(aggregate, names) for aggregate in inner.A if not self._is_of_this(aggregate)]
        if names.keys() != {aggregate.res for aggregate in inner.A} or not counts:
            raise Unscreened
        select = " ".join(text for text, _ in counts)
        body = self.pattern(inner.p.p)
        given = frozenset(name for _, name in counts)
        if given & body.possible or body.hidden:
            raise Unscreened
        text = f"OPTIONAL {{ SELECT {select} {{ {body.text} }} GROUP BY ({self.this} AS ?{OWN}this) }} "
        return Written(text, frozenset(), given, hidden=body.possible)

    def _is_of_this(self, aggregate: Any) -> bool:
        return bool(aggregate.name == "Aggregate_Sample" and aggregate.vars == THIS)

    def _count(self, aggregate: Any, names: Mapping[Node, Variable]) -> tuple[str, str]:
        is_plain = isinstance(aggregate.vars, Variable) and not self._is_bound(aggregate.vars)
        if aggregate.name != "Aggregate_Count" or aggregate.distinct != "DISTINCT" or not is_plain:
            raise Unscreened
        name = str(names[aggregate.res])
        return f"(COUNT(DISTINCT ?{aggregate.vars}) AS ?{name})", name

    def _is_bound(self, term: object) -> bool:
        return term == THIS and self.this is not None

    def term(self, term: object) -> str:
        if isinstance(term, Variable):
            return str(self.this) if self._is_bound(term) else _variable(term)
        if isinstance(term, BNode):
            return self._blank.setdefault(term, f"?{OWN}blank{len(self._blank)}")
        if isinstance(term, URIRef | Literal):
            return constant(term)
        raise Unscreened

    def path(self, path: object) -> str:
        match path:
            case Variable() | URIRef():
                return self.term(path)
            case SequencePath():
                return f"({'/'.join(map(self.path, path.args))})"
            case AlternativePath():
                return f"({'|'.join(map(self.path, path.args))})"
            case InvPath():
                return f"(^{self.path(path.arg)})"
            case MulPath() if path.mod == "+":
                return f"({self.path(path.path)}+)"
        # What is no step at all is another thing in each engine, where the node is in no statement.
        raise Unscreened


def _braced(part: Any, written: Written) -> str:
    return written.text if part.name == "BGP" else f"{{ {written.text} }}"


def _filtered(part: Any) -> tuple[list[Any], Any]:
    """Give the conditions of a pattern, and what they are conditions of."""
    return (conjuncts(part.expr), part.p) if part.name == "Filter" else ([], part)


def _variable(name: Variable) -> str:
    if name.startswith(OWN):
        raise Unscreened
    return f"?{name}"


def _is_basic(part: Any) -> bool:
    return part.name == "BGP" or (part.name == "Join" and _is_basic(part.p1) and _is_basic(part.p2))


def _patterns(part: Any) -> Iterator[Pattern]:
    """Give the patterns that are joined. Raises Unscreened where there is more than patterns."""
    if part.name == "Join":
        yield from _patterns(part.p1)
        yield from _patterns(part.p2)
    elif part.name == "BGP":
        yield from part.triples
    else:
        raise Unscreened


def _steps(pattern: Pattern) -> Iterator[Pattern]:
    """Give a pattern as several with what is between them, where its path is a sequence."""
    subject, path, object_ = pattern
    if isinstance(path, InvPath):
        yield from _steps((object_, path.arg, subject))
    elif isinstance(path, SequencePath):
        ends = [subject, *(BNode() for _ in path.args[1:]), object_]
        for start, step, end in zip(ends, path.args, ends[1:], strict=False):
            yield from _steps((start, step, end))
    else:
        yield pattern


def _no_exists(*_: object) -> tuple[str, str]:
    raise Unscreened


_PATTERNS = {
    "BGP": _Writing.basic,
    "Join": _Writing.join,
    "LeftJoin": _Writing.optional,
    "Union": _Writing.union,
    "Extend": _Writing.bind,
    "ToMultiSet": _Writing.counted,
}
