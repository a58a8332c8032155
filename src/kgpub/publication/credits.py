"""Whose a document is, and what may be done with it: what the archive says of its dataset and of its graphs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.publication import queries
from kgpub.publication.quad_index import QuadIndex
from kgpub.rdf.vocabularies import DCTERMS, FOAF, SCHEMA
from kgpub.store.reading import quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgpub.store.contract import Engine

_PROPERTIES = {
    "licences": (DCTERMS("license"), SCHEMA("license")),
    "rights": (DCTERMS("rights"),),
    "authors": (DCTERMS("creator"), FOAF("maker"), SCHEMA("creator"), SCHEMA("author")),
    "publishers": (DCTERMS("publisher"), SCHEMA("publisher")),
}


@dataclass(frozen=True)
class Credits:
    """URIs of licences, of statements of rights, of authors and of publishers; sorted."""

    licences: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attribution:
    """What is said of a dataset, and what is said of each of its graphs."""

    dataset: Credits
    graphs: Mapping[str, Credits]

    def of(self, graphs: Iterable[str]) -> Credits:
        """Give what holds for statements of some graphs: a graph that says nothing of something goes with the whole."""
        known = [self.graphs.get(graph, self.dataset) for graph in graphs] or [self.dataset]
        return Credits(*(self._together(known, item.name) for item in fields(Credits)))

    def _together(self, known: Iterable[Credits], name: str) -> tuple[str, ...]:
        whole = getattr(self.dataset, name)
        return tuple(sorted({uri for entry in known for uri in getattr(entry, name) or whole}))


def attribution(engine: Engine, dataset: str, graphs: Iterable[str]) -> Attribution:
    """Ask what the archive says of its dataset and of its graphs."""
    uris = [graph for graph in graphs if not graph.startswith("_:")]
    properties = [node.value for nodes in _PROPERTIES.values() for node in nodes]
    found = QuadIndex(tuple(quads(engine, queries.labels([dataset, *uris], properties))))
    return Attribution(_credits(found, dataset), {uri: _credits(found, uri) for uri in uris})


def _credits(statements: QuadIndex, uri: str) -> Credits:
    node = NamedNode(uri)
    said = {name: _uris(statements, node, properties) for name, properties in _PROPERTIES.items()}
    return Credits(**said)


def _uris(statements: QuadIndex, node: NamedNode, properties: Iterable[NamedNode]) -> tuple[str, ...]:
    values = (value for property_ in properties for value in statements.values(node, property_))
    return tuple(sorted({value.value for value in values if isinstance(value, NamedNode)}))
