"""The source text: nothing is lost, every quotation is exact, nothing is asserted without a place in a source."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

KG = "https://w3id.org/kgpub/ns#"
SOURCE = NamedNode("https://w3id.org/kgpub/source/7cace155")
TEXT = (Path(__file__).parents[2] / "data/texts/7cace155.txt").read_bytes()
FURNITURE = re.compile(r"(?:\s|•|//|Pages)*")
PEOPLE = "kg:about|kg:recognises|kg:chargedPerson|kg:statusOf"


@dataclass(frozen=True)
class Quotation:
    uri: str
    start: int
    end: int
    text: str
    exact: str
    prefix: str
    suffix: str


QUOTATIONS = """
PREFIX kg: <https://w3id.org/kgpub/ns#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX schema: <https://schema.org/>
SELECT ?passage ?start ?end ?text ?exact ?prefix ?suffix WHERE {
  ?passage a kg:Passage ; prov:wasQuotedFrom <https://w3id.org/kgpub/source/7cace155> ; schema:text ?text ;
    oa:hasSelector [ oa:start ?start ; oa:end ?end ] , [ oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix ] .
}
"""


def rows(store: Store, query: str) -> list[list[str]]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return [[getattr(term, "value", "") for term in row] for row in found]


@pytest.fixture(scope="module")
def quotations(store: Store) -> list[Quotation]:
    found = []
    for uri, start, end, *texts in rows(store, QUOTATIONS):
        found.append(Quotation(uri, int(start), int(end), *texts))
    return sorted(found, key=lambda quotation: quotation.start)


def select(store: Store, where: str) -> list[str]:
    query = f"PREFIX kg: <{KG}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?found WHERE {{ {where} }}"
    return [found for (found,) in rows(store, query)]


def test_the_text_is_the_one_whose_checksum_the_archive_gives(quads: list[Quad]) -> None:
    digest = hashlib.sha256(TEXT).hexdigest()
    assert digest == "7cace155738a2079d3c7eb517c19d1c6a108d2b26ffde18e4743918fcaeb73d6"
    identifiers = [quad.object for quad in quads if quad.subject == SOURCE and "identifier" in quad.predicate.value]
    assert identifiers == [Literal(f"sha256:{digest}")]


def test_the_text_is_published_as_it_is(quads: list[Quad]) -> None:
    texts = [
        quad.object for quad in quads if quad.subject == SOURCE and quad.predicate.value == "https://schema.org/text"
    ]
    assert texts == [Literal(TEXT.decode(), language="en")]
    assert len(TEXT.decode()) == 2052


def test_passages_and_page_furniture_cover_every_character_once(quotations: list[Quotation]) -> None:
    text, position = TEXT.decode(), 0
    for quotation in quotations:
        assert quotation.start >= position, f"{quotation.uri} overlaps the passage before it"
        assert FURNITURE.fullmatch(text[position : quotation.start]), text[position : quotation.start]
        position = quotation.end
    assert FURNITURE.fullmatch(text[position:]), text[position:]
    assert len(quotations) == 14


def test_every_quotation_is_exact_at_its_offsets_and_around_them(quotations: list[Quotation]) -> None:
    text = TEXT.decode()
    for quotation in quotations:
        words = text[quotation.start : quotation.end]
        assert (quotation.text, quotation.exact) == (words, words)
        assert text[: quotation.start].endswith(quotation.prefix)
        assert text[quotation.end :].startswith(quotation.suffix)
        assert quotation.uri.endswith(f"/7cace155/{quotation.start}-{quotation.end}")


def test_words_that_assertions_quote_stand_in_their_passages(store: Store) -> None:
    query = f"""PREFIX kg: <{KG}> PREFIX schema: <https://schema.org/> SELECT ?words ?text WHERE {{
        ?said kg:assertedIn/schema:text ?text ; (kg:invokesText|kg:criticises/(kg:actorText|kg:targetText)) ?words }}"""
    quoted = rows(store, query)
    assert len(quoted) == 9
    assert all(words in text for words, text in quoted)


def test_nothing_is_asserted_that_has_no_passage_or_source(store: Store) -> None:
    assert (
        select(store, f"?found {PEOPLE} ?what FILTER NOT EXISTS {{ ?found kg:assertedIn ?where . ?where a ?class }}")
        == []
    )
    every = "?found a ?class . ?class <http://www.w3.org/2000/01/rdf-schema#subClassOf>* kg:Assertion"
    assert len(set(select(store, every))) == 48
    assert select(store, f"{every} FILTER NOT EXISTS {{ ?found kg:assertedIn ?where . ?where a ?known }}") == []


def test_what_the_seed_asserts_it_asserts_in_its_own_passages(store: Store) -> None:
    where = """GRAPH <https://w3id.org/kgpub/graph/seed> { ?found kg:certainty ?certainty
        FILTER NOT EXISTS { ?found kg:assertedIn ?passage . ?passage a kg:Passage } }"""
    assert select(store, where) == []


def test_the_seed_holds_nothing_that_its_text_does_not_give(store: Store) -> None:
    where = """
        VALUES ?found { kg:issuedOn kg:issuedBy kg:onDate kg:chargedPerson kg:statusOf kg:assertedBy kg:confidence }
        GRAPH <https://w3id.org/kgpub/graph/seed> { ?something ?found ?value }"""
    assert select(store, where) == []


def test_a_person_carries_names_only(store: Store) -> None:
    carried = set(select(store, "?person a kg:Person ; ?found ?value"))
    assert carried == {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2008/05/skos-xl#altLabel",
    }
    assert set(select(store, "?person a kg:Person , ?found")) == {f"{KG}Person"}
    assert len(set(select(store, "?found a kg:Person"))) == 9


PERSONAL = {
    "birth",
    "death",
    "gender",
    "age",
    "mail",
    "mbox",
    "phone",
    "telephone",
    "tel",
    "address",
    "spouse",
    "parent",
}
PERSONAL |= {"children", "family", "religion", "health", "image", "img", "depiction"}


def words_of(iri: str) -> set[str]:
    """Take the last part of a URI apart at its capital letters."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", re.split("[#/]", iri)[-1])}


def test_no_property_is_for_personal_data_beyond_names(quads: list[Quad]) -> None:
    graphs = ("seed", "reported")
    predicates = {quad.predicate.value for quad in quads if str(quad.graph_name).rstrip(">").endswith(graphs)}
    assert len(predicates) > 30
    assert [predicate for predicate in predicates if words_of(predicate) & PERSONAL] == []


@pytest.mark.parametrize(
    "pattern",
    [r"[\w.]+@[\w.]+\.\w+", r"\+?\d[\d ()-]{8,}\d", r"\b(born|aged|years old|mother of|wife|husband)\b"],
    ids=["an e-mail address", "a telephone number", "age or family"],
)
def test_no_literal_about_people_holds(pattern: str, quads: list[Quad]) -> None:
    graphs = ("seed", "reported")
    literals = [
        quad.object.value
        for quad in quads
        if isinstance(quad.object, Literal)
        and str(quad.graph_name).rstrip(">").endswith(graphs)
        and "identifier" not in quad.predicate.value
        and "date" not in quad.object.datatype.value.lower()
    ]
    assert literals
    assert [value for value in literals if re.search(pattern, value)] == []


def test_literals_are_in_unicode_normal_form_and_stay_as_they_are_in_the_store(quads: list[Quad], store: Store) -> None:
    assert [quad for quad in quads if not unicodedata.is_normalized("NFC", str(quad.object))] == []
    assert {str(quad) for quad in store} == {str(quad) for quad in quads}


def test_language_tags_are_in_lower_case() -> None:
    root = Path(__file__).parents[2]
    files = [*root.glob("data/**/*.ttl"), *root.glob("ontology/*.ttl"), *root.glob("shapes/*.ttl")]
    tags = {tag for path in files for tag in re.findall(r'"@([\w-]+)', path.read_text())}
    assert tags == {"en", "be", "ru", "be-latn"}
