"""The things that point to another by one property, a page at a time.

Such a list has a URI of its own, `{base}links?to=…&by=…`, with `&page=…` for a page, and is described as a Hydra
collection: https://www.hydra-cg.com/spec/latest/core/#collections
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgpub.publication.quad_index import QuadIndex
from kgpub.rdf.vocabularies import HYDRA, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgpub.publication.description import Describer, Description

PAGE_LENGTH = 100


@dataclass(frozen=True)
class LinksPage:
    """One page of a list: `number` counts from 1; `members` are URIs in their order."""

    to: str
    by: str
    total: int
    number: int
    members: tuple[str, ...]
    statements: QuadIndex

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE_LENGTH))


def links_uri(base: str, to: str, by: str, *, page: int | None = None) -> str:
    """Give the URI of a list, or of a page of it."""
    parameters = {"to": to, "by": by} | ({"page": str(page)} if page else {})
    return f"{base}links?{urlencode(parameters)}"


def links_page(describer: Describer, base: str, *, to: str, by: str, number: int) -> LinksPage | None:
    """Ask for a page; None where the list is empty or ends before it."""
    total = next((entry.count for entry in describer.incoming([to])[to] if entry.predicate == by), 0)
    offset = (number - 1) * PAGE_LENGTH
    if number < 1 or offset >= total:
        return None
    members = describer.members(to, by, offset=offset, limit=PAGE_LENGTH)
    links = [Quad(NamedNode(member), NamedNode(by), NamedNode(to)) for member in members]
    page = LinksPage(to, by, total, number, members, QuadIndex(()))
    quads = [*collection(base, to=to, by=by, total=total), *_view(base, page), *links, *describer.naming(links)]
    return replace(page, statements=QuadIndex(tuple(quads)))


def collections(base: str, description: Description) -> list[Quad]:
    """Describe the lists that a document leads on to."""
    return [
        quad
        for subject in description.subjects
        for entry in subject.unlisted
        for quad in collection(base, to=subject.uri, by=entry.predicate, total=entry.count)
    ]


def collection(base: str, *, to: str, by: str, total: int) -> Sequence[Quad]:
    """Describe a list: what its members say, and how many they are."""
    uri = NamedNode(links_uri(base, to, by))
    # The blank node is named after what it says, so that equal documents have equal bytes.
    assertion = BlankNode(f"m{sha256(uri.value.encode()).hexdigest()[:12]}")
    return [
        Quad(NamedNode(to), HYDRA("collection"), uri),
        Quad(uri, RDF("type"), HYDRA("Collection")),
        Quad(uri, HYDRA("totalItems"), Literal(str(total), datatype=XSD("integer"))),
        Quad(uri, HYDRA("memberAssertion"), assertion),
        Quad(assertion, HYDRA("property"), NamedNode(by)),
        Quad(assertion, HYDRA("object"), NamedNode(to)),
        Quad(uri, HYDRA("view"), NamedNode(links_uri(base, to, by, page=1))),
    ]


def _view(base: str, page: LinksPage) -> list[Quad]:
    def at(number: int) -> NamedNode:
        return NamedNode(links_uri(base, page.to, page.by, page=number))

    uri = at(page.number)
    quads = [
        Quad(uri, RDF("type"), HYDRA("PartialCollectionView")),
        Quad(uri, HYDRA("first"), at(1)),
        Quad(uri, HYDRA("last"), at(page.last)),
    ]
    if page.number > 1:
        quads.append(Quad(uri, HYDRA("previous"), at(page.number - 1)))
    if page.number < page.last:
        quads.append(Quad(uri, HYDRA("next"), at(page.number + 1)))
    whole = NamedNode(links_uri(base, page.to, page.by))
    if page.number > 1:
        quads.append(Quad(whole, HYDRA("view"), uri))  # the first page is a view that every document names
    return [*quads, *(Quad(whole, HYDRA("member"), NamedNode(member)) for member in page.members)]
