"""What a release knows of its dataset, for catalogues: VoID and DCAT, counted and never guessed.

Where the archive says a thing itself, its word stands. Things have the archive's own URIs; where a file or a service is
to be had is an address of the server that answers.

https://www.w3.org/TR/void/ · https://www.w3.org/TR/vocab-dcat-3/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgpub.identity.ids import LENGTH, LETTERS
from kgpub.identity.noid import BETANUMERIC
from kgpub.publication.void import figures, integer, partitions
from kgpub.rdf.formats import HTML, RDF_FORMATS, RESULTS_FORMATS
from kgpub.rdf.vocabularies import DCAT, DCTERMS, RDF, SPDX, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kgpub.identity import Kind
    from kgpub.publication.credits import Attribution
    from kgpub.publication.dumps import Dump
    from kgpub.publication.quad_index import QuadIndex
    from kgpub.publication.service_description import DatasetDescription

_TYPE = RDF("type")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_PROTOCOL = NamedNode("https://www.w3.org/TR/sparql11-protocol/")


@dataclass(frozen=True)
class Catalogue:
    """What there is to tell of a release's dataset.

    `said` holds what the archive says of it. `dates` are those of the whole (under the dataset's URI) and of graphs;
    `links` counts what leads out, by origin and property.
    """

    dataset: DatasetDescription
    base: str
    version: str
    said: QuadIndex
    dates: Mapping[str, str]
    links: Mapping[str, Mapping[str, int]]
    dumps: Collection[Dump]
    kinds: Collection[Kind]
    attribution: Attribution

    @property
    def node(self) -> NamedNode:
        """The dataset as a thing that is described."""
        return self.dataset.node

    def quads(self, public_address: str) -> Iterator[Quad]:
        """Say all of it; `public_address` is where files and services are."""
        parts = (
            self._dataset(public_address),
            self._kinds(),
            self._graphs(),
            self._linksets(),
            self._service(public_address),
            *(self._distribution(dump, public_address) for dump in self.dumps),
        )
        return chain.from_iterable(parts)

    def _dataset(self, address: str) -> Iterator[Quad]:
        node = self.node
        for class_ in (VOID("Dataset"), DCAT("Dataset")):
            yield Quad(node, _TYPE, class_)
        yield from self._unless_said(DCTERMS("title"), Literal(self.dataset.title))
        yield from self._unless_said(VOID("uriSpace"), Literal(self.base))
        yield from self._unless_said(VOID("exampleResource"), *map(NamedNode, self.dataset.examples))
        if date := self.dates.get(node.value):
            yield from self._unless_said(DCTERMS("modified"), _date(date))
        yield Quad(node, DCAT("version"), Literal(self.version))
        yield Quad(node, DCAT("landingPage"), NamedNode(f"{node.value.partition('#')[0]}.{HTML.extension}"))
        yield Quad(node, VOID("sparqlEndpoint"), NamedNode(f"{address}sparql"))
        for entry in RDF_FORMATS:
            yield Quad(node, VOID("feature"), NamedNode(entry.iri))
        yield from figures(node, self.dataset.whole)
        yield from partitions(node, self.dataset.whole)

    def _unless_said(self, predicate: NamedNode, *values: Literal | NamedNode) -> Iterator[Quad]:
        if not self.said.values(self.node, predicate):
            yield from (Quad(self.node, predicate, value) for value in values)

    def _kinds(self) -> Iterator[Quad]:
        """Give the form of the URIs of each kind that is minted: it is how a stranger knows one."""
        for kind in self.kinds:
            part = _part("kind", kind.path)
            yield Quad(self.node, VOID("subset"), part)
            yield Quad(part, _TYPE, VOID("Dataset"))
            yield Quad(part, DCTERMS("title"), Literal(kind.name))
            yield Quad(part, VOID("uriSpace"), Literal(self.base + kind.path))
            yield Quad(part, VOID("uriRegexPattern"), Literal(uri_pattern(self.base + kind.path)))

    def _graphs(self) -> Iterator[Quad]:
        for uri in self.dataset.graph_uris:
            node = NamedNode(uri)
            yield Quad(self.node, VOID("subset"), node)
            for class_ in (VOID("Dataset"), DCAT("Dataset")):
                yield Quad(node, _TYPE, class_)
            yield from figures(node, self.dataset.graphs[uri])
            if date := self.dates.get(uri):
                yield Quad(node, DCTERMS("modified"), _date(date))

    def _linksets(self) -> Iterator[Quad]:
        for origin, properties in sorted(self.links.items()):
            linkset, target = _part("linkset", origin), _part("target", origin)
            yield Quad(self.node, VOID("subset"), linkset)
            yield Quad(linkset, _TYPE, VOID("Linkset"))
            yield Quad(linkset, VOID("subjectsTarget"), self.node)
            yield Quad(linkset, VOID("objectsTarget"), target)
            yield Quad(target, _TYPE, VOID("Dataset"))
            yield Quad(target, VOID("uriSpace"), Literal(origin))
            yield Quad(linkset, VOID("triples"), integer(sum(properties.values())))
            for uri, number in sorted(properties.items()):
                yield Quad(linkset, VOID("linkPredicate"), NamedNode(uri))
                part = _part("links", f"{origin} {uri}")
                yield Quad(linkset, VOID("propertyPartition"), part)
                yield Quad(part, VOID("property"), NamedNode(uri))
                yield Quad(part, VOID("triples"), integer(number))

    def _service(self, address: str) -> Iterator[Quad]:
        service, endpoint = NamedNode(f"{address}sparql#service"), NamedNode(f"{address}sparql")
        yield Quad(service, _TYPE, DCAT("DataService"))
        yield Quad(service, DCTERMS("title"), Literal("SPARQL", language="en"))
        yield Quad(service, DCAT("servesDataset"), self.node)
        yield Quad(service, DCAT("endpointURL"), endpoint)
        yield Quad(service, DCAT("endpointDescription"), endpoint)
        yield Quad(service, DCTERMS("conformsTo"), _PROTOCOL)
        for entry in (*RESULTS_FORMATS, *RDF_FORMATS):
            yield Quad(service, DCTERMS("format"), _media_type(entry.media_type))

    def _distribution(self, dump: Dump, address: str) -> Iterator[Quad]:
        of = NamedNode(dump.graph) if dump.graph else self.node
        node, url = NamedNode(f"{self.base}dumps/{dump.name}"), NamedNode(f"{address}dumps/{dump.name}")
        yield Quad(of, VOID("dataDump"), url)
        yield Quad(of, DCAT("distribution"), node)
        yield Quad(node, _TYPE, DCAT("Distribution"))
        yield Quad(node, DCTERMS("title"), Literal(dump.name))
        yield Quad(node, DCAT("accessURL"), NamedNode(f"{address}dumps"))
        yield Quad(node, DCAT("downloadURL"), url)
        yield Quad(node, DCAT("mediaType"), _media_type(dump.format.media_type))
        yield Quad(node, DCAT("compressFormat"), _media_type("application/gzip"))
        yield Quad(node, DCAT("byteSize"), Literal(str(dump.size), datatype=XSD("nonNegativeInteger")))
        checksum = _part("checksum", dump.name)
        yield Quad(node, SPDX("checksum"), checksum)
        yield Quad(checksum, _TYPE, SPDX("Checksum"))
        yield Quad(checksum, SPDX("algorithm"), SPDX("checksumAlgorithm_sha256"))
        yield Quad(checksum, SPDX("checksumValue"), Literal(dump.sha256, datatype=XSD("hexBinary")))
        if date := self.dates.get(dump.graph or self.node.value):
            yield Quad(node, DCTERMS("modified"), _date(date))
        credits_ = self.attribution.of([dump.graph] if dump.graph else self.dataset.graphs)
        yield from (Quad(node, DCTERMS("license"), NamedNode(uri)) for uri in credits_.licences)
        yield from (Quad(node, DCTERMS("rights"), NamedNode(uri)) for uri in credits_.rights)


def uri_pattern(start: str) -> str:
    """Give the regular expression of minted URIs that begin alike."""
    return f"^{re.escape(start)}[{LETTERS}][{BETANUMERIC}]{{{LENGTH - 1}}}$"


def _media_type(name: str) -> NamedNode:
    return NamedNode(_MEDIA_TYPES + name)


def _date(date: str) -> Literal:
    return Literal(date, datatype=XSD("dateTime"))


def _part(kind: str, name: str) -> BlankNode:
    """Name a part; always the same, so that a document has the same bytes each time."""
    return BlankNode(f"{kind}{sha256(name.encode()).hexdigest()[:16]}")
