from __future__ import annotations

import pytest

from kgpub.publication.resources import Resources, fragments

BASE = "https://thesaurus.example/"
RESOURCES = Resources(BASE, {BASE + "terms": (BASE + "terms#a", BASE + "terms#b")})


@pytest.mark.parametrize(
    ("uri", "owned"),
    [
        (BASE, True),
        (BASE + "a", True),
        (BASE + "a#b", True),
        ("https://thesaurus.example", False),
        ("https://thesaurus.example.org/", False),
        ("http://thesaurus.example/", False),
        ("https://other.example/https://thesaurus.example/", False),
    ],
)
def test_what_begins_with_the_base_is_the_archives_own(uri: str, owned: bool) -> None:
    assert RESOURCES.owns(uri) == owned


def test_a_document_describes_its_thing_and_its_fragments() -> None:
    assert RESOURCES.described_with(BASE + "terms") == (BASE + "terms", BASE + "terms#a", BASE + "terms#b")
    assert RESOURCES.described_with(BASE + "a") == (BASE + "a",)


def test_a_host_answers_for_a_uri_at_its_path() -> None:
    assert [RESOURCES.path(uri) for uri in (BASE, BASE + "a/b", BASE + "a#b")] == ["/", "/a/b", "/a#b"]


def test_a_path_never_leads_to_another_host() -> None:
    assert RESOURCES.path(BASE + "/other.example/a") == "/.//other.example/a"


def test_fragments_are_sorted_by_their_document() -> None:
    uris = [BASE + "b#2", BASE + "b#1", BASE + "a#", BASE + "c", BASE + "b#1", BASE + "d#e#f"]
    assert fragments(uris) == {
        BASE + "a": [BASE + "a#"],
        BASE + "b": [BASE + "b#1", BASE + "b#2"],
        BASE + "d": [BASE + "d#e#f"],
    }
