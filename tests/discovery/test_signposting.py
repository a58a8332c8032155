"""Signposting, as a client reads it that is not ours: on things, on pages, on documents, in link sets."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import rdflib
import requests
from signposting import Signposting, find_signposting_http
from signposting.linkset import find_signposting_linkset

from kgpub.rdf.formats import CSV, DOCUMENT_FORMATS, RDF_FORMATS, Format

if TYPE_CHECKING:
    from tests.discovery.conftest import Published

MOST_BYTES = 8 * 1024
IN_URIS = "/:#?&=%"
FIRST_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

Links = set[tuple[str, str, str]]


def address(published: Published, path: str) -> str:
    return published.server.url + quote(path, safe=IN_URIS)


@cache
def found_at(url: str) -> Signposting:
    return find_signposting_http(url)


def signs(published: Published, path: str) -> Signposting:
    return found_at(address(published, path))


def links(signposts: object) -> Links:
    """Give links as (relation, target, media type)."""
    assert isinstance(signposts, Signposting)
    return {(str(entry.rel), str(entry.target), str(entry.type or "")) for entry in signposts}


def targets(found: Signposting, relation: str) -> set[str]:
    return {target for rel, target, _ in links(found) if rel == relation}


def canonical(published: Published, sort: str) -> str:
    return quote(published.base + published.sorts[sort], safe=IN_URIS)


def test_every_sort_of_resource_is_cited_as_its_own_uri(published: Published) -> None:
    for sort, path in published.sorts.items():
        for entry in (None, *DOCUMENT_FORMATS):
            found = signs(published, f"{path}.{entry.extension}" if entry else path)
            assert targets(found, "cite-as") == {canonical(published, sort)}, (sort, entry)


def test_a_redirect_has_signposts_too(published: Published) -> None:
    for sort, path in published.sorts.items():
        response = published.server.get(quote(path), follow=False)
        assert response.status_code == 303
        found = response.headers["Link"]
        assert found.count('rel="cite-as"') == 1
        assert f'<{canonical(published, sort)}>; rel="cite-as"' in found
        assert f'</{quote(path)}.linkset>; rel="linkset"; type="application/linkset+json"' in found


def test_every_sort_of_resource_is_described_in_every_form_of_rdf(published: Published) -> None:
    for sort, path in published.sorts.items():
        if sort == "a long name":
            continue  # it does not fit into a header
        expected = {(f"{address(published, path)}.{entry.extension}", entry.media_type) for entry in RDF_FORMATS}
        for entry in (None, *DOCUMENT_FORMATS):
            found = signs(published, f"{path}.{entry.extension}" if entry else path)
            assert {(target, type_) for rel, target, type_ in links(found) if rel == "describedby"} == expected


def test_what_describes_is_there_in_the_form_that_was_promised(published: Published) -> None:
    for path in published.sorts.values():
        for rel, target, type_ in links(signs(published, path)):
            if rel in ("describedby", "linkset"):
                response = requests.get(target, timeout=20)
                assert response.status_code == 200
                assert response.headers["Content-Type"].partition(";")[0] == type_


def test_a_page_says_what_it_is_about_and_a_document_what_it_describes(published: Published) -> None:
    for sort, path in published.sorts.items():
        page = signs(published, f"{path}.html")
        assert "https://schema.org/AboutPage" in targets(page, "type")
        for entry in (*RDF_FORMATS, CSV):
            document = signs(published, f"{path}.{entry.extension}")
            assert targets(document, "type") == targets(page, "type") - {"https://schema.org/AboutPage"}, sort
            assert targets(document, "describes") == {f"{address(published, path)}.html"}


def test_the_types_are_those_that_the_archive_gives(first: Published, second: Published) -> None:
    assert targets(signs(first, "iccpr/article/19/3/b.ttl"), "type") == {f"{first.base}ns#Provision"}
    assert targets(signs(second, "weather/rain.ttl"), "type") == {f"{second.base}terms#Phenomenon"}


# -- whose it is


def test_the_licence_is_that_of_the_graphs_that_a_document_is_taken_from(first: Published, second: Published) -> None:
    assert targets(signs(first, "iccpr/article/19/3/b.html"), "license") == {FIRST_LICENCE}
    # A graph that says nothing of it goes with the whole. Rain is told of in a graph of another licence besides: where
    # there are two, the documents say which.
    assert targets(signs(second, "weather/precipitation.ttl"), "license") == {"https://licence.example/%C3%9F"}
    assert targets(signs(second, "weather/rain.ttl"), "license") == set()
    graph = rdflib.Graph().parse(f"{second.server.url}weather/rain.ttl")
    document = rdflib.URIRef(f"{second.base}weather/rain.html")
    assert {str(uri) for uri in graph.objects(document, rdflib.DCTERMS.license)} == {
        "https://licence.example/ß",
        "https://licence.example/notes",
    }


def test_authors_and_publishers_are_named_where_the_dataset_names_them(first: Published, second: Published) -> None:
    assert targets(signs(first, "iccpr/article/19/3/b.html"), "author") == set()
    found = signs(second, "weather/rain.html")
    assert targets(found, "author") == {"https://people.example/ann"}
    assert targets(found, "http://purl.org/dc/terms/publisher") == {"https://house.example/"}


def test_things_are_part_of_the_dataset_and_files_are_its_items(published: Published) -> None:
    dataset = published.server.url + published.dataset
    for sort, path in published.sorts.items():
        expected = set() if sort == "the dataset" else {dataset}
        assert targets(signs(published, f"{path}.html"), "collection") == expected
    items = targets(signs(published, f"{published.dataset}.html"), "item")
    assert f"{published.server.url}dumps/dataset.nq.gz" in items
    for item in items:
        assert targets(find_signposting_http(item), "collection") == {f"{dataset}.html"}


# -- link sets


def test_the_link_set_says_all_that_headers_say(published: Published) -> None:
    for sort, path in published.sorts.items():
        found = find_signposting_linkset(f"{address(published, path)}.linkset")
        for entry in DOCUMENT_FORMATS:
            url = f"{address(published, path)}.{entry.extension}"
            said, listed = links(signs(published, f"{path}.{entry.extension}")), links(found.for_context(url))
            assert said <= listed, sort
            assert listed == said or sort == "a long name"


def test_names_that_others_have_for_a_thing_stand_in_its_link_set_alone(second: Published) -> None:
    same = {
        ("http://www.w3.org/2002/07/owl#sameAs", "http://www.wikidata.org/entity/Q7925", ""),
        ("https://schema.org/sameAs", "https://en.wikipedia.example/wiki/Rain", ""),
        ("http://www.w3.org/2004/02/skos/core#exactMatch", "https://other.example/%C3%A9/rain", ""),
    }
    url = address(second, "weather/rain")
    found = find_signposting_linkset(f"{url}.linkset")
    listed = links(found.for_context(f"{second.base}weather/rain"))
    assert same <= listed
    assert not {target for _, target, _ in listed} & {"https://other.example/drizzle", "https://other.example/rainbow"}
    assert not same & links(signs(second, "weather/rain.html"))


def test_a_link_set_is_json_of_rfc_9264(published: Published) -> None:
    path = published.sorts["the dataset"]
    response = published.server.get(f"{path}.linkset")
    assert response.headers["Content-Type"] == "application/linkset+json"
    (member,) = response.json()
    assert member == "linkset"
    for context in response.json()["linkset"]:
        assert re.match(r"https?://", context.pop("anchor"))
        for relation, entries in context.items():
            assert re.fullmatch(r"[a-z][a-z0-9.-]*|https?://\S+", relation)
            assert entries
            assert all(set(entry) <= {"href", "type"} and entry["href"].isascii() for entry in entries)


@pytest.mark.parametrize("path", ["nothing.linkset", ".linkset", "weather/rain.linkset.linkset"])
def test_what_is_not_there_has_no_link_set(second: Published, path: str) -> None:
    assert second.server.get(path).status_code == 404


# -- sizes


def test_headers_stay_below_8_kb(published: Published) -> None:
    for path in published.sorts.values():
        for entry in (None, *DOCUMENT_FORMATS):
            name = f"{path}.{entry.extension}" if entry else path
            headers = published.server.get(quote(name), follow=False).headers
            assert sum(len(f"{key}: {value}\r\n") for key, value in headers.items()) < MOST_BYTES


def test_what_does_not_fit_into_a_header_stands_in_the_link_set(second: Published) -> None:
    path = second.sorts["a long name"]
    page = signs(second, f"{path}.html")
    assert targets(page, "cite-as")
    assert not targets(page, "describedby")
    (linkset,) = targets(page, "linkset")
    listed = find_signposting_linkset(linkset).for_context(f"{address(second, path)}.html")
    assert len(targets(listed, "describedby")) == len(RDF_FORMATS)


# -- HTTP


def test_head_equals_get(published: Published) -> None:
    names = [
        name
        for path in published.sorts.values()
        for name in (path, *(f"{path}.{extension}" for extension in ("html", "ttl", "jsonld", "csv", "linkset")))
    ]
    services = ["", "dumps", "dumps/dataset.nq.gz", "dumps/SHA256SUMS", "sitemap.xml", "sitemap-1.xml", "robots.txt"]
    for name in [*names, *services, ".well-known/void", ".well-known/api-catalog"]:
        url = address(published, name)
        get, head = (requests.request(method, url, allow_redirects=False, timeout=20) for method in ("GET", "HEAD"))
        assert head.content == b""
        assert (head.status_code, compared(head)) == (get.status_code, compared(get)), name


def compared(response: requests.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items() if name.lower() != "date"}


@pytest.mark.parametrize("entry", DOCUMENT_FORMATS, ids=lambda entry: entry.extension)
def test_documents_say_where_they_are_and_of_which_day(published: Published, entry: Format) -> None:
    for path in published.sorts.values():
        response = published.server.get(f"{quote(path)}.{entry.extension}")
        assert response.headers["Content-Location"] == f"/{quote(path)}.{entry.extension}"
        assert response.headers.get("Last-Modified", "") == published.date


def test_only_tags_tell_whether_a_document_changed(first: Published) -> None:
    url = f"{first.server.url}iccpr/article/19/3/b.ttl"
    known = requests.get(url, timeout=20)
    later = {"If-Modified-Since": "Fri, 01 Mar 2024 12:00:00 GMT"}
    assert requests.get(url, headers=later, timeout=20).status_code == 200
    again = requests.get(url, headers={"If-None-Match": known.headers["ETag"]}, timeout=20)
    assert (again.status_code, again.headers["Content-Location"]) == (304, "/iccpr/article/19/3/b.ttl")
    assert requests.get(url, headers={**later, "If-None-Match": '"other"'}, timeout=20).status_code == 200


def test_the_first_page_leads_on(published: Published) -> None:
    found = find_signposting_http(published.server.url)
    assert targets(found, "cite-as") == {published.base + published.dataset}
    header = requests.head(published.server.url, timeout=20).headers["Link"]
    assert '</.well-known/api-catalog>; rel="api-catalog"' in header
