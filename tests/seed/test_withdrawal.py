"""Whoever of this archive's people is withdrawn, nothing is left that was said of them alone, and no name of theirs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kgpub import config, identity
from kgpub.build import disclose
from tests.servers import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.build import Disclosure

TODAY = date(2030, 1, 1)
SETTINGS = config.load(REPOSITORY)
ARCHIVE = config.open_archive(SETTINGS)
LEDGER = identity.parse((REPOSITORY / "ledger.txt").read_text(encoding="utf-8"), base=SETTINGS.base, shown="ledger.txt")
PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in SETTINGS.prefixes.items())
ABOUT_NOBODY = (
    "?s a kg:Charge FILTER NOT EXISTS { ?s kg:chargedPerson ?o }",
    "?s a kg:StatusChange FILTER NOT EXISTS { ?s kg:statusOf ?o }",
    "?s a kg:Recognition FILTER NOT EXISTS { ?s kg:recognises ?o }",
    "?s a ?class . ?class rdfs:subClassOf* kg:Assertion FILTER NOT EXISTS { ?s kg:assertedIn ?o }",
    "?s a skosxl:Label FILTER NOT EXISTS { ?o ?p ?s }",
)


def people() -> list[str]:
    return sorted(uri for uri in LEDGER.minted if uri.startswith(f"{SETTINGS.base}person/"))


def withdrawn(uri: str) -> Disclosure:
    ledger = LEDGER.extended(identity.withdraw(LEDGER, uri, reason="privacy", on=TODAY))
    return disclose(SETTINGS, ARCHIVE, today=TODAY, ledger=ledger)


@pytest.mark.parametrize("uri", people(), ids=lambda uri: uri.rpartition("/")[2])
def test_nothing_is_left_that_was_about_a_withdrawn_person_alone(uri: str) -> None:
    disclosure = withdrawn(uri)
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in disclosure.quads)
    for pattern in ABOUT_NOBODY:
        assert not bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}")), pattern
    assert list(store.quads_for_pattern(NamedNode(uri), None, None)) == []
    assert list(store.quads_for_pattern(None, None, NamedNode(uri))) == []
    assert not disclosure.left_out.nameless
    whole = [item for item in disclosure.left_out.seen if " " in item.name]
    assert not [item for item in whole if any(item.name in text for text in texts(disclosure))]


def texts(disclosure: Disclosure) -> Iterator[str]:
    return (quad.object.value for quad in disclosure.quads if isinstance(quad.object, Literal))


def test_what_goes_with_a_person_is_answered_for_unless_its_uri_has_the_name() -> None:
    before = documents(disclose(SETTINGS, ARCHIVE, today=TODAY))
    for uri in people():
        disclosure = withdrawn(uri)
        lost = before - documents(disclosure)
        answered = {tombstone.uri for tombstone in disclosure.tombstones} | {uri}
        with_name = [shown for shown in disclosure.left_out.spelled if shown.startswith(SETTINGS.base)]
        assert len(lost - answered) == len(with_name)
        assert answered <= lost


def documents(disclosure: Disclosure) -> set[str]:
    """Give the archive's own documents in which something is said."""
    subjects = {quad.subject.value for quad in disclosure.quads if isinstance(quad.subject, NamedNode)}
    return {uri.partition("#")[0] for uri in subjects if uri.startswith(SETTINGS.base)}
