"""A person in the small thesaurus who is withdrawn, named and spoken of in every kind of place that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.publications import copy_thesaurus
from tests.secrecy.plantings import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

PERSON, MERGED, NAME, NAMESAKE = "b2c3d4f2", "g4h5j6k3", "k5d8fc3h", "m2x7qt98"
WORDS = ("Qanaryja", "Zyxwvut", "Канарэеч", "Зыксвіт", "1987-06-05", "Q99887766", "birdsong-9x")
"""The stems of her names in any form, and what else is said of her."""
LATIN, CYRILLIC = "Qanaryja Zyxwvuta", "Канарэечка Зыксвіта"

ABOUT = f"""
thing:{PERSON} a t:Thing, <http://xmlns.com/foaf/0.1/Person> ; skos:prefLabel "{LATIN}"@en , "{CYRILLIC}"@be ;
    t:born "1987-06-05"^^xsd:date ; owl:sameAs <https://other.example/Q99887766> ; skosxl:altLabel thing:{NAME} ;
    t:likes [ t:what "birdsong-9x" ] .
thing:{NAME} a t:Thing ; skosxl:literalForm "Zyxwvutova, Qanaryja" .
thing:{NAMESAKE} a t:Thing, <http://xmlns.com/foaf/0.1/Person> ; skos:prefLabel "Somebody Else"@en ;
    t:knows thing:{PERSON} .
<https://thesaurus.example/thing/{PERSON}/portrait> t:of thing:{PERSON} ; t:says "birdsong-9x" .
<https://thesaurus.example/thing/{PERSON}#voice> t:says "birdsong-9x" .
<https://thesaurus.example/claim/1> rdf:reifies <<( thing:{PERSON} t:note "birdsong-9x" )>> ; t:by "birdsong-9x" .
w:quotation prov:wasQuotedFrom thing:{PERSON} ; t:words "birdsong-9x" .
"""
ELSEWHERE = f"""
w:snow t:note "seen by {LATIN}."@en , "бачыла {CYRILLIC}"@be--ltr , "пра Канарэечку", "{LATIN}"^^t:words ,
        "<p title='{LATIN}'>{LATIN}</p>"^^rdf:HTML , "Z{LATIN[10:]}, {LATIN[:8]}" ,
        "QANARYJA ZYXWVUTA" , "qanaryjazyxwvuta" ,
        "#Qanaryja_Zyxwvuta" , "https://news.example/Qanaryja-Zyxwvuta"^^xsd:anyURI ;
    t:page <https://news.example/qanaryja-zyxwvuta> ; t:see w:zyxwvuta-storm , thing:{PERSON} ;
    t:deep [ t:deeper [ t:list ( "of {LATIN}" ) ] ] ; t:annotated "x" {{| t:by "{LATIN}" |}} .
w:zyxwvuta-storm a skos:Concept ; skos:prefLabel "birdsong-9x"@en .
<https://news.example/%D0%9A%D0%B0%D0%BD%D0%B0%D1%80%D1%8D%D0%B5%D1%87%D0%BA%D0%B0> rdfs:label "birdsong-9x" .
w:storm-{LATIN[:8].lower()} a skos:Concept ; skos:prefLabel "birdsong-9x"@en .
w:quoted a oa:Annotation ; oa:hasSelector [ oa:exact "{LATIN}" ; oa:prefix "Qana" ; oa:suffix "said Qanaryja" ] .
"""
TERMS = f't:seen a owl:DatatypeProperty ; rdfs:label "seen"@en ; rdfs:comment "as {LATIN} saw it"@en .'
SHAPES = f"""
<https://thesaurus.example/shapes#Seen> a sh:NodeShape ; sh:targetClass t:None ;
    sh:property [ sh:path t:seen ; sh:name "{LATIN}"@en ; sh:description "{CYRILLIC}"@be ; sh:message "{LATIN}?" ] .
"""
QUERY = f"""
<https://thesaurus.example/query/seen> a sh:SPARQLSelectExecutable ; rdfs:label "What {LATIN} saw"@en ;
    rdfs:comment "{CYRILLIC}"@be ; sh:select "SELECT * {{ ?s ?p '{LATIN}' }}" .
"""
SETTINGS = f"""
[identity.kinds.thing]
path = "thing/"
class = "t:Thing"

[[texts]]
source = "book"
file = "texts/{LATIN[:8]}.txt"
property = "t:text"
graph = "graph/notes"
"""
TEXT = f"There was a storm.\n{LATIN} saw it. And {CYRILLIC.upper()}, too: Q. Zyxwvuta; Зыксвіце.\n"
LEDGER = "".join(f"2025-01-01 minted thing/{id_}\n" for id_ in (PERSON, MERGED, NAME, NAMESAKE))


def with_person(root: Path, *, settings: str = "") -> Path:
    """Copy the thesaurus with all of it; nobody is withdrawn yet, and another URI for the person merged into hers."""
    copy_thesaurus(root, settings=f"{SETTINGS}\n{settings}")
    (root / "kgpub.toml").write_text((root / "kgpub.toml").read_text().replace("of weather", f"of weather, by {LATIN}"))
    for name, says in {
        "data/concepts.ttl": ABOUT,
        "data/notes.ttl": ELSEWHERE,
        "terms.ttl": TERMS,
        "shapes.ttl": SHAPES,
        "data/examples.ttl": QUERY,
    }.items():
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(f"{PREFIXES}\n# {LATIN}\n{says}\n")
    (root / "texts").mkdir()
    (root / "texts" / f"{LATIN[:8]}.txt").write_text(TEXT, encoding="utf-8")
    (root / "ledger.txt").write_text(f"{LEDGER}2025-02-01 merged thing/{MERGED} thing/{PERSON}\n")
    return root
