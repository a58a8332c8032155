"""The SPARQL 1.1 Service Description: what the endpoint can do, what it holds, and what a query may use.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgpub.publication import queries
from kgpub.publication.void import figures, integer, partitions
from kgpub.rdf.formats import RDF_FORMATS, RESULTS_FORMATS
from kgpub.rdf.vocabularies import DCTERMS, ENTAILMENT, RDF, RDFS, SCHEMA, SD, VOID, XSD
from kgpub.store.reading import quads, solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from dataclasses import Field

    from kgpub.publication.void import Counts
    from kgpub.store.contract import Engine
    from kgpub.store.functions import ExtensionFunction
    from kgpub.store.settings import EngineSettings

_TYPE = RDF("type")
_TITLE, _EXAMPLE = DCTERMS("title"), VOID("exampleResource")
_SAID = (_TITLE, DCTERMS("license"), DCTERMS("rights"))
_UNITS = {"seconds": ("SEC", "s"), "kilobytes": ("E64", "KiB"), "megabytes": ("E63", "MiB")}
"""By the last word of a setting's name: the unit's code (UN/CEFACT Recommendation 20) and its symbol."""


@dataclass(frozen=True)
class DatasetDescription:
    """A dataset: what its release counted, and what the archive itself says of it and of its graphs."""

    uri: str
    title: str
    whole: Counts
    graphs: Mapping[str, Counts]
    statements: tuple[Quad, ...]

    @property
    def node(self) -> NamedNode:
        """The dataset as a thing that is described."""
        return NamedNode(self.uri)

    @property
    def examples(self) -> list[str]:
        """Things that show what is inside."""
        found = (quad.object for quad in self.statements if (quad.subject, quad.predicate) == (self.node, _EXAMPLE))
        return [term.value for term in found if isinstance(term, NamedNode)]

    @property
    def graph_uris(self) -> list[str]:
        """The graphs that have names."""
        return sorted(filter(_is_name, self.graphs))


@dataclass(frozen=True)
class Service:
    """An endpoint at an address, with what it offers and allows."""

    endpoint: str
    settings: EngineSettings
    functions: tuple[ExtensionFunction, ...]

    def part(self, name: str) -> NamedNode:
        """Name something that the description speaks of."""
        return NamedNode(f"{self.endpoint}#{name}")

    @property
    def has_union_graph(self) -> bool:
        """Whether the default graph is all graphs together."""
        return self.settings.default_graph == "union"


def _is_name(graph: str) -> bool:
    return not graph.startswith("_:")


def said(engine: Engine, dataset: str, *, graphs: Iterable[str], entities: Iterable[str]) -> tuple[Quad, ...]:
    """Ask for title and rights of a dataset and its graphs, and for example resources.

    Where the archive names no examples, the first thing of each class of entities is one: whom or what to show is the
    archive's to choose.
    """
    query = queries.labels([dataset, *filter(_is_name, graphs)], [node.value for node in (*_SAID, _EXAMPLE)])
    found = [_plain(quad) for quad in quads(engine, query) if not isinstance(quad.object, BlankNode)]
    if not any(quad.predicate == _EXAMPLE for quad in found):
        found += _examples(engine, NamedNode(dataset), entities)
    return tuple(sorted(set(found), key=str))


def _plain(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


def _examples(engine: Engine, dataset: NamedNode, entities: Iterable[str]) -> Iterator[Quad]:
    for uri in entities:
        for row in solutions(engine, queries.incoming_page(uri, _TYPE.value, offset=0, limit=1)):
            yield Quad(dataset, _EXAMPLE, row["s"])


def describe(service: Service, dataset: DatasetDescription) -> list[Quad]:
    """Describe a service and the dataset that it queries; always in the same order."""
    parts = (_service(service, dataset), _limits(service), _functions(service), _dataset(service, dataset))
    return list(dict.fromkeys(quad for part in parts for quad in part))


def _service(service: Service, dataset: DatasetDescription) -> Iterator[Quad]:
    node = service.part("service")
    yield Quad(node, _TYPE, SD("Service"))
    yield Quad(node, SD("endpoint"), NamedNode(service.endpoint))
    yield Quad(node, SD("supportedLanguage"), SD("SPARQL11Query"))
    yield Quad(node, SD("defaultEntailmentRegime"), ENTAILMENT("Simple"))
    if service.has_union_graph:
        yield Quad(node, SD("feature"), SD("UnionDefaultGraph"))
    for format_ in (*RESULTS_FORMATS, *RDF_FORMATS):
        if format_.iri:
            yield Quad(node, SD("resultFormat"), NamedNode(format_.iri))
    yield Quad(node, SD("defaultDataset"), dataset.node)
    yield Quad(node, SD("availableGraphs"), dataset.node)


def _limits(service: Service) -> Iterator[Quad]:
    for field in fields(service.settings):
        value = getattr(service.settings, field.name)
        if isinstance(value, int | float) and not isinstance(value, bool) and field.metadata.get("is_limit", True):
            node = service.part(field.name)
            yield Quad(service.part("service"), SCHEMA("additionalProperty"), node)
            yield Quad(node, _TYPE, SCHEMA("PropertyValue"))
            yield Quad(node, SCHEMA("propertyID"), Literal(field.name))
            yield Quad(node, SCHEMA("value"), _number(value))
            yield Quad(node, SCHEMA("description"), Literal(field.metadata["help"], language="en"))
            yield from _unit(node, field)


def _unit(node: NamedNode, field: Field[object]) -> Iterator[Quad]:
    code, text = _UNITS.get(field.name.rpartition("_")[2], ("", ""))
    if "per" in field.metadata:
        code, text = "", f"{text}/{field.metadata['per']}"
    if code:
        yield Quad(node, SCHEMA("unitCode"), Literal(code))
    if text:
        yield Quad(node, SCHEMA("unitText"), Literal(text))


def _number(value: float) -> Literal:
    return integer(value) if isinstance(value, int) else Literal(f"{Decimal(str(value)):f}", datatype=XSD("decimal"))


def _functions(service: Service) -> Iterator[Quad]:
    for function in service.functions:
        node = NamedNode(function.iri)
        yield Quad(service.part("service"), SD("extensionFunction"), node)
        yield Quad(node, _TYPE, SD("Function"))
        if function.keyword:
            yield Quad(node, RDFS("label"), Literal(function.keyword))


def _dataset(service: Service, dataset: DatasetDescription) -> Iterator[Quad]:
    node = dataset.node
    for class_ in (SD("Dataset"), VOID("Dataset")):
        yield Quad(node, _TYPE, class_)
    if not any(quad.subject == node and quad.predicate == _TITLE for quad in dataset.statements):
        yield Quad(node, _TITLE, Literal(dataset.title))
    yield from dataset.statements
    yield Quad(node, VOID("sparqlEndpoint"), NamedNode(service.endpoint))
    yield from figures(node, dataset.whole)
    yield from partitions(node, dataset.whole)
    yield from _default_graph(service, dataset)
    for uri in dataset.graph_uris:
        yield from _named_graph(node, NamedNode(uri), dataset.graphs[uri])


def _default_graph(service: Service, dataset: DatasetDescription) -> Iterator[Quad]:
    graph = service.part("default-graph")
    yield Quad(dataset.node, SD("defaultGraph"), graph)
    yield Quad(graph, _TYPE, SD("Graph"))
    if service.has_union_graph:
        yield from figures(graph, dataset.whole)
    else:
        yield Quad(graph, VOID("triples"), integer(0))


def _named_graph(dataset: NamedNode, graph: NamedNode, counts: Counts) -> Iterator[Quad]:
    """Describe a graph: its URI is its name, and stands for what it says too, as in its own document."""
    yield Quad(dataset, SD("namedGraph"), graph)
    for class_ in (SD("NamedGraph"), SD("Graph"), VOID("Dataset")):
        yield Quad(graph, _TYPE, class_)
    yield Quad(graph, SD("name"), graph)
    yield Quad(graph, SD("graph"), graph)
    yield from figures(graph, counts)
    yield from partitions(graph, counts)
