"""What a document says of itself: what it is about, what it belongs to, whose it is, when its sources changed.

All formats of a document say the same, so the statements are about one document, its page, of which the others are
formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML
from kgpub.rdf.vocabularies import DCTERMS, FOAF, RDF, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.publication.credits import Credits


@dataclass(frozen=True)
class About:
    """What is known of a document by its URI without an ending: what it is about, and what it is taken from when."""

    uri: str
    topic: str
    dataset: str
    credits: Credits
    modified: str

    @property
    def document(self) -> NamedNode:
        """The document as a thing that is described."""
        return NamedNode(f"{self.uri}.{HTML.extension}")

    def quads(self) -> Iterator[Quad]:
        """Say so."""
        document = self.document
        yield Quad(document, RDF("type"), FOAF("Document"))
        yield Quad(document, FOAF("primaryTopic"), NamedNode(self.topic))
        yield Quad(document, VOID("inDataset"), NamedNode(self.dataset))
        for uri in self.credits.licences:
            yield Quad(document, DCTERMS("license"), NamedNode(uri))
        for uri in self.credits.rights:
            yield Quad(document, DCTERMS("rights"), NamedNode(uri))
        if self.modified:
            yield Quad(document, DCTERMS("modified"), Literal(self.modified, datatype=XSD("dateTime")))
        for entry in DOCUMENT_FORMATS:
            if entry is not HTML:
                yield Quad(document, DCTERMS("hasFormat"), NamedNode(f"{self.uri}.{entry.extension}"))
