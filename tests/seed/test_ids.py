"""Ids in the data and ids in the ledger are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.identity import is_id

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kgpub.config import Config
    from kgpub.identity import Ledger

SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def iri(term: object) -> str:
    """Give the IRI of a named node; of any other term what is none."""
    return str(term).strip("<>")


def minted_in(quads: list[Quad], settings: Config) -> set[str]:
    paths = tuple(settings.base + kind.path for kind in settings.identity.kinds)
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    return {term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(paths)}


def test_every_id_of_the_data_is_in_the_ledger_and_every_id_of_the_ledger_in_the_data(
    quads: list[Quad], settings: Config, ledger: Ledger
) -> None:
    found = minted_in(quads, settings)
    assert found == set(ledger.minted)
    assert len(found) == 87


def test_every_minted_id_has_its_check_character(ledger: Ledger) -> None:
    assert all(is_id(event.id) for event in ledger.minted.values())
    assert len(ledger.ids) == len(ledger.minted)


def test_every_minted_thing_is_described_and_has_the_class_of_its_kind(
    quads: list[Quad], settings: Config, ledger: Ledger
) -> None:
    classes = {iri(quad.subject): iri(quad.object) for quad in quads if iri(quad.predicate) == RDF_TYPE}
    narrower = {iri(quad.subject): iri(quad.object) for quad in quads if iri(quad.predicate) == SUBCLASS}
    kinds = {settings.base + kind.path: kind.class_uri for kind in settings.identity.kinds}
    for uri in ledger.minted:
        expected = kinds[uri[: uri.rindex("/") + 1]]
        assert expected in {classes[uri], narrower.get(classes[uri])}


def test_the_ledger_is_in_order(settings: Config, ledger: Ledger) -> None:
    assert (settings.root / settings.identity.ledger).read_text() == str(ledger)
