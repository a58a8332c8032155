"""Lists of what points to a thing, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import Literal, NamedNode

from kgpub.publication.links import PAGE_LENGTH, links_uri
from tests.publications import copy_thesaurus, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.publication import Publication

BASE = "https://thesaurus.example/"
HYDRA = "http://www.w3.org/ns/hydra/core#"
BROADER = "http://www.w3.org/2004/02/skos/core#broader"
HUB = BASE + "weather/hub"
COUNT = 2 * PAGE_LENGTH + 5


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    folder = copy_thesaurus(tmp_path_factory.mktemp("links") / "archive")
    concept = "a skos:Concept ; skos:prefLabel"
    lines = [f"w:n{number:03} {concept} 'n{number}'@en ; skos:broader w:hub ." for number in range(COUNT)]
    (folder / "data" / "concepts.ttl").write_text(
        "@prefix w: <https://thesaurus.example/weather/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f"w:hub {concept} 'hub'@en . [ {concept} 'without a name'@en ; skos:broader w:hub ] .\n" + "\n".join(lines)
    )
    (folder / "data" / "notes.ttl").write_text("")
    (folder / "data" / "sources.trig").write_text("")
    with opened(folder) as found:
        yield found


def uri(page: int | None = None) -> NamedNode:
    return NamedNode(links_uri(BASE, HUB, BROADER, page=page))


def hydra(publication: Publication, number: int) -> dict[str, list[str]]:
    """Give what a page says of itself: the numbers of the pages that it links to."""
    page = publication.links(to=HUB, by=BROADER, number=number)
    assert page is not None
    return {
        name: [
            parse_qs(urlsplit(str(value.value)).query)["page"][0]  # type: ignore[union-attr]
            for value in page.statements.values(uri(number), NamedNode(HYDRA + name))
        ]
        for name in ("first", "previous", "next", "last")
    }


PAGES = [
    (1, {"first": ["1"], "previous": [], "next": ["2"], "last": ["3"]}),
    (2, {"first": ["1"], "previous": ["1"], "next": ["3"], "last": ["3"]}),
    (3, {"first": ["1"], "previous": ["2"], "next": [], "last": ["3"]}),
]


@pytest.mark.parametrize(("number", "expected"), PAGES)
def test_a_page_leads_to_the_others(publication: Publication, number: int, expected: dict[str, list[str]]) -> None:
    assert hydra(publication, number) == expected


def test_every_named_member_is_on_one_page_in_order(publication: Publication) -> None:
    members: list[str] = []
    for number in (1, 2, 3):
        page = publication.links(to=HUB, by=BROADER, number=number)
        assert page is not None
        assert (page.total, page.last, page.number) == (COUNT, 3, number)
        members += page.members
    assert members == [f"{BASE}weather/n{number:03}" for number in range(COUNT)]


@pytest.mark.parametrize("number", [4, 1000, 0, -1, -100, 10**30])
def test_there_is_no_page_before_the_first_or_after_the_last(publication: Publication, number: int) -> None:
    assert publication.links(to=HUB, by=BROADER, number=number) is None


def test_an_empty_list_has_no_page(publication: Publication) -> None:
    assert publication.links(to=HUB, by=BASE + "terms#code", number=1) is None
    assert publication.links(to=BASE + "weather/nothing", by=BROADER, number=1) is None


def test_a_page_says_what_its_members_say_and_their_names(publication: Publication) -> None:
    page = publication.links(to=HUB, by=BROADER, number=3)
    assert page is not None
    node = NamedNode(f"{BASE}weather/n204")
    assert page.statements.values(node, NamedNode(BROADER)) == [NamedNode(HUB)]
    name = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert page.statements.values(node, name) == [Literal("n204", language="en")]
    assert page.statements.values(uri(), NamedNode(HYDRA + "member"))[-1] == node


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_list_names_the_page_as_its_view(publication: Publication, number: int) -> None:
    page = publication.links(to=HUB, by=BROADER, number=number)
    assert page is not None
    assert uri(number) in page.statements.values(uri(), NamedNode(HYDRA + "view"))
    total = page.statements.values(uri(), NamedNode(HYDRA + "totalItems"))
    assert [str(value.value) for value in total] == [str(COUNT)]  # type: ignore[union-attr]
    assert len(set(page.statements.quads)) == len(page.statements.quads)


def test_a_document_leads_on_to_the_lists_that_it_does_not_hold(publication: Publication) -> None:
    description = publication.describe(HUB)
    assert description is not None
    said = publication.quads(description)
    assert [quad.object for quad in said if quad.predicate.value == HYDRA + "collection"] == [uri()]


def test_addresses_of_lists_survive_every_character() -> None:
    odd = "https://example.org/a?b=c&d=é#e%20f+g"
    made = urlsplit(links_uri(BASE, odd, odd, page=3))
    assert parse_qs(made.query) == {"to": [odd], "by": [odd], "page": ["3"]}
    assert (made.netloc, made.path, made.fragment) == ("thesaurus.example", "/links", "")
