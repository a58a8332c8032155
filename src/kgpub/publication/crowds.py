"""Things that very many others point to: who does, counted and in order, without asking the engine.

What an engine needs to count or to sort the links to a thing grows with their number. So a build writes down those of
crowded things once, into a small database that every web process reads: a page of them costs the same wherever it is.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kgpub.errors import ReleaseError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import Quad

CROWD = 100
"""More named things than this that point to another by one property are a crowd."""

_SCHEMA = """
CREATE TABLE list (id INTEGER PRIMARY KEY, thing TEXT NOT NULL, property TEXT NOT NULL, length INTEGER NOT NULL);
CREATE UNIQUE INDEX list_of ON list (thing, property);
CREATE TABLE member (list INTEGER, position INTEGER, uri TEXT NOT NULL, PRIMARY KEY (list, position)) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Crowds:
    """The database of a release."""

    path: Path

    def counts(self, thing: str) -> list[tuple[str, int]]:
        """Give how many named things point to a crowded one, by property; nothing where it is not crowded."""
        query = "SELECT property, length FROM list WHERE thing = ? ORDER BY property"
        return [(uri, length) for uri, length in self._rows(query, thing)]

    def members(self, thing: str, by: str, *, offset: int, limit: int) -> list[str]:
        """Give some of the named things that point to a crowded one by a property, in the order of their URIs."""
        query = """SELECT member.uri FROM list JOIN member ON member.list = list.id
            WHERE thing = ? AND property = ? AND position >= ? AND position < ? ORDER BY position"""
        return [uri for (uri,) in self._rows(query, thing, by, offset, offset + limit)]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        # One connection a question: web processes have many threads, and opening takes less than asking.
        try:
            with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
                return connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise ReleaseError(f"{self.path} is missing or damaged. Delete the release and build again.") from error


def database(quads: Collection[Quad]) -> bytes:
    """Write the database of all crowded things: the same quads, the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crowds"
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(_SCHEMA)
            for number, (thing, by, members) in enumerate(_lists(quads)):
                connection.execute("INSERT INTO list VALUES (?, ?, ?, ?)", (number, thing, by, len(members)))
                rows = ((number, position, uri) for position, uri in enumerate(members))
                connection.executemany("INSERT INTO member VALUES (?, ?, ?)", rows)
        return path.read_bytes()


def _lists(quads: Collection[Quad]) -> Iterator[tuple[str, str, list[str]]]:
    """Give each list of a crowded thing, also its short ones: an engine that counts goes through all."""
    links: dict[tuple[str, str], set[str]] = {}
    crowded = _crowded(quads)
    for quad in quads:
        match quad.subject, quad.object:
            case NamedNode() as subject, NamedNode() as thing if thing.value in crowded:
                links.setdefault((thing.value, quad.predicate.value), set()).add(subject.value)
    for (thing_uri, by), members in sorted(links.items()):
        yield thing_uri, by, sorted(members)


def _crowded(quads: Collection[Quad]) -> set[str]:
    counted: Counter[tuple[str, str]] = Counter()
    for quad in quads:
        match quad.subject, quad.object:
            case NamedNode(), NamedNode() as thing:
                counted[thing.value, quad.predicate.value] += 1
    return {thing for (thing, _), number in counted.items() if number > CROWD}
