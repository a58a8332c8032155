"""What a URI answers in every state of its life, as tables; and an archive that has one of each.

The table is that of docs/life-of-a-uri.md. test_matrix.py asks a server for all of it: states by forms of a URI by
Accept by methods, and states by surfaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from kgpub.identity.ids import draw

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://states.example/"
CONFIGURATION = f"""
[archive]
base = "{BASE}"
title = "States"
contact = "mailto:archive@states.example"
entities = ["ex:Person", "ex:Prisoner"]
noindex = ["ex:Prisoner"]
[prefixes]
ex = "{BASE}ns#"
[[graphs]]
uri = "graph/people"
files = ["people.ttl"]
[[graphs]]
uri = "graph/held"
files = ["held.ttl"]
[[graphs]]
uri = "graph/shapes"
files = ["shapes.ttl"]
kind = "shapes"
[[texts]]
source = "source/book"
file = "book.txt"
property = "ex:text"
graph = "graph/people"
[withhold]
graphs = ["graph/held"]
[identity.kinds.person]
path = "person/"
class = "ex:Person"
[identity.kinds.prisoner]
path = "prisoner/"
class = "ex:Prisoner"
"""
SHAPES = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{BASE}shapes#Person> a sh:NodeShape ; sh:targetClass <{BASE}ns#Person> ;
    sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:message "A person has a name."@en ] .
"""

ids = iter(draw((), choose=Random(7).choice))
ACTIVE, SURVIVOR, OTHER, MERGED, TWICE, SPLIT, MERGED_SPLIT, WITHDRAWN, MERGED_WITHDRAWN, RESERVED, NEVER, WITHHELD = (
    f"person/{name}" for name in islice(ids, 12)
)
LEFT_OUT = f"prisoner/{next(ids)}"
MINTED = (
    ACTIVE, SURVIVOR, OTHER, MERGED, TWICE, SPLIT, MERGED_SPLIT, WITHDRAWN, MERGED_WITHDRAWN, RESERVED, WITHHELD,
    LEFT_OUT,
)  # fmt: skip
LEDGER = f"""\
2025-01-02 merged {MERGED} {SURVIVOR}
2025-01-03 merged {TWICE} {MERGED}
2025-02-01 split {SPLIT} {SURVIVOR} {OTHER}
2025-02-02 merged {MERGED_SPLIT} {SPLIT}
2025-03-30 withdrawn {WITHDRAWN} safety
2025-02-02 merged {MERGED_WITHDRAWN} {WITHDRAWN}
"""

GONE_NAME, HELD_NAME = "Zinaida Kanareika", "Ryhor Sviristel"
TEXT = f"It was {GONE_NAME} who wrote, and Active Somebody who read.\n"
PEOPLE = f"""@prefix : <{BASE}ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{BASE}{ACTIVE}> a :Person ; skos:prefLabel "Active Somebody"@en .
<{BASE}{SURVIVOR}> a :Person ; skos:prefLabel "First Somebody"@en .
<{BASE}{OTHER}> a :Person ; skos:prefLabel "Second Somebody"@en ;
    :knows <{BASE}{ACTIVE}>, <{BASE}{SURVIVOR}>, <{BASE}{LEFT_OUT}>, <{BASE}{WITHDRAWN}>, <{BASE}{WITHHELD}> .
<{BASE}{LEFT_OUT}> a :Prisoner ; skos:prefLabel "Left Out"@en .
<{BASE}{WITHDRAWN}> a :Person ; skos:prefLabel "{GONE_NAME}"@en ; :knows <{BASE}{ACTIVE}> .
<{BASE}source/book> a :Source ; skos:prefLabel "A book"@en .
"""
HELD = f"""@prefix : <{BASE}ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{BASE}{WITHHELD}> a :Person ; skos:prefLabel "{HELD_NAME}"@en ; :knows <{BASE}{ACTIVE}> .
"""


def write_archive(folder: Path) -> None:
    """Write the archive: everything was minted but NEVER, and RESERVED is spoken of nowhere."""
    files = {
        "kgpub.toml": CONFIGURATION,
        "shapes.ttl": SHAPES,
        "people.ttl": PEOPLE,
        "held.ttl": HELD,
        "book.txt": TEXT,
        "ledger.txt": "".join(f"2025-01-01 minted {path}\n" for path in MINTED) + LEDGER,
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")


# -- states


class Kind(Enum):
    """What sort of answer it is, with its status."""

    SEE = "303: a document is about it"
    DOCUMENT = "200"
    MOVED = "301: it was merged"
    CHOICE = "300: it was split"
    TOMBSTONE = "410"
    UNKNOWN = "404"
    RESPELLED = "301: it is written in another way"
    NOT_ACCEPTABLE = "406"

    @property
    def status(self) -> int:
        """The status of HTTP."""
        return int(self.value[:3])


@dataclass(frozen=True)
class State:
    """A URI in a state: what it answers, what its documents do, where it leads, and which surfaces name it."""

    path: str
    thing: Kind
    document: Kind
    into: tuple[str, ...] = ()
    surfaces: frozenset[str] = frozenset()
    type: str = "ns#Person"
    robots: str | None = None
    name: str = ""


SURFACES = (
    "SPARQL: said of it",
    "SPARQL: points to it",
    "dumps",
    "graph store",
    "sitemap",
    "link set",
    "neighbour's page",
    "neighbour's data",
    "list of its class",
    "source text",
)
EVERYWHERE = frozenset(SURFACES)
ALIAS = frozenset({"SPARQL: said of it", "dumps", "graph store"})
MERGED_ALIAS = ALIAS | {"SPARQL: points to it"}  # the survivor replaces it
NOWHERE = frozenset[str]()
UNTOLD = EVERYWHERE - {"source text"}  # the text names one person only who is published

K = Kind
STATES = {
    #                        URI               at it        its documents  leads to       named on
    "active": State(ACTIVE, K.SEE, K.DOCUMENT, (), EVERYWHERE, name="Active Somebody"),
    "survivor of merges": State(SURVIVOR, K.SEE, K.DOCUMENT, (), UNTOLD, name="First Somebody"),
    "left out of indexes": State(
        LEFT_OUT, K.SEE, K.DOCUMENT, (), UNTOLD - {"sitemap"}, "ns#Prisoner", "noindex", "Left Out"
    ),
    "merged": State(MERGED, K.MOVED, K.MOVED, (SURVIVOR,), MERGED_ALIAS),
    "merged, two hops": State(TWICE, K.MOVED, K.MOVED, (SURVIVOR,), MERGED_ALIAS),
    "split": State(SPLIT, K.CHOICE, K.CHOICE, (OTHER, SURVIVOR), ALIAS),
    "merged into what was split": State(MERGED_SPLIT, K.CHOICE, K.CHOICE, (OTHER, SURVIVOR), ALIAS),
    "withdrawn": State(WITHDRAWN, K.TOMBSTONE, K.TOMBSTONE, (), NOWHERE, name=GONE_NAME),
    "merged into what was withdrawn": State(MERGED_WITHDRAWN, K.TOMBSTONE, K.TOMBSTONE),
    "minted, nothing said": State(RESERVED, K.UNKNOWN, K.UNKNOWN),
    "never minted": State(NEVER, K.UNKNOWN, K.UNKNOWN),
    "withheld": State(WITHHELD, K.UNKNOWN, K.UNKNOWN, name=HELD_NAME),
    "no id at all": State("person/nobody", K.UNKNOWN, K.UNKNOWN),
}


def capitals(path: str) -> str:
    """Write an id in capitals."""
    kind, _, name = path.partition("/")
    return f"{kind}/{name.upper()}"


SPELLINGS = {
    "upper case": State(capitals(ACTIVE), K.RESPELLED, K.RESPELLED, (ACTIVE,)),
    "a trailing slash": State(f"{ACTIVE}/", K.RESPELLED, K.RESPELLED, (ACTIVE,)),
    "two trailing slashes": State(f"{ACTIVE}//", K.RESPELLED, K.RESPELLED, (ACTIVE,)),
    "both": State(f"{capitals(ACTIVE)}/", K.RESPELLED, K.RESPELLED, (ACTIVE,)),
    "a graph with a slash": State("graph/people/", K.RESPELLED, K.RESPELLED, ("graph/people",)),
    "merged, in upper case": State(capitals(MERGED), K.RESPELLED, K.RESPELLED, (MERGED,)),
    "split, in upper case": State(capitals(SPLIT), K.RESPELLED, K.RESPELLED, (SPLIT,)),
    "withdrawn, with a slash": State(f"{WITHDRAWN}/", K.RESPELLED, K.RESPELLED, (WITHDRAWN,)),
    "minted, in upper case": State(capitals(RESERVED), K.UNKNOWN, K.UNKNOWN),
    "never minted, with a slash": State(f"{NEVER}/", K.UNKNOWN, K.UNKNOWN),
    "withheld, in upper case": State(capitals(WITHHELD), K.UNKNOWN, K.UNKNOWN),
}


# -- requests


@dataclass(frozen=True)
class Asked:
    """A form of a URI and an Accept header, with the endings of what fits: a document, and the page of a problem."""

    ending: str
    accept: str | None
    fits: str | None
    problem: str = "json"

    def __str__(self) -> str:
        return f"{self.ending or 'thing'}, {self.accept}"


AT_THE_THING = (
    #     Accept                                        document  problem
    Asked("", None, "html"),
    Asked("", "", "html"),
    Asked("", "*/*", "html"),
    Asked("", "text/html", "html", "html"),
    Asked("", "application/xhtml+xml", "html", "html"),
    Asked("", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html", "html"),
    Asked("", "text/turtle", "ttl"),
    Asked("", "application/ld+json", "jsonld"),
    Asked("", "application/json", "jsonld"),
    Asked("", "application/n-triples", "nt"),
    Asked("", "application/rdf+xml", "rdf"),
    Asked("", "application/trig", "trig"),
    Asked("", "application/n-quads", "nq"),
    Asked("", "text/csv", "csv"),
    Asked("", "text/turtle;q=0.5, application/ld+json", "jsonld"),
    Asked("", "text/*;q=0.1, application/n-quads;q=0.2", "nq", "html"),
    Asked("", "text/html;q=0, */*;q=0.1", "ttl"),
    Asked("", "image/png, */*;q=0.1", "html"),
    Asked("", "image/png", None),
    Asked("", "*/*;q=0", None),
    Asked("", "nonsense", None),
)
ENDINGS = ("html", "ttl", "jsonld", "nt", "rdf", "trig", "nq", "csv", "linkset")
AT_DOCUMENTS = (
    # An ending decides; what is accepted does not matter.
    *(Asked(ending, "*/*", ending) for ending in ENDINGS),
    Asked("ttl", None, "ttl"),
    Asked("ttl", "text/html", "ttl", "html"),
    Asked("html", "text/turtle", "html"),
    Asked("nt", "*/*;q=0", "nt"),
)
ASKED = (*AT_THE_THING, *AT_DOCUMENTS)
READING = ("GET", "HEAD")
REFUSED = ("POST", "PUT", "PATCH", "DELETE")
