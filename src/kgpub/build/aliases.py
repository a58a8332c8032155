"""What a release says of URIs that stand for others: of merged ones, and of those that were split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kgpub.identity import Merged, Split
from kgpub.rdf.vocabularies import DCTERMS, OWL, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kgpub.identity import Resolution

_TRUE = Literal("true", datatype=XSD("boolean"))
_SAME, _DEPRECATED = OWL("sameAs"), OWL("deprecated")
_REPLACES, _REPLACED = DCTERMS("replaces"), DCTERMS("isReplacedBy")


def aliases(changed: Mapping[str, Resolution], *, graph: str, is_published: Callable[[str], bool]) -> list[Quad]:
    """Describe every alias of what is published, in a graph of its own: no file says so, but the ledger."""
    name = NamedNode(graph)
    return [
        Quad(subject, predicate, object_, name)
        for uri, stands_for in changed.items()
        for subject, predicate, object_ in _alias(uri, stands_for, is_published)
    ]


def _alias(
    uri: str, stands_for: Resolution, is_published: Callable[[str], bool]
) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    alias = NamedNode(uri)
    match stands_for:
        case Merged(into=into) if is_published(into):
            yield alias, _SAME, NamedNode(into)
            yield NamedNode(into), _REPLACES, alias
            yield from _deprecated(alias, [into])
        case Split(into=parts) if published := list(filter(is_published, parts)):
            yield from _deprecated(alias, published)


def _deprecated(alias: NamedNode, instead: Iterable[str]) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    yield alias, _DEPRECATED, _TRUE
    yield from ((alias, _REPLACED, NamedNode(uri)) for uri in instead)
