"""What search engines are asked: what there is, of when, and what to leave out."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from urllib.robotparser import RobotFileParser

import pytest
import requests

from kgpub import config
from kgpub.publication import entities
from kgpub.publication.entities import Entities, Entity
from kgpub.rdf.formats import DOCUMENT_FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.discovery.conftest import Published

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOST_PAGES, MOST_BYTES, LONGEST = 50_000, 50 * 1024 * 1024, 2048
DAY = "2024-02-29T12:00:00Z"


def entries(published: Published, name: str) -> list[tuple[str, str]]:
    """Give each address of a sitemap, or of their index, with its date."""
    response = published.server.get(name)
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert len(response.content) < MOST_BYTES
    root = ET.fromstring(response.content)
    assert root.tag in (f"{NAMESPACE}sitemapindex", f"{NAMESPACE}urlset")
    return [(child.findtext(f"{NAMESPACE}loc", ""), child.findtext(f"{NAMESPACE}lastmod", "")) for child in root]


def listed(published: Published) -> dict[str, str]:
    pages: dict[str, str] = {}
    for address, newest in entries(published, "sitemap.xml"):
        part = entries(published, address.removeprefix(published.server.url))
        assert len(part) <= MOST_PAGES
        assert max((date for _, date in part), default="") == newest
        assert not pages.keys() & {page for page, _ in part}
        pages |= dict(part)
    return pages


def things(published: Published, classes: tuple[str, ...]) -> set[str]:
    """Give the documents of all things of some classes, and of classes below them."""
    values = " ".join(f"<{uri}>" for uri in classes)
    below = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>*"
    query = f"SELECT DISTINCT ?s {{ VALUES ?c {{ {values} }} ?t {below} ?c . ?s a ?t }}"
    found = published.server.query(query).json()["results"]["bindings"]
    uris = {row["s"]["value"].partition("#")[0] for row in found}
    return {uri for uri in uris if uri.startswith(published.base)}


def test_the_pages_of_entities_are_listed_and_those_to_be_left_out_are_not(published: Published) -> None:
    settings = config.load(published.folder)
    left_out = things(published, settings.noindex)
    expected = things(published, settings.entities) - left_out
    start = len(published.server.url)
    assert left_out
    assert {published.base + unquote(page[start:]).removesuffix(".html") for page in listed(published)} == expected


def test_every_page_that_is_listed_is_there_and_short_enough(published: Published) -> None:
    with requests.Session() as session:
        for page in listed(published):
            assert len(page) < LONGEST
            response = session.get(page, allow_redirects=False)
            assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
            assert "X-Robots-Tag" not in response.headers


def test_a_page_has_the_date_on_which_what_is_said_of_it_changed(first: Published, second: Published) -> None:
    assert set(listed(first).values()) == {DAY}
    assert set(listed(second).values()) == {""}


@pytest.mark.parametrize("name", ["sitemap-0.xml", "sitemap-2.xml", "sitemap-01x.xml", "sitemap--1.xml"])
def test_there_are_no_other_sitemaps(published: Published, name: str) -> None:
    assert published.server.get(name).status_code == 404


# -- of the size that they take


def written(path: Path, number: int) -> Entities:
    path.write_text("".join(f"https://a.example/{place:06}\t2024-01-{place % 28 + 1:02}\n" for place in range(number)))
    return Entities(path)


@pytest.mark.parametrize(
    ("number", "lengths"), [(0, [0]), (1, [1]), (4, [4]), (5, [4, 1]), (8, [4, 4]), (9, [4, 4, 1])]
)
def test_many_pages_are_listed_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, lengths: list[int]
) -> None:
    monkeypatch.setattr(entities, "PART_LENGTH", 4)
    found = written(tmp_path / "entities.tsv", number)
    parts = [list(found.part(part)) for part in found.numbers]
    assert [len(part) for part in parts] == lengths
    assert [entity.uri for part in parts for entity in part] == [f"https://a.example/{n:06}" for n in range(number)]
    newest = [max((entity.date for entity in part), default="") for part in parts]
    assert [found.newest(part) for part in found.numbers] == newest


def test_a_part_is_as_long_as_it_may_be(tmp_path: Path) -> None:
    found = written(tmp_path / "entities.tsv", MOST_PAGES + 1)
    assert [len(list(found.part(part))) for part in found.numbers] == [MOST_PAGES, 1]
    assert next(found.part(2)) == Entity("https://a.example/050000", "2024-01-21")


# -- what to leave out


def robots(published: Published) -> RobotFileParser:
    parser = RobotFileParser(f"{published.server.url}robots.txt")
    parser.read()
    return parser


def test_the_sitemap_is_found_by_robots_txt(published: Published) -> None:
    assert robots(published).site_maps() == [f"{published.server.url}sitemap.xml"]


def test_what_is_to_be_left_out_may_be_read(published: Published) -> None:
    parser = robots(published)
    for path in (*published.sorts.values(), "links?to=a&by=b", "dumps/dataset.nq.gz"):
        assert parser.can_fetch("anybot", published.server.url + quote(path))
    assert not parser.can_fetch("anybot", f"{published.server.url}sparql?query=ASK%7B%7D")
    assert parser.can_fetch("anybot", f"{published.server.url}sparql")


def test_what_is_to_be_left_out_says_so_in_every_form(published: Published) -> None:
    for sort, path in published.sorts.items():
        for extension in (*(entry.extension for entry in DOCUMENT_FORMATS), "linkset"):
            response = published.server.get(f"{quote(path)}.{extension}")
            asked = response.headers.get("X-Robots-Tag", "")
            names_others = published.is_graph(path) and extension != "html"
            assert asked == ("noindex" if sort in published.hidden or names_others else ""), (sort, extension)
            if extension == "html":
                assert ('<meta name="robots" content="noindex">' in response.text) == (sort in published.hidden)


def test_where_they_are_listed_is_to_be_left_out_too(published: Published) -> None:
    class_ = quote(config.load(published.folder).noindex[0], safe="")
    type_ = quote("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", safe="")
    for name in (f"links.html?to={class_}&by={type_}", f"links.ttl?to={class_}&by={type_}", "dumps/dataset.nq.gz"):
        response = published.server.get(name)
        assert (response.status_code, response.headers["X-Robots-Tag"]) == (200, "noindex")


def test_the_first_page_is_listed_nowhere_and_may_be_found(published: Published) -> None:
    response = published.server.get("")
    assert "X-Robots-Tag" not in response.headers
    assert published.server.url not in listed(published)
