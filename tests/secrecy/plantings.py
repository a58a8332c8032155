"""Every way in which a small thesaurus can have something that is withheld.

Each planting has the word CANARY somewhere, and says what must be withheld for it to be nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.publications import copy_thesaurus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CANARY = "qanary7x"
CYRILLIC = "Канарэечкаў"
"""The same in letters that must be encoded in a URI."""
ID, RESERVED_ID = "b2c3d4f2", "z9x8w7vf"
WORDS = (CANARY, CYRILLIC, ID, RESERVED_ID)

PREFIXES = """
@prefix w: <https://thesaurus.example/weather/> .
@prefix t: <https://thesaurus.example/terms#> .
@prefix thing: <https://thesaurus.example/thing/> .
@prefix g: <https://thesaurus.example/graph/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
"""
SETTINGS = """
[identity.kinds.thing]
path = "thing/"
class = "t:Thing"
"""


@dataclass(frozen=True)
class Planting:
    """Turtle by the file that it is added to, lines of kgpub.toml and of the ledger, and what withholds it all."""

    files: dict[str, str] = field(default_factory=dict)
    settings: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    ledger: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    withhold: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    """What is published of it: lists that go on without an item."""


SECRETS = f"""
w:rain t:note "a {CANARY}", "eine {CYRILLIC}"@de, "5"^^t:{CANARY} ; t:{CANARY}-by w:{CANARY} ;
    t:deep [ t:deeper [ t:deepest "{CANARY}" ; t:list ( 1 w:{CANARY} "{CYRILLIC}" ) ] ] ;
    t:annotated "x" {{| t:by "{CANARY}" |}} .
w:{CANARY} a t:{CANARY}-class ; skos:prefLabel "{CANARY}"@en ; t:see <https://other.example/{CYRILLIC}> .
<https://other.example/%D0%9A%D0%B0%D0%BD%D0%B0%D1%80%D1%8D%D0%B5%D1%87%D0%BA%D0%B0%D1%9E> rdfs:label "{CYRILLIC}" .
[] a rdf:Statement ; rdf:subject w:rain ; rdf:predicate t:note ; rdf:object "{CANARY}" .
"""
"""What a graph or a file may say, about things that it alone has, and about what is published."""

LINKS = f"""
w:snow t:see w:{CANARY} ; t:path [ t:to w:{CANARY} ] ; t:list ( w:rain w:{CANARY} ) .
<https://thesaurus.example/weather#wet> skos:member w:{CANARY} .
"""
"""What others say, who are published."""
LINKS_LEFT = "w:snow t:list ( w:rain ) ."

THING = f"""
w:{CANARY}-thing a skos:Concept ; skos:prefLabel "{CANARY}"@en ; skos:altLabel "{CYRILLIC}"@be ;
    skos:broader w:rain ; t:note [ t:words "{CANARY}" ; t:more [ t:list ( "{CANARY}" ) ] ] .
<https://thesaurus.example/weather/{CANARY}-thing#part> t:of w:{CANARY}-thing .
<https://thesaurus.example/weather/{CANARY}-thing/photo> rdfs:label "{CYRILLIC}" .
w:snow skos:related w:{CANARY}-thing ; t:see <https://thesaurus.example/weather/{CANARY}-thing#part> ;
    t:words "see w:{CANARY}-thing", "https://thesaurus.example/weather/{CANARY}-thing"^^xsd:anyURI ;
    t:archived <https://web.example/2021/https://thesaurus.example/weather/{CANARY}-thing> .
<https://thesaurus.example/weather#order> t:also ( w:rain w:{CANARY}-thing w:snow ) .
w:snow t:typed "1"^^<https://thesaurus.example/weather/{CANARY}-thing#type> .
[] a oa:Annotation ; oa:hasTarget w:{CANARY}-thing ; oa:bodyValue "{CANARY}" .
w:sentence1 prov:wasQuotedFrom w:{CANARY}-thing ; t:words "{CANARY} said" .
[] a rdf:Statement ; rdf:subject w:{CANARY}-thing ; rdf:predicate t:note ; rdf:object "{CYRILLIC}" .
[] a owl:Axiom ; owl:annotatedSource w:{CANARY}-thing ; rdfs:comment "{CANARY}" .
w:claim1 rdf:reifies <<( w:{CANARY}-thing t:note "{CANARY}" )>> ; t:by "{CANARY}" .
w:{CANARY}-thing skosxl:altLabel w:name1 . w:name1 skosxl:literalForm "{CYRILLIC}" .
"""
THING_LEFT = "<https://thesaurus.example/weather#order> t:also ( w:rain w:snow ) ."

DATASET = f"""
<https://thesaurus.example/weather> void:subset g:{CANARY} . g:{CANARY} dcterms:title "{CANARY}" .
"""
MARKED = f'w:snow t:note [ t:withheld true ; t:words "{CANARY}" ; t:more [ t:words "{CYRILLIC}" ] ] .'
TEXT = f"""
[[texts]]
source = "book/{CANARY}"
file = "texts/{CANARY}.txt"
property = "t:text"
graph = "graph/notes"
"""
WORDS_OF_TEXT = {f"texts/{CANARY}.txt": f"Es war ein {CYRILLIC}.\n{CANARY}!\n"}
QUOTATION = f"""
w:s1 oa:hasSource <https://thesaurus.example/book/{CANARY}> ; t:words "{CANARY}!" ;
    oa:hasSelector [ oa:exact "{CANARY}" ; oa:prefix "{CYRILLIC}" ] .
"""
SHAPES = f"""
<https://thesaurus.example/{CANARY}-shapes#S> a sh:NodeShape ; sh:targetClass t:None ;
    sh:property [ sh:path t:{CANARY} ; sh:name "{CANARY}"@en ; sh:minCount 1 ; sh:message "No {CYRILLIC}!"@en ] .
"""
ONTOLOGY = f"""
<https://thesaurus.example/{CANARY}#C> a owl:Class ; rdfs:label "{CANARY}"@en ; rdfs:comment "{CYRILLIC}"@be ;
    rdfs:subClassOf t:Phenomenon .
"""
QUERY = f"""
<https://thesaurus.example/query/{CANARY}> a sh:SPARQLSelectExecutable ; rdfs:label "{CANARY}"@en ;
    rdfs:comment "{CYRILLIC}?"@be ; sh:select "SELECT * {{ ?s ?p '{CANARY}' }}" .
"""
WITH_ID = f"""
thing:{ID} rdfs:label "{CANARY}" .
w:snow t:see thing:{ID} ; t:words "{ID}!" ; t:page <https://other.example/{ID}.html> .
"""
BY_PROPERTY = {"property": ["t:withheld"]}

PLANTINGS = {
    "a graph": Planting(
        files={f"{CANARY}/data.ttl": SECRETS, "data/notes.ttl": LINKS, "data/concepts.ttl": DATASET},
        settings=f'[[graphs]]\nuri = "graph/{CANARY}"\nfiles = ["{CANARY}/*.ttl"]',
        withhold={"graphs": [f"graph/{CANARY}"]},
        left={"data/notes.ttl": LINKS_LEFT},
    ),
    "a graph that is named in a file of others": Planting(
        files={"data/sources.trig": f"g:{CANARY} {{ {SECRETS} }}\n{LINKS}"},
        withhold={"graphs": [f"graph/{CANARY}"]},
        left={"data/notes.ttl": LINKS_LEFT},
    ),
    "a file": Planting(
        files={f"data/private/{CANARY}.ttl": SECRETS, "data/notes.ttl": LINKS},
        settings='[[graphs]]\nuri = "graph/more"\nfiles = ["data/private/*.ttl", "data/open.ttl"]',
        withhold={"files": ["data/private/*.ttl"]},
        left={"data/notes.ttl": LINKS_LEFT},
    ),
    "a thing": Planting(
        files={"data/concepts.ttl": THING},
        withhold={"resources": [f"weather/{CANARY}-thing"]},
        left={"data/concepts.ttl": THING_LEFT},
    ),
    "a thing that its data withhold": Planting(
        files={"data/concepts.ttl": THING, "data/notes.ttl": f"w:{CANARY}-thing t:withheld true ."},
        withhold=BY_PROPERTY,
        left={"data/concepts.ttl": THING_LEFT},
    ),
    "a thing that is withheld until a day": Planting(
        files={"data/concepts.ttl": f'{THING} w:{CANARY}-thing t:withheld "9999-12-31"^^xsd:date .'},
        withhold=BY_PROPERTY,
        left={"data/concepts.ttl": THING_LEFT},
    ),
    "a blank node": Planting(files={"data/notes.ttl": MARKED}, withhold=BY_PROPERTY),
    "a statement": Planting(
        files={"data/notes.ttl": f'w:snow t:note "{CANARY}" {{| t:withheld true ; t:by "{CYRILLIC}" |}} .'},
        withhold=BY_PROPERTY,
    ),
    "a text, by its file": Planting(
        texts=WORDS_OF_TEXT, settings=TEXT, files={"data/notes.ttl": QUOTATION}, withhold={"files": ["texts/*.txt"]}
    ),
    "a text, by its source": Planting(
        texts=WORDS_OF_TEXT,
        settings=TEXT,
        files={"data/notes.ttl": QUOTATION},
        withhold={"resources": [f"book/{CANARY}"]},
    ),
    "shapes": Planting(
        files={f"more/{CANARY}-shapes.ttl": SHAPES},
        settings=f'[[graphs]]\nuri = "{CANARY}-shapes"\nfiles = ["more/{CANARY}-shapes.ttl"]\nkind = "shapes"',
        withhold={"graphs": [f"{CANARY}-shapes"]},
    ),
    "an ontology": Planting(
        files={f"more/{CANARY}-terms.ttl": ONTOLOGY},
        settings=f'[[graphs]]\nuri = "{CANARY}-terms"\nfiles = ["more/{CANARY}-terms.ttl"]\nkind = "ontology"',
        withhold={"graphs": [f"{CANARY}-terms"]},
    ),
    "a term": Planting(
        files={
            "terms.ttl": f't:{CANARY} a owl:DatatypeProperty ; rdfs:label "{CYRILLIC}"@be .',
            "data/notes.ttl": f't:other rdfs:subPropertyOf t:{CANARY} . w:snow t:{CANARY} "x" ; a t:{CANARY} .',
        },
        withhold={"resources": [f"terms#{CANARY}"]},
    ),
    "example queries": Planting(
        files={f"more/{CANARY}-queries.ttl": QUERY},
        settings=f'[[graphs]]\nuri = "graph/{CANARY}-queries"\nfiles = ["more/{CANARY}-queries.ttl"]',
        withhold={"files": ["more/*-queries.ttl"]},
    ),
    "kgpub.toml": Planting(
        settings=f"# a comment on {CANARY}",
        prefixes={CANARY: f"https://thesaurus.example/weather/{CANARY}-nowhere#"},
        withhold={"resources": [f"weather/{CANARY}-nowhere"], "files": [f"nowhere/{CANARY}/*.ttl"]},
    ),
    "ids": Planting(
        files={"data/concepts.ttl": WITH_ID},
        ledger=(f"# a word on {CANARY}", f"2026-11-22 minted thing/{ID}", f"2026-11-22 minted thing/{RESERVED_ID}"),
        withhold={"resources": [f"thing/{ID}"]},
    ),
}


def plain(root: Path, plantings: Iterable[Planting]) -> Path:
    """Copy the thesaurus without anything that is to be withheld."""
    copy_thesaurus(root, settings=SETTINGS)
    for planting in plantings:
        _add(root, planting.left)
    return root


def planted(root: Path, plantings: Iterable[Planting], *, is_withheld: bool = True, settings: str = "") -> Path:
    """Copy the thesaurus and plant in it; without withholding, all of it is published."""
    copy_thesaurus(root)
    withhold: dict[str, set[str]] = {}
    for planting in plantings:
        _plant(root, planting)
        for key, values in planting.withhold.items():
            withhold.setdefault(key, set()).update(values)
    prefixes = {name: iri for planting in plantings for name, iri in planting.prefixes.items()}
    content = (root / "kgpub.toml").read_text()
    more = "".join(f'{name} = "{iri}"\n' for name, iri in prefixes.items())
    (root / "kgpub.toml").write_text(content.replace("[prefixes]\n", f"[prefixes]\n{more}"))
    written = "\n".join(dict.fromkeys(planting.settings for planting in plantings))
    section = "".join(f"{key} = {_value(key, values)}\n" for key, values in sorted(withhold.items()))
    with (root / "kgpub.toml").open("a") as file:
        file.write(f"\n{written}\n{SETTINGS}\n{settings}\n")
        file.write(f"[withhold] # {CANARY}\n{section}" if is_withheld else "")
    return root


def _add(root: Path, files: dict[str, str]) -> None:
    for name, turtle in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{PREFIXES}\n# {CANARY}\n{turtle}\n")


def _plant(root: Path, planting: Planting) -> None:
    _add(root, planting.files)
    for name, text in planting.texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    if planting.ledger:
        with (root / "ledger.txt").open("a") as file:
            file.write("".join(f"{line}\n" for line in planting.ledger))


def _value(key: str, values: set[str]) -> str:
    return f'"{min(values)}"' if key == "property" else str(sorted(values)).replace("'", '"')
