"""What a server keeps for itself is one table: every route is in it, and the documentation lists it."""

from __future__ import annotations

import re
from typing import NoReturn

import pytest

from kgpub.config.reserved_paths import ENDINGS, RESERVED_PATHS, ending, reserved
from kgpub.web.app import create_app
from kgpub.web.front import READERS
from tests.servers import REPOSITORY

DOCUMENTATION = (REPOSITORY / "docs" / "configuration.md").read_text()


def routes() -> set[str]:
    def nothing() -> NoReturn:
        raise NotImplementedError

    rules = create_app(nothing, public_address="http://localhost/").url_map.iter_rules()
    found = {rule.rule.removeprefix("/") for rule in rules} | {path.decode().removeprefix("/") for path in READERS}
    return {re.sub("<[^>]*>", "1", rule) for rule in found if rule != "<path:_path>"}


def test_every_route_is_reserved() -> None:
    assert {route for route in routes() if reserved(route) is None} == set()


def test_every_reserved_path_has_a_route_or_is_kept_free() -> None:
    used = {entry for route in routes() if (entry := reserved(route))}
    kept = {entry for entry in RESERVED_PATHS if entry.use.startswith("kept free")}
    assert set(RESERVED_PATHS) - used == kept


@pytest.mark.parametrize("entry", RESERVED_PATHS, ids=lambda entry: entry.pattern or "the first page")
def test_every_reserved_path_is_documented(entry: object) -> None:
    assert f"| `/{entry.pattern}` | {entry.use} |" in DOCUMENTATION  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ENDINGS)
def test_every_ending_is_documented(name: str) -> None:
    assert f"`{name}`" in DOCUMENTATION


CASES = {
    "person/k5d8fc3h": ("", ""),
    "links": ("lists of what points to a thing", ""),
    "links/": ("", ""),
    "linksets": ("", ""),
    "a/links": ("", ""),
    "sparql/anything": ("what belongs to the SPARQL endpoint", ""),
    "sitemap-7.xml": ("sitemaps", ""),
    "Sparql": ("", ""),
    "letter.ttl": ("", ".ttl"),
    "letter.linkset": ("", ".linkset"),
    "letter.pdf": ("", ""),
}


@pytest.mark.parametrize(("path", "found"), CASES.items(), ids=CASES)
def test_what_is_reserved(path: str, found: tuple[str, str]) -> None:
    entry = reserved(path)
    assert (entry.use if entry else "", ending(path)) == found
