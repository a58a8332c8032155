"""What points to crowded things, read from the database of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad

from kgpub.errors import ReleaseError
from kgpub.publication.crowds import CROWD, Crowds, database

if TYPE_CHECKING:
    from pathlib import Path

HUB, P, Q = NamedNode("urn:hub"), NamedNode("urn:p"), NamedNode("urn:q")
MEMBERS = [f"urn:member:{number:03}" for number in range(CROWD + 50)]
GRAPHS = [NamedNode("urn:g:1"), NamedNode("urn:g:2")]


def quads() -> list[Quad]:
    """A hub that very many point to by one property and few by another, and a thing that is just not crowded."""
    crowd = [Quad(NamedNode(uri), P, HUB, graph) for uri in reversed(MEMBERS) for graph in GRAPHS]
    few = [Quad(NamedNode(uri), Q, HUB, GRAPHS[0]) for uri in MEMBERS[:3]]
    unnamed = [Quad(BlankNode(), P, HUB, GRAPHS[0]) for _ in range(5)]
    quiet = [Quad(NamedNode(uri), P, NamedNode("urn:quiet"), GRAPHS[0]) for uri in MEMBERS[:CROWD]]
    return [*crowd, *few, *unnamed, *quiet]


@pytest.fixture
def crowds(tmp_path: Path) -> Crowds:
    path = tmp_path / "crowds.sqlite"
    path.write_bytes(database(quads()))
    return Crowds(path)


def test_named_things_are_counted_once_by_property(crowds: Crowds) -> None:
    assert crowds.counts("urn:hub") == [("urn:p", len(MEMBERS)), ("urn:q", 3)]


@pytest.mark.parametrize("uri", ["urn:quiet", "urn:nothing", "", "' OR 1=1 --"])
def test_what_is_not_crowded_is_not_there(crowds: Crowds, uri: str) -> None:
    assert crowds.counts(uri) == []
    assert crowds.members(uri, "urn:p", offset=0, limit=10) == []


@pytest.mark.parametrize(("offset", "limit"), [(0, 10), (5, 100), (140, 100), (150, 10), (0, 1000)])
def test_members_come_in_the_order_of_their_uris(crowds: Crowds, offset: int, limit: int) -> None:
    assert crowds.members("urn:hub", "urn:p", offset=offset, limit=limit) == MEMBERS[offset : offset + limit]


def test_the_same_quads_give_the_same_bytes() -> None:
    assert database(quads()) == database(list(reversed(quads())))


@pytest.mark.parametrize("content", [None, b"", b"no database at all, but some bytes" * 100])
def test_a_damaged_database_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "crowds.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReleaseError, match="build again"):
        Crowds(path).counts("urn:hub")
