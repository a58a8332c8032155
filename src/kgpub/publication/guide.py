"""A guide to what an archive is written in: its classes and properties, what shapes demand of them, examples.

It is made of the ontology and the shapes, of counts, and of one example each. Where some things are to be left out by
search engines, examples quote no text, since it may name them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.publication import queries
from kgpub.publication.constraints import ShapesInWords, listed
from kgpub.publication.layout import Words
from kgpub.publication.terms import CLASSES, PROPERTIES
from kgpub.rdf.vocabularies import DCTERMS, OWL, RDF, RDFS, SH, XSD
from kgpub.store.reading import solutions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kgpub.publication.constraints import Constraint
    from kgpub.publication.naming import Naming
    from kgpub.publication.publication import Publication
    from kgpub.publication.quad_index import QuadIndex
    from kgpub.rdf.terms import Node

_TEXTS = frozenset((XSD("string").value, RDF("langString").value))
_LISTS = {RDF("first").value, RDF("rest").value}  # how a list is held together; nobody writes it so
_OTHER_TARGETS = {
    SH("targetSubjectsOf"): "whatever has “{}”",
    SH("targetObjectsOf"): "whatever is the “{}” of something",
    SH("targetNode"): "{}",
}


@dataclass(frozen=True)
class Ref:
    """A term with its name; `anchor` is where the guide tells more of it, if it does."""

    uri: str
    name: str
    anchor: str = ""


@dataclass(frozen=True)
class Example:
    """Something in the data, abbreviated: a thing, or a statement with its value."""

    subject: Ref
    value: Ref | None = None
    text: str = ""


@dataclass(frozen=True)
class ClassEntry:
    """A class: what it means, what is above and below it, what it has, what must hold of it."""

    term: Ref
    other_names: tuple[str, ...]
    comment: str
    above: tuple[Ref, ...]
    below: tuple[Ref, ...]
    properties: tuple[Ref, ...]
    incoming: tuple[Ref, ...]
    count: int
    example: Example | None
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True)
class PropertyEntry:
    """A property: what it means, of what it is said, what it leads to. `is_literal` where that is a text or number."""

    term: Ref
    other_names: tuple[str, ...]
    comment: str
    above: tuple[Ref, ...]
    domains: tuple[Ref, ...]
    ranges: tuple[Ref, ...]
    is_literal: bool
    count: int
    example: Example | None


@dataclass(frozen=True)
class Use:
    """A term of others, and how often the data use it."""

    term: Ref
    count: int


@dataclass(frozen=True)
class Rules:
    """What must hold of things that are of no class in particular."""

    about: str
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True)
class Guide:
    """All of it, in the reader's language."""

    ontologies: tuple[tuple[Ref, str], ...]
    classes: tuple[ClassEntry, ...]
    properties: tuple[PropertyEntry, ...]
    other_classes: tuple[Use, ...]
    other_properties: tuple[Use, ...]
    rules: tuple[Rules, ...]


def guide(publication: Publication, naming: Naming) -> Guide:
    """Write the guide for a reader."""
    return _Writing(publication, naming).guide()


@dataclass(frozen=True)
class _Writing:
    publication: Publication
    naming: Naming
    anchors: dict[str, str] = field(default_factory=dict)

    def guide(self) -> Guide:
        """Write it: terms of the archive's own in full, those of others as they are used in the data."""
        classes, properties = self._own(CLASSES, "class"), self._own(PROPERTIES, "property")
        entries = tuple(map(self._property, properties))
        words = ShapesInWords(self._shapes, self.naming, self._names_of_values())
        return Guide(
            ontologies=tuple(self._ontologies()),
            classes=tuple(self._class(uri, entries, words) for uri in classes),
            properties=entries,
            other_classes=tuple(self._others("classes", classes)),
            other_properties=tuple(self._others("properties", properties)),
            rules=tuple(self._rules(words, set(classes))),
        )

    @property
    def _ontology(self) -> QuadIndex:
        return self.naming.ontology

    @property
    def _shapes(self) -> QuadIndex:
        return self.publication.describer.layouts.shapes

    def _names_of_values(self) -> QuadIndex:
        return self.publication.describer.naming_of(listed(self._shapes))

    def _own(self, kinds: Iterable[NamedNode], kind: str) -> list[str]:
        """Give the archive's own terms of some kinds, by name; each gets a place of its own on the page."""
        found = {
            node.value for type_ in kinds for node in self._ontology.instances(type_) if isinstance(node, NamedNode)
        }
        own = sorted(filter(self.publication.resources.owns, found), key=lambda uri: (self.naming.term(uri), uri))
        for uri in own:
            self.anchors[uri] = _anchor(kind, uri, self.anchors.values())
        return own

    def _ontologies(self) -> Iterator[tuple[Ref, str]]:
        for node in sorted(self._ontology.instances(OWL("Ontology")), key=str):
            if isinstance(node, NamedNode):
                words = Words(tuple(self._ontology.literals(node, DCTERMS("description"))))
                yield self._ref(node.value), words.best(self.naming.languages)

    def _ref(self, uri: str) -> Ref:
        return Ref(uri, self.naming.term(uri), self.anchors.get(uri, ""))

    def _refs(self, uri: str, property_: NamedNode) -> tuple[Ref, ...]:
        values = (value for value in self._ontology.values(NamedNode(uri), property_) if isinstance(value, NamedNode))
        return _by_name(self._ref(value.value) for value in values)

    def _other_names(self, uri: str) -> tuple[str, ...]:
        literals = sorted(self.naming.words(NamedNode(uri), self._ontology).literals, key=str)
        return tuple(literal.value for literal in literals if literal.value != self.naming.term(uri))

    # -- classes

    def _class(self, uri: str, properties: Collection[PropertyEntry], words: ShapesInWords) -> ClassEntry:
        below = self._ontology.subjects_of(RDFS("subClassOf"), NamedNode(uri))
        shapes = self.publication.describer.layouts.shapes_of_class.get(uri, ())
        return ClassEntry(
            term=self._ref(uri),
            other_names=self._other_names(uri),
            comment=self.naming.explain(uri),
            above=self._refs(uri, RDFS("subClassOf")),
            below=_by_name(self._ref(node.value) for node in below if isinstance(node, NamedNode)),
            properties=tuple(entry.term for entry in properties if uri in {ref.uri for ref in entry.domains}),
            incoming=tuple(entry.term for entry in properties if uri in {ref.uri for ref in entry.ranges}),
            count=self.publication.release.manifest["dataset"]["classes"].get(uri, 0),
            example=self._instance(uri),
            constraints=tuple(rule for shape in sorted(shapes, key=str) for rule in words.constraints(shape)),
        )

    def _instance(self, uri: str) -> Example | None:
        if self.publication.is_hidden([uri]):
            return None
        found = self.publication.describer.members(uri, RDF("type").value, offset=0, limit=1)
        return next((Example(self._short(NamedNode(member))) for member in found), None)

    def _short(self, node: NamedNode) -> Ref:
        return Ref(node.value, self.naming.shorten(node))

    # -- properties

    def _property(self, uri: str) -> PropertyEntry:
        ranges = self._refs(uri, RDFS("range"))
        return PropertyEntry(
            term=self._ref(uri),
            other_names=self._other_names(uri),
            comment=self.naming.explain(uri),
            above=self._refs(uri, RDFS("subPropertyOf")),
            domains=self._refs(uri, RDFS("domain")),
            ranges=ranges,
            is_literal=OWL("DatatypeProperty") in self._ontology.values(NamedNode(uri), RDF("type")),
            count=self.publication.release.manifest["dataset"]["properties"].get(uri, 0),
            example=self._statement(uri),
        )

    def _statement(self, uri: str) -> Example | None:
        hidden = self._hidden
        query = queries.statement_with(uri, start=self.publication.config.base, without=hidden)
        for row in solutions(self.publication.engine, query):
            match row["o"]:
                case NamedNode() as value:
                    return Example(self._short(row["s"]), self._short(value))
                case Literal(datatype=datatype, value=text) if not (hidden and datatype.value in _TEXTS):
                    return Example(self._short(row["s"]), text=text)
                case _:
                    return Example(self._short(row["s"]))
        return None

    @property
    def _hidden(self) -> list[str]:
        """The classes whose things are to be left out, with those below them."""
        publication = self.publication
        above = publication.describer.layouts.superclasses
        classes = {*publication.config.noindex, *above}
        return sorted(class_ for class_ in classes if publication.is_hidden([class_]))

    # -- the rest

    def _others(self, kind: str, own: Collection[str]) -> Iterator[Use]:
        counts = {uri: number for uri, number in _in_data(self.publication, kind).items() if uri not in _LISTS}
        others = sorted(
            ((-number, uri) for uri, number in counts.items() if uri not in own and not uri.startswith("_:"))
        )
        return (Use(self._ref(uri), -number) for number, uri in others)

    def _rules(self, words: ShapesInWords, told: Collection[str]) -> Iterator[Rules]:
        """Give what is demanded of other classes, and of what is of no class in particular; the same once."""
        abouts: dict[tuple[Constraint, ...], list[str]] = {}
        for uri, shapes in sorted(self.publication.describer.layouts.shapes_of_class.items()):
            if uri not in told:
                rules = tuple(rule for shape in sorted(shapes, key=str) for rule in words.constraints(shape))
                abouts.setdefault(rules, []).append(self.naming.term(uri))
        for shape in sorted(self._shapes.subjects, key=str):
            if targets := list(self._targets(shape)):
                abouts.setdefault(tuple(words.constraints(shape)), []).extend(targets)
        return (Rules("; ".join(names), rules) for rules, names in abouts.items() if rules)

    def _targets(self, shape: Node) -> Iterator[str]:
        for predicate, phrase in _OTHER_TARGETS.items():
            for value in self._shapes.values(shape, predicate):
                if isinstance(value, NamedNode):
                    yield phrase.format(self.naming.term(value.value))


def _by_name(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(sorted(refs, key=lambda ref: (ref.name, ref.uri)))


def _in_data(publication: Publication, kind: str) -> Mapping[str, int]:
    """Count the terms that graphs of data use; what two graphs say both counts twice."""
    found: dict[str, int] = {}
    for graph in publication.config.graphs:
        counted = publication.release.manifest["graphs"].get(graph.uri, {}) if graph.kind == "data" else {}
        for uri, number in counted.get(kind, {}).items():
            found[uri] = found.get(uri, 0) + number
    return found


def _anchor(kind: str, uri: str, taken: Collection[str]) -> str:
    """Give a term a place on the page: its kind and local name, made unique by a number."""
    name = f"{kind}-{re.sub(r'[^A-Za-z0-9_-]+', '-', re.split('[#/]', uri.rstrip('#/'))[-1])}"
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(choice for choice in (name, *numbered) if choice not in taken)
