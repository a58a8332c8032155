"""The statements of a graph, as rdflib asks for them. Terms become rdflib's when they are met first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib.store import Store

from kgpub.check.shacl.terms import to_pyoxigraph, to_rdflib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import Quad
    from rdflib import Graph
    from rdflib.term import Node

    from kgpub.check.index import Index

    Triple = tuple[Node, Node, Node]
    Values = dict[Node, dict[Node, None]]


class Statements(Store):
    """rdflib's store for one graph: an index of statements, no contexts.

    Converting all terms of 100 thousand statements takes 1.5 s, and a check of one change meets a few hundred.
    """

    context_aware = True
    graph_aware = True
    """pySHACL's wrapper of a graph is a dataset, which asks for both; there is one graph all the same."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self.index = index
        self.matching: Callable[..., Iterator[Quad]] = index.matching
        """Gives the statements that fit a pattern: of the index, or of what has the same at hand."""
        self.graph: Graph | None = None
        """The graph that this is the store of."""
        self._added: list[Triple] = []
        self._terms: dict[object, Node] = {}
        self._about: dict[Node, Values] = {}
        self._towards: dict[tuple[Node, Node], dict[Node, None]] = {}
        self._namespaces: dict[str, Any] = {}

    def about(self, subject: Node) -> Values:
        """Give the values of each property of a thing."""
        known = self._about.get(subject)
        if known is None:
            known = self._about[subject] = {}
            for quad in self.matching(to_pyoxigraph(subject)):
                known.setdefault(self._term(quad.predicate), {})[self._term(quad.object)] = None
        return known

    def towards(self, object_: Node, predicate: Node) -> dict[Node, None]:
        """Give the things that a property leads from to a term."""
        known = self._towards.get((object_, predicate))
        if known is None:
            found = self.matching(None, to_pyoxigraph(predicate), to_pyoxigraph(object_))
            known = self._towards[object_, predicate] = {self._term(quad.subject): None for quad in found}
        return known

    def fitting(self, subject: Node | None, predicate: Node | None, object_: Node | None) -> Iterator[Triple]:
        """Give the statements that fit a pattern, each once."""
        if subject is not None:
            return self._from(subject, predicate, object_)
        if object_ is not None:
            return self._to(object_, predicate)
        return self._with(predicate)

    def _from(self, subject: Node, predicate: Node | None, object_: Node | None) -> Iterator[Triple]:
        about = self.about(subject)
        properties = list(about) if predicate is None else [predicate] if predicate in about else []
        for property_ in properties:
            values = about[property_]
            if object_ is None:
                yield from [(subject, property_, value) for value in values]
            elif object_ in values:
                yield subject, property_, object_

    def _to(self, object_: Node, predicate: Node | None) -> Iterator[Triple]:
        found = {predicate} if predicate is not None else self._leading_to(object_)
        for property_ in found:
            yield from [(subject, property_, object_) for subject in self.towards(object_, property_)]

    def _leading_to(self, object_: Node) -> dict[Node, None]:
        quads = self.matching(None, None, to_pyoxigraph(object_))
        found = dict.fromkeys(self._term(quad.predicate) for quad in quads)
        return found | dict.fromkeys(predicate for _, predicate, other in self._added if other == object_)

    def _with(self, predicate: Node | None) -> Iterator[Triple]:
        quads = self.matching(None, None if predicate is None else to_pyoxigraph(predicate))
        term = self._term
        found = {(term(quad.subject), term(quad.predicate), term(quad.object)): None for quad in quads}
        found.update((triple, None) for triple in self._added if predicate in (None, triple[1]))
        return iter(found)

    def _term(self, term: Any) -> Node:  # noqa: ANN401 - whatever of a quad
        known = self._terms.get(term)
        if known is None:
            known = self._terms[term] = to_rdflib(term)
        return known

    # ---- what rdflib asks of a store

    def triples(self, triple_pattern: Any, context: object = None) -> Iterator[Any]:  # noqa: ANN401, ARG002
        """Give the statements that fit a pattern, with their contexts: pySHACL looks for blank nodes in them."""
        return ((triple, iter((self.graph,))) for triple in self.fitting(*triple_pattern))

    def add(self, triple: Any, context: object = None, quoted: bool = False) -> None:  # noqa: ANN401, ARG002
        """Add a statement, as pySHACL does to shapes."""
        subject, predicate, object_ = triple
        self.about(subject).setdefault(predicate, {})[object_] = None
        self.towards(object_, predicate)[subject] = None
        self._added.append(triple)

    def __len__(self, context: object = None) -> int:
        """Tell whether there are statements: pySHACL asks that for each result, and to count them takes a while."""
        return int(bool(self.index)) + len(self._added)

    def contexts(self, triple: object = None) -> Any:  # noqa: ANN401, ARG002
        """Give the named graphs: the one that this is the store of."""
        return iter((self.graph,))

    def bind(self, prefix: str, namespace: Any, override: bool = True) -> None:  # noqa: ANN401, ARG002
        """Remember a prefix."""
        self._namespaces[prefix] = namespace

    def namespace(self, prefix: str) -> Any:  # noqa: ANN401
        """Give what a prefix stands for."""
        return self._namespaces.get(prefix)

    def prefix(self, namespace: Any) -> str | None:  # noqa: ANN401
        """Give the prefix that stands for a namespace."""
        return next((prefix for prefix, known in self._namespaces.items() if known == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, Any]]:
        """Give all prefixes with what they stand for."""
        return iter(self._namespaces.items())
