"""What the things of a dataset are called, by all properties that name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.rdf.vocabularies import FOAF, RDF, RDFS, SCHEMA, SKOS, SKOSXL, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from kgpub.rdf.terms import Node

_LABELS = ("prefLabel", "altLabel", "hiddenLabel")
_HTTP_SCHEMA = Vocabulary("http://schema.org/")
_SCHEMA_NAMES = ("name", "alternateName", "givenName", "familyName", "additionalName")
_FOAF_NAMES = ("name", "givenName", "familyName", "firstName", "lastName", "nick")

PROPERTIES = (
    *map(SKOS, _LABELS),
    *map(SKOSXL, (*_LABELS, "literalForm")),
    RDFS("label"),
    *map(FOAF, _FOAF_NAMES),
    *map(SCHEMA, _SCHEMA_NAMES),
    *map(_HTTP_SCHEMA, _SCHEMA_NAMES),
)
"""What the standards name things by: their values are names, or lead to things that have them."""

PEOPLE = (FOAF("Person"), SCHEMA("Person"), _HTTP_SCHEMA("Person"))

_TYPE, _SUBCLASS = RDF("type"), RDFS("subClassOf")


class Naming:
    """Gives names, and tells who is a person. `properties` and `people` are further ones, as IRIs."""

    def __init__(self, quads: Iterable[Quad], *, properties: Iterable[str], people: Iterable[str]) -> None:
        naming = {*PROPERTIES, *map(NamedNode, properties)}
        self._names: dict[Node, list[Quad]] = defaultdict(list)
        self._types: dict[Node, set[Node]] = defaultdict(set)
        above: dict[Node, set[Node]] = defaultdict(set)
        for quad in quads:
            if quad.predicate in naming:
                self._names[quad.subject].append(quad)
            elif quad.predicate == _TYPE:
                self._types[quad.subject].add(quad.object)
            elif quad.predicate == _SUBCLASS:
                above[quad.object].add(quad.subject)
        self._people = _below({*PEOPLE, *map(NamedNode, people)}, above)

    def names(self, thing: Node) -> Iterator[Quad]:
        """Give the statements whose value is a name of a thing, its own or that of a thing that names it."""
        waiting, seen = [thing], {thing}
        while waiting:
            for quad in self._names.get(waiting.pop(), ()):
                if isinstance(quad.object, Literal):
                    yield quad
                elif quad.object not in seen:
                    seen.add(quad.object)
                    waiting.append(quad.object)

    def texts(self, thing: Node) -> list[str]:
        """Give the names of a thing, each once."""
        literals = (quad.object for quad in self.names(thing))
        return list(dict.fromkeys(literal.value for literal in literals if isinstance(literal, Literal)))

    def is_person(self, thing: Node) -> bool:
        """Tell whether a thing is a person; one of which nothing says what it is could be."""
        return thing not in self._types or not self._people.isdisjoint(self._types[thing])

    def people(self) -> Iterator[Node]:
        """Give everything that is said to be a person."""
        return (thing for thing, types in self._types.items() if not self._people.isdisjoint(types))


def _below(classes: set[NamedNode], above: dict[Node, set[Node]]) -> set[Node]:
    """Give classes with all that are below them."""
    found: set[Node] = set(classes)
    waiting: list[Node] = list(classes)
    while waiting:
        further = above.get(waiting.pop(), set()) - found
        found |= further
        waiting.extend(further)
    return found
