"""One opened release: what the web and the commands ask."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad

from kgpub import config as configuration
from kgpub import identity
from kgpub.errors import ReleaseError
from kgpub.publication import queries
from kgpub.publication.about import About
from kgpub.publication.catalogue import Catalogue
from kgpub.publication.context import digest, json_ld_context
from kgpub.publication.credits import attribution
from kgpub.publication.crowds import Crowds
from kgpub.publication.description import Describer, Description, Subject
from kgpub.publication.dumps import dumps
from kgpub.publication.entities import Entities
from kgpub.publication.examples import Example, collection, examples
from kgpub.publication.layout import Layouts, superclasses, with_superclasses
from kgpub.publication.links import LinksPage, collections, links_page
from kgpub.publication.naming import Naming
from kgpub.publication.quad_index import QuadIndex
from kgpub.publication.resources import Resources
from kgpub.publication.service_description import DatasetDescription, Service, describe, said
from kgpub.publication.void import Counts, integer
from kgpub.rdf.documents import Names
from kgpub.rdf.vocabularies import DCAT, DCTERMS, FOAF, HYDRA, RDF, RDFS, SCHEMA, SD, SPDX, VOID, XSD
from kgpub.store.reading import quads, solutions
from kgpub.store.releases import CONFIGURATION, CROWDS, ENTITIES, FORMAT, FRAGMENTS, GONE, LEDGER, Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgpub.config import Config
    from kgpub.identity import Ledger, Resolution
    from kgpub.publication.credits import Attribution, Credits
    from kgpub.publication.dumps import Dump
    from kgpub.store.contract import Engine


@dataclass(frozen=True)
class Publication:
    """An opened release with the engine that answers for it."""

    release: Release
    engine: Engine
    config: Config
    resources: Resources
    naming: Naming
    describer: Describer
    ledger: Ledger
    gone: Mapping[str, identity.Withdrawn]
    """What went with something withdrawn, by its URI."""
    context: dict[str, Any] = field(repr=False)

    @classmethod
    def open(cls, release: Release, engine: Engine) -> Publication:
        """Open a release. What its pages need of shapes and ontology is asked of the engine once.

        Raises ReleaseError where another version of kgpub wrote it.
        """
        if release.manifest.get("format") != FORMAT:
            raise ReleaseError(f"Another version of kgpub wrote the release in {release.folder}. Run: kgpub build")
        config = configuration.parse(release.read(CONFIGURATION), release.folder)
        ontology = _graphs(engine, config, "ontology")
        return cls(
            release=release,
            engine=engine,
            config=config,
            resources=Resources(config.base, _fragments(release)),
            naming=Naming(config.labels, config.languages, config.prefixes, ontology),
            describer=Describer(
                engine, _layouts(engine, config, ontology), config.labels, Crowds(release.folder / CROWDS)
            ),
            ledger=identity.parse(release.read(LEDGER).decode(), base=config.base, shown=LEDGER),
            gone=_gone(release),
            context=json_ld_context(_prefixes(config), ontology),
        )

    def resolve(self, uri: str) -> Resolution:
        """Give what a URI stands for by the ledger; what is neither minted nor a part of what is, is unknown there.

        A part of what was split or withdrawn stands for what the whole does. One of what was merged stands for the same
        part of the survivor, or for the survivor where that has no such part.
        """
        whole = identity.owner(self.ledger, uri) or uri
        part = uri.removeprefix(whole)
        match identity.resolve(self.ledger, whole):
            case identity.Unknown() | identity.Active() as known if not part:
                return self.gone.get(uri, known)
            case known if not part:
                return known
            case identity.Merged(into=into) if part.strip("/"):
                return identity.Merged(uri, into + part if self.knows(into + part) else into)
            case identity.Split() | identity.Withdrawn() as known if part.strip("/"):
                return known
            case _:
                return self.gone.get(uri, identity.Unknown(uri))

    def canonical(self, uri: str) -> str | None:
        """Give the URI that an unknown one is another spelling of: a slash too many, or a minted id in capitals."""
        trimmed = uri.rstrip("/")
        kind, slash, name = trimmed.rpartition("/")
        minted = f"{kind}{slash}{name.casefold()}"
        return next((spelling for spelling in (minted, trimmed) if spelling != uri and self._answers(spelling)), None)

    def _answers(self, uri: str) -> bool:
        """Tell whether a URI is answered for. One that is minted and not published is as unknown as any other."""
        match self.resolve(uri):
            case identity.Active() | identity.Unknown():
                return self.knows(uri)
            case _:
                return True

    def knows(self, document: str) -> bool:
        """Tell whether a document is a published graph, or anything is said of its thing or of its fragments."""
        if self.graph_named(document) or document == self.dataset_document:
            return True
        uris = self.resources.described_with(document)
        return bool(solutions(self.engine, queries.known(uris)))

    def describe(self, document: str) -> Description | None:
        """Describe a thing and its fragments; None where nothing is said of any of them."""
        description = self.describer.describe(self.resources.described_with(document))
        nothing = Description((Subject(document, (), ()),), QuadIndex(()))
        if self.graph_named(document):
            return self._with_counts(document, description or nothing)
        if document == self.dataset_document:
            return self._with_title(description or nothing)
        return self._with_aliases(document, description) if description else None

    def _with_aliases(self, survivor: str, description: Description) -> Description:
        """Add what the ledger says of URIs that were merged into a thing: whoever has one of them looks for it here."""
        if not (merged := identity.aliases(self.ledger, survivor)):
            return description
        said = quads(self.engine, queries.own_statements(merged, depth=0))
        return replace(description, statements=QuadIndex((*description.statements.quads, *said)))

    def _with_counts(self, graph: str, description: Description) -> Description:
        """Add what the release itself knows of a graph, which need not be said of it in the data."""
        node, counts = NamedNode(graph), Counts.of(self.release.manifest["graphs"][graph])
        known = (Quad(node, RDF("type"), SD("NamedGraph")), Quad(node, VOID("triples"), integer(counts.triples)))
        return replace(description, statements=QuadIndex((*description.statements.quads, *known)))

    def _with_title(self, description: Description) -> Description:
        """Add the dataset's title where the data give it no name; it may have a URI below that of its document."""
        node, statements, subjects = NamedNode(self.config.dataset), description.statements, description.subjects
        if not any(subject.uri == node.value for subject in subjects):
            subjects = (*subjects, Subject(node.value, (), ()))
        if not self.naming.words(node, statements).literals:
            statements = QuadIndex((*statements.quads, Quad(node, DCTERMS("title"), Literal(self.config.title))))
        return Description(subjects, statements)

    def document(self, uri: str, description: Description, *, public_address: str) -> list[Quad]:
        """Give all that a document says: of its thing, and of itself; that of the dataset, what is known of it too."""
        about = About(uri, self.topic(uri), self.config.dataset, self.credits(description), self.modified(description))
        quads = dict.fromkeys([*self.quads(description), *about.quads()])
        if uri == self.dataset_document:
            quads.update(dict.fromkeys(self._catalogue(description).quads(public_address)))
        return sorted(quads, key=str)

    def credits(self, description: Description) -> Credits:
        """Give whose a description is, by the graphs that it is taken from."""
        return self.attribution.of(_graphs_of(description))

    def modified(self, description: Description) -> str:
        """Give the date of the newest graph that a description is taken from; empty where none has one."""
        graphs = self.release.manifest["graphs"]
        return max((graphs[uri]["modified"] or "" for uri in _graphs_of(description)), default="")

    @cached_property
    def attribution(self) -> Attribution:
        """What the archive says of licences and authors."""
        return attribution(self.engine, self.config.dataset, self.release.manifest["graphs"])

    @cached_property
    def dumps(self) -> tuple[Dump, ...]:
        """The dumps of the release."""
        return dumps(self.release)

    @cached_property
    def entities(self) -> Entities:
        """The documents that search engines may list."""
        return Entities(self.release.folder / ENTITIES)

    @property
    def dataset_document(self) -> str:
        """The document that describes the dataset."""
        return self.config.dataset.partition("#")[0]

    def topic(self, document: str) -> str:
        """Give what a document is about: the dataset may have a URI with a `#`."""
        return self.config.dataset if document == self.dataset_document else document

    def _catalogue(self, description: Description) -> Catalogue:
        manifest, revision = self.release.manifest, self.release.manifest["source"]["revision"]
        dates = {uri: entry["modified"] for uri, entry in manifest["graphs"].items() if entry["modified"]}
        return Catalogue(
            dataset=self._dataset,
            base=self.config.base,
            version=self.release.id,
            said=description.statements,
            dates=dates | ({self.config.dataset: revision["date"]} if revision else {}),
            links=manifest["links"],
            dumps=self.dumps,
            kinds=self.config.identity.kinds,
            attribution=self.attribution,
        )

    def types(self, uri: str) -> list[str]:
        """Give the classes with names that a thing is of."""
        return [row["t"].value for row in solutions(self.engine, queries.types(uri))]

    def hides(self, description: Description) -> bool:
        """Tell whether search engines are asked to leave out what describes any of some things."""
        return any(self.is_hidden(description.types(subject.uri)) for subject in description.subjects)

    def is_hidden(self, types: Iterable[str]) -> bool:
        """Tell whether search engines are asked to leave out what is of some classes, or of classes below them."""
        return not with_superclasses(types, self.describer.layouts.superclasses).isdisjoint(self.config.noindex)

    def quads(self, description: Description) -> list[Quad]:
        """Give all that the documents of a description say, in one order for every format."""
        quads = [*description.statements.quads, *collections(self.config.base, description)]
        return sorted(quads, key=str)

    def links(self, *, to: str, by: str, number: int) -> LinksPage | None:
        """Give a page of what points to a thing by a property; None where there is none."""
        return links_page(self.describer, self.config.base, to=to, by=by, number=number)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The example queries of the archive, in their order."""
        return examples(self.engine, self.naming)

    @cached_property
    def _examples_by_uri(self) -> dict[str, Example]:
        return {example.uri: example for example in self.examples}

    def example(self, uri: str) -> Example | None:
        """Give the example with a URI; None where it is none."""
        return self._examples_by_uri.get(uri)

    def examples_quads(self) -> list[Quad]:
        """Describe all examples together, and the list that they stand in."""
        listed = collection(self.config.base, self.examples)
        description = self.describer.describe(tuple(self._examples_by_uri)) if self.examples else None
        return sorted([*listed, *(self.quads(description) if description else ())], key=str)

    def service_description(self, public_address: str) -> list[Quad]:
        """Describe the SPARQL endpoint at a public address, and the dataset that it queries."""
        service = Service(f"{public_address}sparql", self.config.engine, self.engine.functions)
        return describe(service, self._dataset)

    @cached_property
    def _dataset(self) -> DatasetDescription:
        manifest, uri = self.release.manifest, self.config.dataset
        shown = [class_ for class_ in self.config.entities if not self.is_hidden([class_])]
        return DatasetDescription(
            uri=uri,
            title=self.config.title,
            whole=Counts.of(manifest["dataset"]),
            graphs={graph: Counts.of(entry) for graph, entry in manifest["graphs"].items()},
            statements=said(self.engine, uri, graphs=manifest["graphs"], entities=shown),
        )

    def graph_named(self, uri: str) -> bool:
        """Tell whether a URI is one of the published graphs."""
        return uri in self.release.manifest["graphs"]

    @cached_property
    def context_name(self) -> str:
        """The name under which the JSON-LD context is published."""
        return digest(self.context)

    def names(self, public_address: str) -> Names:
        """Give how documents abbreviate; the context is fetched from the public address."""
        url = f"{public_address}context/{self.context_name}.jsonld"
        return Names(_prefixes(self.config), self.context, url)


def _gone(release: Release) -> dict[str, identity.Withdrawn]:
    rows = (line.split("\t") for line in release.read(GONE).decode().splitlines())
    return {uri: identity.Withdrawn(uri, reason, month) for uri, reason, month in rows}


def _prefixes(config: Config) -> dict[str, str]:
    """Give the archive's prefixes, and those of what kgpub itself says in documents."""
    vocabularies = {
        "dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "hydra": HYDRA, "schema": SCHEMA, "sd": SD, "spdx": SPDX,
        "void": VOID, "xsd": XSD,
    }  # fmt: skip
    return {prefix: vocabulary.iri for prefix, vocabulary in vocabularies.items()} | dict(config.prefixes)


def _graphs_of(description: Description) -> set[str]:
    """Give the graphs that a description is taken from."""
    graphs = {quad.graph_name for quad in description.statements.quads}
    return {graph.value for graph in graphs if isinstance(graph, NamedNode)}


def _graphs(engine: Engine, config: Config, kind: str) -> QuadIndex:
    """Ask for all graphs of a kind at once: blank nodes are the same only within one answer."""
    uris = [graph.uri for graph in config.graphs if graph.kind == kind]
    if not uris:
        return QuadIndex(())
    return QuadIndex(tuple(quads(engine, queries.graphs_content(uris))))


def _layouts(engine: Engine, config: Config, ontology: QuadIndex) -> Layouts:
    pairs = [(quad.subject, quad.object) for quad in ontology.quads if quad.predicate == RDFS("subClassOf")]
    return Layouts(_graphs(engine, config, "shapes"), superclasses(_named(pairs)))


def _named(pairs: Iterable[tuple[object, object]]) -> Iterable[tuple[str, str]]:
    for below, above in pairs:
        if isinstance(below, NamedNode) and isinstance(above, NamedNode):
            yield below.value, above.value


def _fragments(release: Release) -> dict[str, tuple[str, ...]]:
    return {document: tuple(uris) for document, uris in json.loads(release.read(FRAGMENTS)).items()}
