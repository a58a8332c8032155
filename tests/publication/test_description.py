"""What a document says of a thing: all that its shapes lead to, and the names of what it points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from kgpub.publication.crowds import CROWD
from kgpub.publication.description import MAXIMUM_DEPTH
from tests.publications import copy_thesaurus, opened

if TYPE_CHECKING:
    from pathlib import Path

    from kgpub.publication import Publication

BASE = "https://thesaurus.example/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PREFIXES = f"""
@prefix w: <{BASE}weather/> . @prefix t: <{BASE}terms#> . @prefix skos: <{SKOS}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def canonical(quads: list[Quad]) -> list[str]:
    dataset = Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def described(publication: Publication, document: str) -> list[str]:
    """Give what is said, apart from lists of what points here."""
    description = publication.describe(BASE + document)
    assert description is not None
    return canonical(list(description.statements.quads))


def turtle(text: str) -> list[str]:
    return canonical(list(parse(PREFIXES + text, format=RdfFormat.TURTLE)))


RAIN = """
w:rain a t:Phenomenon ; skos:prefLabel "rain"@en , "glaw"@cy ; skos:altLabel "wet weather"@en ;
    skos:hiddenLabel "rian"@en ; skos:notation "R1" ; t:code 61 ; skos:broader w:precipitation ;
    skos:inScheme <https://thesaurus.example/weather> ;
    skos:definition "Drops of water that fall."@en , "Diferion o ddŵr sy'n disgyn."@cy ;
    t:observation [ t:date "2024-02-29"^^xsd:date ; t:instrument [ t:kind "gauge"@en ;
        t:reading [ t:unit "mm" ; t:values ( 1.5 2.5 [ t:missing true ] ) ] ] ] .
# what the field narrower leads to, with its types and its own fields
w:drizzle a skos:Concept ; skos:broader w:rain ; skos:notation "R10" .
w:downpour a skos:Concept ; skos:broader w:rain ; skos:notation "R9" .
# what the field mentions leads along
<https://thesaurus.example/book/1> t:about w:rain ; t:author <https://people.example/Ann%20Lee> .
# names
w:precipitation skos:prefLabel "precipitation"@en , "dyodiad"@cy .
w:drizzle skos:prefLabel "drizzle"@en , "glaw mân"@cy .
w:downpour skos:prefLabel "downpour"@en .
t:Phenomenon rdfs:label "phenomenon"@en , "ffenomen"@cy .
<https://thesaurus.example/weather> dcterms:title "Weather"@en , "Tywydd"@cy .
<https://thesaurus.example/book/1> rdfs:label "On rain (and snow)" .
<https://people.example/Ann%20Lee> rdfs:label "Ann Lee" .
"""

DOWNPOUR = """
w:downpour a skos:Concept ; skos:prefLabel "downpour"@en ; skos:notation "R9" ; skos:broader w:rain .
# all that is broader, with every step on the way
w:rain skos:broader w:precipitation ; skos:prefLabel "rain"@en , "glaw"@cy .
w:precipitation skos:prefLabel "precipitation"@en , "dyodiad"@cy .
"""

PRECIPITATION = """
w:precipitation a skos:Concept ; skos:prefLabel "precipitation"@en , "dyodiad"@cy ;
    skos:inScheme <https://thesaurus.example/weather> .
<https://thesaurus.example/weather> dcterms:title "Weather"@en , "Tywydd"@cy .
w:rain a t:Phenomenon ; skos:broader w:precipitation ; skos:notation "R1" ; skos:prefLabel "rain"@en , "glaw"@cy .
w:snow a t:Phenomenon ; skos:broader w:precipitation ; skos:prefLabel "snow"@en , "eira"@cy .
w:drizzle a skos:Concept ; skos:broader w:rain ; skos:prefLabel "drizzle"@en , "glaw mân"@cy .
w:downpour a skos:Concept ; skos:broader w:rain ; skos:prefLabel "downpour"@en .
t:Phenomenon rdfs:label "phenomenon"@en , "ffenomen"@cy .
"""

SCHEME = """
<https://thesaurus.example/weather> a skos:ConceptScheme ; dcterms:title "Weather"@en , "Tywydd"@cy ;
    dcterms:description "A few words for the weather."@en ; skos:hasTopConcept w:precipitation .
<https://thesaurus.example/weather#order> a skos:OrderedCollection ; skos:prefLabel "from light to heavy"@en ;
    skos:memberList ( w:drizzle w:rain w:downpour ) .
<https://thesaurus.example/weather#wet> a skos:Collection ; skos:prefLabel "wet"@en ; skos:member w:rain , w:snow .
w:precipitation skos:prefLabel "precipitation"@en , "dyodiad"@cy .
w:rain skos:prefLabel "rain"@en , "glaw"@cy .
w:snow skos:prefLabel "snow"@en , "eira"@cy .
w:drizzle skos:prefLabel "drizzle"@en , "glaw mân"@cy .
w:downpour skos:prefLabel "downpour"@en .
"""


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("weather/rain", RAIN),
        ("weather/downpour", DOWNPOUR),
        ("weather/precipitation", PRECIPITATION),
        ("weather", SCHEME),
    ],
    ids=[
        "blank nodes, lists, inverse and nested fields",
        "a path that repeats",
        "a field of a field",
        "a document with fragments",
    ],
)
def test_a_description_says_what_the_shapes_lead_to(thesaurus: Publication, document: str, expected: str) -> None:
    assert described(thesaurus, document) == turtle(expected)


def test_statements_stay_in_their_graphs(thesaurus: Publication) -> None:
    description = thesaurus.describe(BASE + "weather/rain")
    assert description is not None
    graphs = {(quad.predicate.value, str(quad.graph_name)) for quad in description.statements.quads}
    assert (SKOS + "broader", f"<{BASE}graph/concepts>") in graphs
    assert (SKOS + "definition", f"<{BASE}graph/notes>") in graphs
    assert (BASE + "terms#reading", f"<{BASE}graph/notes>") in graphs


@pytest.mark.parametrize("document", ["weather/hail", "weather/", "", "terms#code", "weather/rain/more"])
def test_a_thing_of_which_nothing_is_said_has_no_description(thesaurus: Publication, document: str) -> None:
    known = document == "terms#code"
    assert (thesaurus.describe(BASE + document) is not None) == known
    assert thesaurus.knows(BASE + document) == known


def test_what_points_to_a_thing_is_counted_by_property(thesaurus: Publication) -> None:
    description = thesaurus.describe(BASE + "weather/rain")
    assert description is not None
    (rain,) = description.subjects
    counts = {entry.predicate.replace(SKOS, "skos:").replace(BASE, ""): entry.count for entry in rain.incoming}
    assert counts == {"skos:broader": 2, "skos:member": 1, "skos:related": 1, "terms#about": 1}
    assert [entry.predicate for entry in rain.unlisted] == [SKOS + "member", SKOS + "related"]


def test_two_descriptions_of_a_thing_are_equal(thesaurus: Publication) -> None:
    def quads() -> list[Quad]:
        description = thesaurus.describe(BASE + "weather/rain")
        assert description is not None
        return thesaurus.quads(description)

    assert quads() == quads()
    assert len(set(quads())) == len(quads())


DEPTHS = [1, 2, 3, 5, 9, MAXIMUM_DEPTH]


def test_blank_nodes_are_described_however_deep_they_are(tmp_path: Path) -> None:
    folder = copy_thesaurus(tmp_path / "archive")
    nests = [
        f"w:deep{depth} a skos:Concept ; skos:prefLabel 'd'@en ; t:in {'[ t:in ' * depth}'end'{' ]' * depth} ."
        for depth in DEPTHS
    ]
    items = " ".join(f'"{number}"' for number in range(300))
    long = f"w:long a skos:Concept ; skos:prefLabel 'l'@en ; t:in ( {items} ) ."
    circle = "w:circle a skos:Concept ; skos:prefLabel 'c'@en ; t:in _:a . _:a t:in _:b . _:b t:in _:a ."
    (folder / "data" / "concepts.ttl").write_text(PREFIXES + "\n".join([*nests, long, circle]))
    (folder / "data" / "notes.ttl").write_text("")
    (folder / "data" / "sources.trig").write_text("")
    with opened(folder) as publication:
        for text in [*nests, long, circle]:
            name = text.split()[0].removeprefix("w:")
            assert described(publication, f"weather/{name}") == turtle(text), name


def hub(count: int) -> str:
    """Give a concept that many are narrower than, among others that stand before them in the alphabet."""
    concept = "a skos:Concept ; skos:prefLabel 'x'@en ;"
    lines = [f"w:hub {concept} skos:notation 'h' .", f"w:elsewhere {concept} skos:notation 'e' ."]
    lines += [f"w:a{number:04} {concept} skos:broader w:elsewhere ; skos:notation 'n' ." for number in range(count)]
    lines += [f"w:z{number:04} {concept} skos:broader w:hub ; skos:notation 'n' ." for number in range(count)]
    return PREFIXES + "\n".join(lines)


def test_of_very_many_that_point_to_a_thing_the_first_are_described(tmp_path: Path) -> None:
    folder = copy_thesaurus(tmp_path / "archive")
    (folder / "data" / "concepts.ttl").write_text(hub(250))
    (folder / "data" / "notes.ttl").write_text("")
    (folder / "data" / "sources.trig").write_text("")
    with opened(folder) as publication:
        description = publication.describe(BASE + "weather/hub")
        assert description is not None
        (subject,) = description.subjects
        pointing = {
            str(quad.subject)
            for quad in description.statements.quads
            if quad.predicate.value == SKOS + "broader" and str(quad.object) == f"<{BASE}weather/hub>"
        }
        assert pointing == {f"<{BASE}weather/z{number:04}>" for number in range(CROWD)}
        notations = {str(q.subject) for q in description.statements.quads if q.predicate.value == SKOS + "notation"}
        assert notations == {*pointing, f"<{BASE}weather/hub>"}
        assert [(entry.predicate, entry.count) for entry in subject.unlisted] == [(SKOS + "broader", 250)]
        pages = [publication.links(to=BASE + "weather/hub", by=SKOS + "broader", number=number) for number in (1, 2, 3)]
        assert [len(page.members) if page else 0 for page in pages] == [100, 100, 50]
        members = [member for page in pages if page for member in page.members]
        assert members == [f"{BASE}weather/z{number:04}" for number in range(250)]
