"""The ledger: every event in the life of every minted URI, as text that git merges.

Grammar (ABNF, RFC 5234; dates as in RFC 3339)::

    ledger    = *( line LF )
    line      = comment / event / ""
    comment   = "#" *VCHAR
    event     = minted / change
    minted    = date SP "minted" SP uri             ; relative to the archive's base, ends in an id, `identity.ids`
    change    = merged / split / withdrawn / undone
    merged    = date SP "merged" SP uri SP uri      ; the first stands for what the second names
    split     = date SP "split" SP uri 2*( SP uri ) ; the first does not say which of the others is meant
    withdrawn = date SP "withdrawn" SP uri SP reason
    reason    = "privacy" / "safety" / "error" / "legal"
    undone    = date SP "undone" SP change          ; the whole line that does not count any longer

An event begins with its date and its verb, whatever follows; a verb or a reason that this version does not know is a
problem, so that an old kgpub never publishes what a newer one withdrew. An undoing quotes the line that it undoes, so
no clock is needed to know what came first, and what is done again on the same day is the undoing of an undoing.

Lines are never changed or removed. They are written in the order of their URIs: two branches that mint at random
insert at different places, which git merges in silence, and where the places touch, `merge=union` in .gitattributes
keeps both sides. Such a merge may leave lines out of order, or write a line that both sides had twice (git moves up to
three common lines between two conflicts into them): reading does not mind, and the next event that is written puts the
file in order again. What two branches did may contradict each other: `kgpub.identity.history`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kgpub.errors import LedgerError, Place, Problem
from kgpub.identity.events import REASONS, Merging, Minted, Splitting, Undoing, Withdrawal, depth, id_of, targets
from kgpub.identity.history import History
from kgpub.identity.ids import is_id
from kgpub.identity.resolution import Merged, resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kgpub.identity.events import Change, Deed, Event
    from kgpub.identity.resolution import Resolution

HEADER = """\
# The life of this archive's ids, one event a line. kgpub writes it; no line is ever changed or removed.
"""

EVENT = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2}) (?P<verb>[a-z]+) (?P<rest>\S+(?: \S+)*)")
FORM = "a line is DATE EVENT URI with one space between them, such as 2026-11-22 minted person/k5d8fc3h"
MOST_UNDOINGS = 50
"""Undoings of undoings in one line. Only what is done again on the same day nests."""


class _NoEvent(Exception):
    """A line is not an event; the message says why."""


@dataclass(frozen=True)
class Ledger:
    """Every event, and the base that the file's URIs are relative to."""

    base: str
    events: tuple[Event, ...] = ()
    comments: tuple[str, ...] = ()
    shown: str = field(default="the ledger", compare=False)
    """The file as people know it."""
    lines: Mapping[Event, int] = field(default_factory=dict, compare=False, repr=False)
    """The number of the line that each event stands in."""

    @cached_property
    def history(self) -> History:
        """Give what counts of the events."""
        return History(self.events)

    @cached_property
    def changed(self) -> Mapping[str, Resolution]:
        """Give what every minted URI stands for that is not active, in the order of the URIs."""
        return {uri: resolved(self.history, uri) for uri in sorted(self.history.counted)}

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Give the URIs that were merged into each survivor, at whatever remove, sorted."""
        found: dict[str, list[str]] = {}
        for uri, resolution in self.changed.items():
            if isinstance(resolution, Merged):
                found.setdefault(resolution.into, []).append(uri)
        return {into: tuple(uris) for into, uris in found.items()}

    @property
    def minted(self) -> Mapping[str, Minted]:
        """The event that made each URI."""
        return self.history.minted

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id in use, whatever its kind."""
        return frozenset(event.id for event in self.minted.values())

    def extended(self, events: Iterable[Event]) -> Ledger:
        """Give the ledger with `events` as well."""
        return Ledger(self.base, (*self.events, *events), self.comments, self.shown, self.lines)

    def relative(self, uri: str) -> str:
        """Give a URI as the file writes it."""
        return uri.removeprefix(self.base)

    def line(self, event: Event) -> str:
        """Give an event as the file writes it."""
        match event:
            case Minted():
                words: tuple[str, ...] = ("minted", event.uri)
            case Merging():
                words = ("merged", event.uri, event.into)
            case Splitting():
                words = ("split", event.uri, *event.into)
            case Withdrawal():
                words = ("withdrawn", event.uri, event.reason)
            case Undoing():
                words = ("undone", self.line(event.what))
        return " ".join([str(event.on), *map(self.relative, words)])

    def place(self, event: Event) -> Place:
        """Give where an event stands."""
        return Place(self.shown, self.lines.get(event, 0))

    def __str__(self) -> str:
        """Give the text of the file."""
        ordered = sorted(set(self.events), key=lambda event: (event.uri, event.on, depth(event), self.line(event)))
        return "".join(f"{line}\n" for line in (*self.comments, *map(self.line, ordered)))


def parse(text: str, *, base: str, shown: str) -> Ledger:
    """Read the text of a ledger that people know as `shown`.

    Raises:
        LedgerError: with every line that is not an event, or that mints an id for the second time. Events that
            contradict each other are no problem here: an undoing can mend them.

    """
    lines: dict[Event, int] = {}
    minted: dict[str, Minted] = {}
    problems: list[Problem] = []
    for number, line in _lines(text):
        try:
            event = _event(line, base)
            _mint_once(event, minted, lines)
            lines.setdefault(event, number)
        except _NoEvent as fault:
            problems.append(Problem(Place(shown, number), str(fault)))
    if problems:
        raise LedgerError(tuple(problems))
    comments = dict.fromkeys(line for line in text.splitlines() if line.startswith("#"))
    return Ledger(base, tuple(lines), tuple(comments), shown, lines)


def parse_line(line: str, *, base: str, shown: str) -> Event:
    """Read one event that people wrote at `shown`. Raises LedgerError."""
    try:
        return _event(line, base)
    except _NoEvent as fault:
        raise LedgerError((Problem(Place(shown), str(fault)),)) from None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        content = line.rstrip("\r")
        if content and not content.startswith("#"):
            yield number, content


def _event(line: str, base: str) -> Event:
    """Read a line; undoings are taken from the outside inwards."""
    undone: list[date] = []
    on, verb, rest = _words(line)
    while verb == "undone":
        undone.append(on)
        on, verb, rest = _words(rest)
    if len(undone) > MOST_UNDOINGS:
        raise _NoEvent(f"more than {MOST_UNDOINGS} undoings of undoings in one line")
    if verb == "minted":
        return _minted(on, rest, base, is_undone=bool(undone))
    event = _change(on, verb, rest.split(), base)
    while undone:
        event = Undoing(event, undone.pop())
    return event


def _words(line: str) -> tuple[date, str, str]:
    match = EVENT.fullmatch(line)
    if match is None:
        raise _NoEvent(f"this is not an event of the ledger: {FORM}")
    day, verb, rest = match.groups()
    try:
        return _day(day), verb, rest
    except ValueError:
        raise _NoEvent(f"there is no day {day}") from None


@cache
def _day(text: str) -> date:
    """Read a day; many things are minted on one."""
    return date.fromisoformat(text)


def _minted(on: date, rest: str, base: str, *, is_undone: bool) -> Minted:
    if " " in rest:
        raise _NoEvent(_form("minted"))
    _must_be_id(id_of(rest))
    if is_undone:
        raise _NoEvent("a minting cannot be undone, since others may have the URI; withdraw it instead")
    return Minted(base + rest, on)


def _change(on: date, verb: str, words: list[str], base: str) -> Change:
    """Give the event that is neither a minting nor an undoing."""
    uris = [base + word for word in words]
    match verb, uris:
        case "merged", [uri, into]:
            event: Deed = Merging(uri, into, on)
        case "split", [uri, _, _, *_]:
            event = Splitting(uri, tuple(uris[1:]), on)
        case "withdrawn", [uri, _]:
            event = Withdrawal(uri, words[1], on)
        case "merged" | "split" | "withdrawn", _:
            raise _NoEvent(_form(verb))
        case _:
            raise _NoEvent(f"'{verb}' is an event that this version of kgpub does not know; update kgpub")
    return _checked(event)


def _form(verb: str) -> str:
    return f"this is not an event of the ledger: a line is DATE {_FORMS[verb]}"


_FORMS = {
    "minted": "minted URI",
    "merged": "merged URI INTO",
    "split": "split URI INTO INTO, with two or more to split into",
    "withdrawn": "withdrawn URI REASON",
}


def _checked(event: Deed) -> Deed:
    if isinstance(event, Withdrawal) and event.reason not in REASONS:
        known = ", ".join(REASONS)
        raise _NoEvent(f"'{event.reason}' is no reason that this version of kgpub knows ({known}); update kgpub")
    for uri in (event.uri, *targets(event)):
        _must_be_id(id_of(uri))
    return event


def _must_be_id(name: str) -> None:
    if not is_id(name):
        raise _NoEvent(f"'{name}' is no id that kgpub minted: its form or its check character is wrong")


def _mint_once(event: Event, minted: dict[str, Minted], lines: Mapping[Event, int]) -> None:
    """Refuse an id that another event minted before, under whatever path: an id alone names one thing."""
    if isinstance(event, Minted):
        other = minted.setdefault(event.id, event)
        if other is not event and other != event:
            raise _NoEvent(f"the id '{event.id}' was minted in line {lines[other]} already; mint a new one")
