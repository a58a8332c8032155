"""What the service description says of settings, functions and the dataset, whatever it is asked over."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kgpub.config import settings_table
from kgpub.publication import Publication
from kgpub.rdf.vocabularies import DCTERMS, RDF, SCHEMA, SD, VOID
from kgpub.store.contract import Lane, Query
from kgpub.store.functions import OXIGRAPH
from tests.publications import copy_thesaurus, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgpub.rdf.terms import Node

ADDRESS = "http://127.0.0.1:8000/"
SERVICE, DEFAULT_GRAPH = (NamedNode(f"{ADDRESS}sparql#{name}") for name in ("service", "default-graph"))
BASE = "https://thesaurus.example/"
DATASET = NamedNode(BASE + "weather")

NO_LIMITS = {"memory_quads"}
UNITS = {
    "queue_length": ("", ""),
    "query_kilobytes": ("E64", "KiB"),
    "deadline_seconds": ("SEC", "s"),
    "memory_megabytes": ("E63", "MiB"),
    "stall_seconds": ("SEC", "s"),
    "slowest_reader_kilobytes": ("", "KiB/s"),
}
SETTINGS = """
[engine]
deadline_seconds = 12.5
memory_megabytes = 300
queue_length = 7
"""
OWN_WORDS = """
<https://thesaurus.example/weather> <http://purl.org/dc/terms/license> <https://licence.example/> , [] ;
    <http://rdfs.org/ns/void#exampleResource> <https://thesaurus.example/weather/snow> .
<https://thesaurus.example/graph/notes> <http://purl.org/dc/terms/title> "Notes"@en .
"""
UNTITLED = """
_:graph { <https://thesaurus.example/weather/rain> <https://thesaurus.example/terms#code> 61 }
"""


def objects(quads: list[Quad], subject: Node, predicate: NamedNode) -> list[Node]:
    return [quad.object for quad in quads if (quad.subject, quad.predicate) == (subject, predicate)]


def text(quads: list[Quad], subject: Node, predicate: NamedNode) -> str:
    return next((term.value for term in objects(quads, subject, predicate) if isinstance(term, Literal)), "")


@pytest.fixture(scope="module")
def described(thesaurus: Publication) -> list[Quad]:
    return thesaurus.service_description(ADDRESS)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    """The thesaurus with other limits, words of its own about itself, and a graph without a name."""
    folder: Path = copy_thesaurus(tmp_path_factory.mktemp("thesaurus") / "archive", settings=SETTINGS)
    with (folder / "data" / "notes.ttl").open("a") as file:
        file.write(OWN_WORDS)
    with (folder / "data" / "sources.trig").open("a") as file:
        file.write(UNTITLED)
    with opened(folder) as publication:
        yield publication


# -- the default graph


def test_the_union_is_a_feature_where_the_default_graph_is_one(described: list[Quad], thesaurus: Publication) -> None:
    is_union = thesaurus.config.engine.default_graph == "union"
    assert objects(described, SERVICE, SD("feature")) == ([SD("UnionDefaultGraph")] if is_union else [])


def test_the_default_graph_has_as_many_triples_as_a_query_finds(described: list[Quad], thesaurus: Publication) -> None:
    count = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", results="text/csv", lane=Lane.PUBLIC)
    with thesaurus.engine.answer(count) as answer:
        found = b"".join(answer).split()[1].decode()
    assert text(described, DEFAULT_GRAPH, VOID("triples")) == found
    assert objects(described, DATASET, SD("defaultGraph")) == [DEFAULT_GRAPH]


# -- limits


def limits(quads: list[Quad]) -> dict[str, tuple[str, str, str, str]]:
    names = ("value", "unitCode", "unitText", "description")
    nodes = objects(quads, SERVICE, SCHEMA("additionalProperty"))
    assert all(objects(quads, node, RDF("type")) == [SCHEMA("PropertyValue")] for node in nodes)
    rows = ((node, [text(quads, node, SCHEMA(name)) for name in names]) for node in nodes)
    return {text(quads, node, SCHEMA("propertyID")): (row[0], row[1], row[2], row[3]) for node, row in rows}


def test_every_number_among_the_settings_of_the_engine_is_published_as_a_limit(other: Publication) -> None:
    numbers = {
        setting.field: setting
        for setting in settings_table()
        if setting.section == "engine" and setting.type in (int, float) and setting.field not in NO_LIMITS
    }
    found = limits(other.service_description(ADDRESS))
    assert {name: (row[0], row[3]) for name, row in found.items()} == {
        name: (str(getattr(other.config.engine, name)), setting.help) for name, setting in numbers.items()
    }
    assert (found["deadline_seconds"][0], found["queue_length"][0]) == ("12.5", "7")


def test_what_is_no_limit_says_so_itself(other: Publication) -> None:
    said = {item.name for item in fields(other.config.engine) if not item.metadata.get("is_limit", True)}
    assert said == NO_LIMITS


@pytest.mark.parametrize("name", UNITS)
def test_limits_have_units(other: Publication, name: str) -> None:
    assert limits(other.service_description(ADDRESS))[name][1:3] == UNITS[name]


def test_every_limit_whose_name_ends_in_a_unit_has_one(other: Publication) -> None:
    counted = ("workers", "length", "client")
    rows = limits(other.service_description(ADDRESS))
    assert [name for name, row in rows.items() if not row[2] and not name.endswith(counted)] == []


# -- the dataset


def test_what_the_archive_says_of_the_dataset_and_its_graphs_is_taken_over(other: Publication) -> None:
    quads = other.service_description(ADDRESS)
    titles = objects(quads, DATASET, DCTERMS("title"))
    assert sorted(map(str, titles)) == ['"Tywydd"@cy', '"Weather"@en']
    assert objects(quads, DATASET, DCTERMS("license")) == [NamedNode("https://licence.example/")]
    assert text(quads, NamedNode(BASE + "graph/notes"), DCTERMS("title")) == "Notes"


def test_a_dataset_that_says_nothing_of_itself_has_the_title_of_the_archive(tmp_path: Path) -> None:
    folder = copy_thesaurus(tmp_path / "archive")
    path = folder / "kgpub.toml"
    path.write_text(path.read_text().replace('dataset = "weather"', 'dataset = "nothing-is-said-of-it"'))
    with opened(folder) as publication:
        quads = publication.service_description(ADDRESS)
    dataset = NamedNode(BASE + "nothing-is-said-of-it")
    assert objects(quads, dataset, DCTERMS("title")) == [Literal("A small thesaurus of weather")]
    assert text(quads, dataset, VOID("triples")) == str(publication.release.manifest["dataset"]["triples"])


def test_the_first_of_each_class_of_entities_is_an_example(described: list[Quad]) -> None:
    assert set(objects(described, DATASET, VOID("exampleResource"))) == {
        NamedNode(BASE + "weather#wet"),  # the only collection
        NamedNode(BASE + "weather/downpour"),
    }


def test_where_the_archive_chose_examples_there_are_no_others(other: Publication) -> None:
    quads = other.service_description(ADDRESS)
    assert objects(quads, DATASET, VOID("exampleResource")) == [NamedNode(BASE + "weather/snow")]


def test_every_graph_with_a_name_is_described_under_it(other: Publication) -> None:
    quads = other.service_description(ADDRESS)
    manifest = other.release.manifest["graphs"]
    unnamed = [uri for uri in manifest if uri.startswith("_:")]
    assert len(unnamed) == 1
    named = {NamedNode(uri) for uri in manifest if uri not in unnamed}
    assert set(objects(quads, DATASET, SD("namedGraph"))) == named
    assert {quad.subject for quad in quads if quad.predicate == SD("name")} == named
    assert all(objects(quads, graph, SD("name")) == [graph] for graph in named)


# -- the whole


def test_it_has_the_same_bytes_each_time_and_no_statement_twice(other: Publication) -> None:
    anew = Publication.open(other.release, other.engine)
    first, second = (publication.service_description(ADDRESS) for publication in (other, anew))
    assert serialize(first, format=RdfFormat.N_TRIPLES) == serialize(second, format=RdfFormat.N_TRIPLES)
    assert len(set(first)) == len(first)


def test_the_functions_are_those_of_the_engine(described: list[Quad]) -> None:
    listed = objects(described, SERVICE, SD("extensionFunction"))
    assert listed == [NamedNode(function.iri) for function in OXIGRAPH]
