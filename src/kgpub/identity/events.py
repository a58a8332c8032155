"""The events in the life of a URI, as values. URIs are absolute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

REASONS = {
    "privacy": "to protect personal data",
    "safety": "to protect people",
    "error": "it should never have become a thing of the archive",
    "legal": "the law, a licence or a contract asks for it",
}
"""Why a URI may be withdrawn. All of this stands in the public tombstone, so none of it is about anybody."""


@dataclass(frozen=True)
class Minted:
    """A URI came into being: it names one thing for ever."""

    uri: str
    on: date

    @property
    def id(self) -> str:
        """What follows the last slash."""
        return id_of(self.uri)


@dataclass(frozen=True)
class Merging:
    """What had two URIs is one thing: `uri` stands for what `into` names."""

    uri: str
    into: str
    on: date


@dataclass(frozen=True)
class Splitting:
    """What had one URI is several things: `uri` does not say which of `into` is meant."""

    uri: str
    into: tuple[str, ...]
    on: date


@dataclass(frozen=True)
class Withdrawal:
    """Nothing is published of the thing any longer, for one of `REASONS`."""

    uri: str
    reason: str
    on: date


@dataclass(frozen=True)
class Undoing:
    """An earlier event does not count any longer. An undoing can be undone like any other."""

    what: Change
    on: date

    @property
    def uri(self) -> str:
        """The URI whose event is undone."""
        return self.what.uri


Deed = Merging | Splitting | Withdrawal
"""What changes what a URI stands for."""
Change = Deed | Undoing
"""What can be undone. A minting cannot: a URI that was given out stays so."""
Event = Minted | Change


def id_of(uri: str) -> str:
    """Give what follows the last slash."""
    return uri.rpartition("/")[2]


def targets(deed: Deed) -> tuple[str, ...]:
    """Give what a URI leads to because of a deed."""
    match deed:
        case Merging(into=into):
            return (into,)
        case Splitting(into=into):
            return into
        case Withdrawal():
            return ()


def depth(event: Event) -> int:
    """Give how many undoings are nested in an event."""
    found = 0
    while isinstance(event, Undoing):
        event, found = event.what, found + 1
    return found


def core(event: Change) -> Deed:
    """Give the deed that an undoing is about in the end."""
    while isinstance(event, Undoing):
        event = event.what
    return event
