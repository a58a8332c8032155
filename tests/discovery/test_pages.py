"""The pages that explain: what the data are written in, and what a URI promises."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
import requests

from kgpub import config
from kgpub.identity import REASONS
from tests.publications import copy_thesaurus
from tests.servers import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.discovery.conftest import Published

ONTOLOGY, PERSISTENCE = "about/ontology", "about/persistence"
LINKED_DATA = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Outline(HTMLParser):
    """Reads what assistive technology needs of a page: ids, links, headings, attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.attributes |= set(known)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [known["href"] or ""] if tag == "a" and "href" in known else []
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []

    def handle_data(self, data: str) -> None:
        self.text += data


def page(published: Published, path: str, language: str = "en") -> str:
    headers = {"Accept": "text/html", "Accept-Language": language}
    response = requests.get(published.server.url + path, headers=headers, timeout=30)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    return response.text


def rows(published: Published, query: str) -> list[dict[str, Any]]:
    found = published.server.query(query).json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


@pytest.mark.parametrize("path", [ONTOLOGY, PERSISTENCE])
def test_a_page_is_sound(published: Published, path: str) -> None:
    outline = Outline(page(published, path))
    assert len(outline.ids) == len(set(outline.ids))
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(below - above <= 1 for above, below in zip(outline.levels, outline.levels[1:], strict=False))
    assert not {"style", "onclick", "onload"} & outline.attributes  # the security policy would refuse them
    own = {link for link in outline.links if link.startswith("/")}
    with requests.Session() as session:
        wrong = {link: session.get(published.server.url + link[1:]).status_code for link in own}
    assert {link: status for link, status in wrong.items() if status != 200} == {}


@pytest.mark.parametrize("path", [ONTOLOGY, PERSISTENCE])
def test_it_is_linked_from_every_page(published: Published, path: str) -> None:
    for other in ("", f"{published.dataset}.html", "sparql", ONTOLOGY):
        assert f'href="/{path}"' in page(published, other)


def test_every_own_class_and_property_is_explained(published: Published) -> None:
    owl = "http://www.w3.org/2002/07/owl#"
    kinds = " ".join(f"<{owl}{name}>" for name in ("Class", "ObjectProperty", "DatatypeProperty"))
    terms = rows(published, f"SELECT DISTINCT ?t {{ VALUES ?k {{ {kinds} }} ?t a ?k FILTER(isIRI(?t)) }}")
    own = [row["t"] for row in terms if row["t"].startswith(published.base)]
    assert own
    text = page(published, ONTOLOGY)
    for uri in own:
        assert f"<code>{uri}</code>" in text
    query = f"""SELECT ?c {{ VALUES ?k {{ {kinds} }} ?t a ?k ; <http://www.w3.org/2000/01/rdf-schema#comment> ?c
        FILTER(STRSTARTS(STR(?t), "{published.base}") && LANG(?c) = "en") }}"""
    comments = rows(published, query)
    shown = Outline(text).text
    assert [row["c"] for row in comments if row["c"] not in shown] == []


def test_terms_are_counted_and_shown_in_the_data(first: Published) -> None:
    text = Outline(page(first, ONTOLOGY)).text
    count = rows(first, f"SELECT (COUNT(*) AS ?n) {{ ?s a <{first.base}ns#Passage> }}")[0]["n"]
    assert re.search(rf"in the data\s*{count}, such as passage:7cace155/", text)
    assert re.search(r"under provision\s*https://w3id.org/kgpub/ns#underProvision", text)


def test_what_shapes_demand_is_said_in_words(first: Published, second: Published) -> None:
    text = Outline(page(first, ONTOLOGY)).text
    assert "quoted from: exactly 1; of the class “source document” Name the one kg:SourceDocument" in text
    assert "This passage shares characters with another one of the same source" in text
    other = Outline(page(second, ONTOLOGY)).text
    assert "name: 1 or more; one in each language Give the concept a skos:prefLabel" in other


def test_it_is_written_in_the_readers_language(second: Published) -> None:
    welsh = page(second, ONTOLOGY, "cy")
    assert re.search(r"<h3>ffenomen ", welsh)
    assert "enw</strong></a>: 1 or more" in welsh


def test_nobody_who_is_to_be_left_out_is_named(first: Published) -> None:
    names = rows(
        first,
        f"""SELECT DISTINCT ?n {{ {{ ?p a <{first.base}ns#Person> ; ?label ?n FILTER(isLiteral(?n)) }}
        UNION {{ ?p a <http://www.w3.org/2008/05/skos-xl#Label> ; ?label ?n FILTER(isLiteral(?n)) }} }}""",
    )
    people = {row["n"] for row in names if " " in row["n"]}
    assert len(people) > 20
    text = page(first, ONTOLOGY)
    assert [name for name in people if name in text] == []
    assert "/person/" not in text


def test_the_diagram_is_told_in_words_too(first: Published) -> None:
    text = page(first, ONTOLOGY)
    (svg,) = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert '<title id="diagram-title">' in svg
    assert 'aria-labelledby="diagram-title diagram-description"' in svg
    below = Outline(text[text.index("</svg>") :]).text
    for drawn in re.findall(r'<text class="(?:title|arrow-label)"[^>]*>([^<]+)</text>', svg):
        assert all(name in below for name in drawn.split(", "))
    links = re.findall(r'<a href="#([^"]+)">', svg)
    assert len(links) > 10
    assert all(f'id="{link}"' in text for link in links)


def test_where_nothing_leads_anywhere_nothing_is_drawn(second: Published) -> None:
    assert "<svg" not in page(second, ONTOLOGY)


def test_an_archive_without_an_ontology_has_a_page_too(tmp_path: Path) -> None:
    folder = copy_thesaurus(tmp_path / "archive")
    file = folder / "kgpub.toml"
    file.write_text(file.read_text().replace('kind = "ontology"', 'kind = "data"'))
    with serving(folder) as server:
        text = server.get(ONTOLOGY, accept="text/html").text
        assert "skos:prefLabel" in text
        assert 'id="classes"' not in text


# -- what a URI promises


def test_every_state_and_every_reason_is_told(published: Published) -> None:
    text = Outline(page(published, PERSISTENCE)).text
    assert all(f"({status})" in text for status in (303, 301, 300, 410, 404))
    for word, meaning in REASONS.items():
        assert re.search(rf"{word}\s*{re.escape(meaning)}", text)
    assert published.base in text


CONTACTS = {
    "": "Ask whoever publishes this at the address where you read it.",
    "mailto:archive@example.org": '<a href="mailto:archive@example.org" rel="external noopener noreferrer">'
    "<bdi>archive@example.org</bdi></a>",
    "https://example.org/us": '<a href="https://example.org/us" rel="external noopener noreferrer">',
    "weather/rain": '<a href="/weather/rain">how to reach us</a>',
}


@pytest.mark.parametrize(("contact", "shown"), CONTACTS.items(), ids=[case or "nobody" for case in CONTACTS])
def test_whom_to_ask_is_told(tmp_path: Path, contact: str, shown: str) -> None:
    folder = copy_thesaurus(tmp_path / "archive")
    file = folder / "kgpub.toml"
    file.write_text(file.read_text().replace("[prefixes]", f'contact = "{contact}"\n\n[prefixes]'))
    with serving(folder) as server:
        assert shown in server.get(PERSISTENCE, accept="text/html").text


def test_this_archives_contact_is_a_page_of_its_own(first: Published) -> None:
    contact = config.load(first.folder).contact
    assert f'<a href="/{contact.removeprefix(first.base)}">' in page(first, PERSISTENCE)
