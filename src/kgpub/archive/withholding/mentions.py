"""Which statements of a dataset mention a term, and how."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Quad

    from kgpub.archive.withholding.spelling import Spelling

Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph
Places = dict[Term, list[int]]

_TYPE = RDF("type")


class Mentions:
    """Gives statements by what they mention. A statement is its number in the dataset.

    `subjects` are the statements about a thing. `objects` lead to it, be it through a quoted triple; not counted is
    what has a thing for its class. `others` have the term for their predicate, class, datatype or graph. `triples`
    gives what says a triple, and `quotes` what quotes it.
    """

    def __init__(self, quads: Sequence[Quad]) -> None:
        self.quads = quads
        self.subjects: Places = defaultdict(list)
        self.objects: Places = defaultdict(list)
        self.others: Places = defaultdict(list)
        self.quotes: dict[Triple, list[int]] = defaultdict(list)
        for number, quad in enumerate(quads):
            self._take(number, quad)
        self.triples = self._triples()

    def _take(self, number: int, quad: Quad) -> None:
        self.subjects[quad.subject].append(number)
        self.others[quad.predicate].append(number)
        self.others[quad.graph_name].append(number)
        if quad.predicate == _TYPE:
            self.others[quad.object].append(number)
            return
        for term in within(quad.object):
            self.objects[term].append(number)
            if isinstance(term, Literal):
                self.others[term.datatype].append(number)
            elif isinstance(term, Triple):
                self.others[term.predicate].append(number)
                self.quotes[term].append(number)

    def _triples(self) -> dict[Triple, list[int]]:
        found: dict[Triple, list[int]] = {triple: [] for triple in self.quotes}
        if found:
            for number, quad in enumerate(self.quads):
                if quad.triple in found:
                    found[quad.triple].append(number)
        return found

    def of(self, term: Term) -> Iterator[int]:
        """Give every statement that has a term anywhere."""
        for places in (self.subjects, self.objects, self.others):
            yield from places.get(term, ())

    @cached_property
    def iris(self) -> dict[str, NamedNode]:
        """Give the things of the dataset that have URIs."""
        terms = (term for places in (self.subjects, self.objects, self.others) for term in places)
        return {term.value: term for term in terms if isinstance(term, NamedNode)}

    def spelled(self, spelling: Spelling) -> tuple[dict[str, list[int]], dict[str, list[NamedNode]]]:
        """Give, for each URI, the statements whose literals spell it, and the other URIs that do."""
        in_texts: dict[str, list[int]] = defaultdict(list)
        for term, numbers in self.objects.items():
            if isinstance(term, Literal):
                for iri in spelling.in_text(term.value):
                    in_texts[iri].extend(numbers)
        in_iris: dict[str, list[NamedNode]] = defaultdict(list)
        for value, node in self.iris.items():
            for iri in spelling.in_iri(value):
                in_iris[iri].append(node)
        return in_texts, in_iris


def within(term: Term) -> Iterator[Term]:
    """Give a term and, of a quoted triple, the things that it is about."""
    yield term
    if isinstance(term, Triple):
        yield term.subject
        yield from within(term.object)


def blank_links(quads: Sequence[Quad]) -> list[tuple[Term, int, BlankNode]]:
    """Give each way to a blank node: where it begins, the statement that is it, and the node."""
    return [
        (quad.subject, number, term)
        for number, quad in enumerate(quads)
        for term in within(quad.object)
        if isinstance(term, BlankNode)
    ]
