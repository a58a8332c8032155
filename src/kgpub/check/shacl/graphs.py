"""rdflib graphs of an archive's quads, which pySHACL can read without false findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph
import rdflib
from rdflib.namespace import SH
from rdflib.paths import Path
from rdflib.query import Result

from kgpub.check.index import index_of
from kgpub.check.shacl.queries import prepared
from kgpub.check.shacl.screening import Screen
from kgpub.check.shacl.statements import Statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.term import Node

    from kgpub.check.index import Index

_UNNAMED = pyoxigraph.NamedNode("file:")
UNIQUE_LANG = pyoxigraph.NamedNode(SH.uniqueLang)


class CheckedGraph(rdflib.Graph):
    """A graph in memory that never leaves it, made for what pySHACL asks most.

    pySHACL gives the text of a `sh:sparql` constraint for every focus node, and rdflib parses it each time with
    pyparsing, for about 25 ms: with the parsed query kept, 100 thousand triples take 19 s instead of 261 s.
    """

    def __init__(self, index: Index, query_prefixes: Mapping[str, str] | None = None) -> None:
        self.statements = Statements(index)
        super().__init__(self.statements, bind_namespaces="none")
        self.statements.graph = self
        self._query_prefixes = dict(query_prefixes or {})
        self._queries: dict[str, Query] = {}
        self._screen: Screen | None = None
        """What is asked whether a query has a solution at all, before rdflib looks for it."""

    def screen_queries(self) -> None:
        """Answer what is asked much from memory from now on. Takes some seconds for a million statements."""
        if self._screen is None:
            self._screen = Screen(self.statements.index.matching())
            self.statements.matching = self._screen.matching

    def __bool__(self) -> bool:
        """Tell that there is a graph; rdflib would count all its statements, for every result."""
        return True

    def triples(self, triple: Any) -> Any:  # noqa: ANN401 - rdflib's
        """Give the statements that fit a pattern, in which a path may stand."""
        if type(triple[1]) is not rdflib.URIRef and isinstance(triple[1], Path):  # which asks an abstract class
            return super().triples(triple)
        return self.statements.fitting(*triple)

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Any:  # noqa: ANN401
        """Give the values of a property of a thing."""
        if subject is None or type(predicate) is not rdflib.URIRef:
            return super().objects(subject, predicate, unique)
        return iter(list(self.statements.about(subject).get(predicate, ())))

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Any:  # noqa: A002, ANN401
        """Give the things that a property leads from."""
        if object is None or type(predicate) is not rdflib.URIRef or isinstance(object, list):
            return super().subjects(predicate, object, unique)
        return iter(list(self.statements.towards(object, predicate)))

    def __contains__(self, triple: Any) -> bool:  # noqa: ANN401
        """Tell whether a pattern fits a statement."""
        return any(True for _ in self.triples(triple))

    def query(  # noqa: PLR0913, PLR0917 - rdflib's
        self,
        query_object: str | Query,
        processor: Any = "sparql",  # noqa: ANN401
        result: Any = "sparql",  # noqa: ANN401
        initNs: Any = None,  # noqa: ANN401, N803
        initBindings: Any = None,  # noqa: ANN401, N803
        use_store_provided: bool = True,
        **kwargs: Any,  # noqa: ANN401
    ) -> Result:
        """Answer a query, as rdflib does."""
        if isinstance(query_object, str):
            text, query_object = query_object, self._prepared(query_object)
            if self._has_no_solution(text, query_object, initBindings or {}) and not (initNs or kwargs):
                return _no_solutions()
        return super().query(query_object, processor, result, initNs, initBindings, use_store_provided, **kwargs)

    def _has_no_solution(self, text: str, query: Query, bindings: Mapping[str, Node]) -> bool:
        return self._screen is not None and self._screen.excludes(text, query, bindings)

    def _prepared(self, text: str) -> Query:
        if text not in self._queries:
            self._queries[text] = prepared(text, self._query_prefixes)
        return self._queries[text]


def _no_solutions() -> Result:
    result = Result("SELECT")
    result.vars, result.bindings = [], []
    return result


def declared_prefixes(shapes: rdflib.Graph) -> dict[str, str]:
    """Give the prefixes that the shapes declare anywhere, but for those declared in two ways.

    pySHACL knows those that `sh:prefixes` leads to, but not those that it leads to through `owl:imports`
    (https://www.w3.org/TR/shacl/#sparql-prefixes): with all of an archive's shapes in one graph, they are all here.
    """
    found: dict[str, set[str]] = {}
    for declaration in shapes.objects(None, SH.declare):
        prefix, namespace = shapes.value(declaration, SH.prefix), shapes.value(declaration, SH.namespace)
        found.setdefault(str(prefix), set()).add(str(namespace))
    return {prefix: namespaces.pop() for prefix, namespaces in found.items() if len(namespaces) == 1}


def to_graph(quads: Iterable[pyoxigraph.Quad], *, query_prefixes: Mapping[str, str] | None = None) -> CheckedGraph:
    """Give the quads as one graph, whatever graphs they are in."""
    return CheckedGraph(index_of({_UNNAMED: quads}), query_prefixes)


def to_shapes(quads: Iterable[pyoxigraph.Quad]) -> CheckedGraph:
    """Give quads as a graph of shapes.

    pySHACL takes ``sh:uniqueLang "1"^^xsd:boolean`` for true; by the W3C's tests only ``true`` is.
    """
    return to_graph(
        quad for quad in quads if quad.predicate != UNIQUE_LANG or getattr(quad.object, "value", "") == "true"
    )
