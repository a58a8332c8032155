"""The terms that an archive is written in: classes and properties, with their names and how often they are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.rdf.vocabularies import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgpub.publication.naming import Naming

CLASSES = (OWL("Class"), RDFS("Class"))
PROPERTIES = (OWL("ObjectProperty"), OWL("DatatypeProperty"), OWL("AnnotationProperty"), RDF("Property"))


@dataclass(frozen=True)
class Term:
    """A class or property: its labels in every language, the best first, and how often the data use it."""

    uri: str
    names: tuple[str, ...]
    count: int


def classes(naming: Naming, counts: Mapping[str, int]) -> tuple[Term, ...]:
    """Give the classes that the ontology has or the data use; `counts` are their instances."""
    return _terms(CLASSES, naming, counts)


def properties(naming: Naming, counts: Mapping[str, int]) -> tuple[Term, ...]:
    """Give the properties that the ontology has or the data use; `counts` are their statements."""
    return _terms(PROPERTIES, naming, counts)


def _terms(kinds: Iterable[NamedNode], naming: Naming, counts: Mapping[str, int]) -> tuple[Term, ...]:
    """Give the terms that are of some kinds or counted, the most used first."""
    declared = {node.value for kind in kinds for node in naming.ontology.instances(kind) if isinstance(node, NamedNode)}
    used = {uri for uri in counts if not uri.startswith("_:")}  # a class may be a blank node
    terms = [Term(uri, _names(uri, naming), counts.get(uri, 0)) for uri in declared | used]
    return tuple(sorted(terms, key=lambda term: (-term.count, term.uri)))


def _names(uri: str, naming: Naming) -> tuple[str, ...]:
    words = naming.words(NamedNode(uri), naming.ontology)
    names = (words.best(naming.languages), *(literal.value for literal in words.literals))
    return tuple(dict.fromkeys(name for name in names if name))
