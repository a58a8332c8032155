"""What VoID counts in a set of triples, and how it says so.

https://www.w3.org/TR/void/#statistics
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgpub.rdf.vocabularies import VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Counts:
    """The figures of a set of triples.

    `subjects` and `objects` are counted once each, blank nodes and literals among them. `properties` gives the triples
    of each property, `classes` the instances of each class; a class without a name is `_:` and a label.
    """

    triples: int
    subjects: int
    objects: int
    properties: Mapping[str, int]
    classes: Mapping[str, int]

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Self:
        """Read them in the manifest's entry of the dataset or of a graph, where they stand beside other things."""
        return cls(**{item.name: entry[item.name] for item in fields(cls)})


def figures(node: NamedNode, counts: Counts) -> Iterator[Quad]:
    """Say how much a dataset holds."""
    sizes = {
        "triples": counts.triples,
        "distinctSubjects": counts.subjects,
        "distinctObjects": counts.objects,
        "properties": len(counts.properties),
        "classes": len(counts.classes),
    }
    for name, size in sizes.items():
        yield Quad(node, VOID(name), integer(size))


def partitions(node: NamedNode, counts: Counts) -> Iterator[Quad]:
    """Say how much of a dataset each property and each class with a name makes up."""
    for uri, triples in counts.properties.items():
        part = _part(node, "property", uri)
        yield Quad(node, VOID("propertyPartition"), part)
        yield Quad(part, VOID("property"), NamedNode(uri))
        yield Quad(part, VOID("triples"), integer(triples))
    for uri, instances in counts.classes.items():
        if not uri.startswith("_:"):
            part = _part(node, "class", uri)
            yield Quad(node, VOID("classPartition"), part)
            yield Quad(part, VOID("class"), NamedNode(uri))
            yield Quad(part, VOID("entities"), integer(instances))


def integer(number: int) -> Literal:
    """Write a count."""
    return Literal(str(number), datatype=XSD("integer"))


def _part(node: NamedNode, kind: str, uri: str) -> BlankNode:
    """Name a part; always the same, so that a document has the same bytes each time."""
    return BlankNode(f"{kind}{sha256(f'{node} {uri}'.encode()).hexdigest()[:16]}")
