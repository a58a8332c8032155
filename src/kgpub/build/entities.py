"""The documents that search engines may list: those of entities, with the day on which what is said of them changed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kgpub.publication.layout import superclasses, with_superclasses
from kgpub.rdf.vocabularies import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_TYPE = str(RDF("type")).encode()
_BELOW = str(RDFS("subClassOf")).encode()


@dataclass(frozen=True)
class Listing:
    """What is listed: things of some classes, unless they are of others. `dates` are those of the graphs."""

    base: str
    entities: Collection[str]
    noindex: Collection[str]
    ontology: Collection[str]
    dates: Mapping[str, str]


def entities(lines: Sequence[bytes], listing: Listing) -> bytes:
    """Give the documents, each with its date if there is one, as lines of two columns in the order of their URIs.

    `lines` are sorted ones of canonical N-Quads. A document that describes anything which is not to be listed is not
    listed either.
    """
    above = superclasses(_subclasses(lines, listing.ontology))
    listed: dict[str, str] = {}
    hidden: set[str] = set()
    own = f"<{listing.base}".encode()
    for subject, said in groupby((line for line in lines if line.startswith(own)), key=_subject):
        types, graphs = _types_and_graphs(said)
        classes = with_superclasses(types, above)
        document = _name(subject).partition("#")[0]
        if not classes.isdisjoint(listing.noindex):
            hidden.add(document)
        elif not classes.isdisjoint(listing.entities):
            dates = (listing.dates.get(graph, "") for graph in graphs)
            listed[document] = max(listed.get(document, ""), *dates)
    rows = (f"{uri}\t{date}\n" for uri, date in sorted(listed.items()) if uri not in hidden)
    return "".join(rows).encode()


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _types_and_graphs(lines: Iterable[bytes]) -> tuple[set[str], set[str]]:
    types, graphs = set(), set()
    for line in lines:
        _, predicate, rest = line.split(b" ", 2)
        graphs.add(_name(rest.rsplit(b" ", 2)[1]))
        if predicate == _TYPE:
            types.add(_name(rest.split(b" ", 1)[0]))
    return types, graphs


def _subclasses(lines: Iterable[bytes], ontology: Collection[str]) -> Iterable[tuple[str, str]]:
    """Give each class of the ontology with each class directly above it."""
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        if predicate == _BELOW and _name(rest.rsplit(b" ", 2)[1]) in ontology:
            yield _name(subject), _name(rest.split(b" ", 1)[0])


def _name(term: bytes) -> str:
    return term.strip(b"<>").decode()
