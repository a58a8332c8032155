"""The ledger: every event in the life of every minted URI, as text that git merges.

Grammar (ABNF, RFC 5234; dates as in RFC 3339)::

    ledger  = *( line LF )
    line    = comment / event / ""
    comment = "#" *VCHAR
    event   = date SP minted
    minted  = "minted" SP uri       ; relative to the archive's base, ends in an id, `kgpub.identity.ids`

An event begins with its date and its verb, whatever follows; a verb that this version does not know is a problem, so
that an old kgpub never publishes what a newer one withdrew. Lines are never changed or removed. They are written in
the order of their URIs: two branches that mint at random insert at different places, which git merges in silence, and
where the places touch, `merge=union` in .gitattributes keeps both sides. Such a merge may leave lines out of order, or
write a line that both sides had twice (git moves up to three common lines between two conflicts into them): reading
does not mind, and the next event that is written puts the file in order again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kgpub.errors import LedgerError, Place, Problem
from kgpub.identity.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEADER = """\
# The life of this archive's ids, one event a line. `kgpub mint` writes it; no line is ever changed or removed.
"""

EVENT = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2}) (?P<verb>[a-z]+) (?P<rest>\S+(?: \S+)*)")
FORM = "a line is DATE EVENT URI with one space between them, such as 2026-11-22 minted person/k5d8fc3z"


@dataclass(frozen=True)
class Minted:
    """A URI came into being: it names one thing for ever. `uri` is absolute."""

    uri: str
    on: date

    @property
    def id(self) -> str:
        """What follows the last slash."""
        return self.uri.rpartition("/")[2]


@dataclass(frozen=True)
class Ledger:
    """Every event, and the base that the file's URIs are relative to."""

    base: str
    events: tuple[Minted, ...] = ()
    comments: tuple[str, ...] = ()

    @cached_property
    def minted(self) -> dict[str, Minted]:
        """The event that made each URI."""
        return {event.uri: event for event in self.events}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id in use, whatever its kind."""
        return frozenset(event.id for event in self.events)

    def extended(self, events: Iterable[Minted]) -> Ledger:
        """Give the ledger with `events` as well."""
        return Ledger(self.base, (*self.events, *events), self.comments)

    def __str__(self) -> str:
        """Give the text of the file."""
        ordered = sorted(set(self.events), key=lambda event: (event.uri, event.on))
        lines = [f"{event.on} minted {event.uri.removeprefix(self.base)}" for event in ordered]
        return "".join(f"{line}\n" for line in (*self.comments, *lines))


def parse(text: str, *, base: str, shown: str) -> Ledger:
    """Read the text of a ledger that people know as `shown`.

    Raises:
        LedgerError: with every line that is not an event, or that mints an id for the second time.

    """
    read = [_line(line, base, Place(shown, number)) for number, line in _lines(text)]
    events = [item for item in read if isinstance(item, tuple)]
    problems = [item for item in read if isinstance(item, Problem)]
    problems += _duplicates(events)
    if problems:
        raise LedgerError(tuple(sorted(problems, key=lambda problem: problem.place.line)))
    comments = dict.fromkeys(line for line in text.splitlines() if line.startswith("#"))
    return Ledger(base, tuple(dict.fromkeys(event for event, _ in events)), tuple(comments))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        content = line.rstrip("\r")
        if content and not content.startswith("#"):
            yield number, content


def _line(line: str, base: str, place: Place) -> tuple[Minted, Place] | Problem:
    match = EVENT.fullmatch(line)
    if match is None:
        return Problem(place, f"this is not an event of the ledger: {FORM}")
    if match["verb"] != "minted":
        return Problem(place, f"'{match['verb']}' is an event that this version of kgpub does not know; update kgpub")
    try:
        on = date.fromisoformat(match["date"])
    except ValueError:
        return Problem(place, f"there is no day {match['date']}")
    return _minted(Minted(base + match["rest"], on), place)


def _minted(event: Minted, place: Place) -> tuple[Minted, Place] | Problem:
    if " " in event.uri or not is_id(event.id):
        return Problem(place, f"'{event.id}' is no id that kgpub minted: its form or its check character is wrong")
    return event, place


def _duplicates(events: list[tuple[Minted, Place]]) -> Iterator[Problem]:
    """Find ids that another event minted before, under whatever path: an id alone names one thing."""
    first: dict[str, tuple[Minted, Place]] = {}
    for event, place in events:
        other, other_place = first.setdefault(event.id, (event, place))
        if event != other:
            yield Problem(place, f"the id '{event.id}' was minted in line {other_place.line} already; mint a new one")
