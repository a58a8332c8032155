"""Which documents search engines may list, and since when they say what they say."""

from __future__ import annotations

import pytest

from kgpub.build.entities import Listing, entities
from kgpub.rdf.vocabularies import RDF, RDFS

BASE = "https://archive.example/"
A, BELOW = str(RDF("type")), str(RDFS("subClassOf"))
LISTING = Listing(
    base=BASE,
    entities={f"{BASE}ns#Book", f"{BASE}ns#Agent"},
    noindex={f"{BASE}ns#Person"},
    ontology={f"{BASE}graph/ontology"},
    dates={f"{BASE}graph/old": "2020-01-01T00:00:00Z", f"{BASE}graph/new": "2024-02-29T12:00:00Z"},
)
CLASSES = f"""<:ns#Person> {BELOW} <:ns#Agent> <:graph/ontology>
<:ns#Writer> {BELOW} <:ns#Person> <:graph/ontology>
<:ns#Novel> {BELOW} <:ns#Book> <:graph/ontology>
<:ns#Leaflet> {BELOW} <:ns#Book> <:graph/old>"""


def lines(text: str) -> list[bytes]:
    """Give sorted lines, those of the classes among them; `:` stands for the base."""
    written = (line.strip().replace("<:", f"<{BASE}") for line in f"{CLASSES}\n{text}".splitlines())
    return sorted(f"{line} .\n".encode() for line in written if line)


CASES = {
    "things of the classes are listed": (f"<:b/1> {A} <:ns#Book> <:graph/old>", "b/1 2020-01-01T00:00:00Z"),
    "things of classes below are listed": (f"<:b/1> {A} <:ns#Novel> <:graph/old>", "b/1 2020-01-01T00:00:00Z"),
    "only the ontology says what is below": (f"<:b/1> {A} <:ns#Leaflet> <:graph/old>", ""),
    "things of other classes are not": (f"<:x> {A} <:ns#Other> <:graph/old>", ""),
    "things of others are not": (f"<https://other.example/b> {A} <:ns#Book> <:graph/old>", ""),
    "the newest graph that says something dates them": (
        f"<:b/1> {A} <:ns#Book> <:graph/old>\n<:b/1> <:p> <:b/2> <:graph/new>",
        "b/1 2024-02-29T12:00:00Z",
    ),
    "without a date they are listed too": (f"<:b/1> {A} <:ns#Book> <:graph/undated>", "b/1 "),
    "what is hidden is hidden, though it is an entity": (
        f"<:p/1> {A} <:ns#Agent> <:graph/old>\n<:p/1> {A} <:ns#Person> <:graph/old>",
        "",
    ),
    "classes below are hidden too": (f"<:p/1> {A} <:ns#Writer> <:graph/old>", ""),
    "things with fragments are listed by their document": (
        f"<:l#1> {A} <:ns#Book> <:graph/old>\n<:l#2> {A} <:ns#Book> <:graph/new>",
        "l 2024-02-29T12:00:00Z",
    ),
    "a document is hidden with any of its things": (
        f"<:l#1> {A} <:ns#Book> <:graph/old>\n<:l#2> {A} <:ns#Person> <:graph/new>",
        "",
    ),
    "they come in the order of their URIs": (
        f"<:b/2> {A} <:ns#Book> <:graph/old>\n<:b/1> {A} <:ns#Agent> <:graph/new>",
        "b/1 2024-02-29T12:00:00Z\nb/2 2020-01-01T00:00:00Z",
    ),
}


@pytest.mark.parametrize(("text", "listed"), CASES.values(), ids=CASES)
def test_what_is_listed(text: str, listed: str) -> None:
    rows = [f"{BASE}{row.replace(' ', chr(9))}\n" for row in listed.split("\n") if row]
    assert entities(lines(text), LISTING).decode() == "".join(rows)
