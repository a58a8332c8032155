"""Events and their contradictions in words, with the lines they stand in and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kgpub.identity.events import Merging, Splitting, Withdrawal, id_of
from kgpub.identity.history import Circle, Clash, NotMinted, NotThere, OtherKind, Pointless, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgpub.errors import Place
    from kgpub.identity.events import Change, Deed
    from kgpub.identity.history import Contradiction
    from kgpub.identity.ledger import Ledger


@dataclass(frozen=True)
class Explanation:
    """A contradiction as people read it: where the event stands that is not counted, why, and what to do."""

    place: Place
    message: str
    help: str


def explained(ledger: Ledger, contradiction: Contradiction) -> Explanation:
    """Put a contradiction into words."""
    event = contradiction.event
    message, help_ = _message(ledger, contradiction), f"undo it: {undo_commands(ledger, (event,))}"
    match contradiction:
        case Clash(event=Merging(into=into), other=Withdrawal() as other):
            both = f"if {ledger.relative(into)} is meant too, withdraw it as well; then "
            help_ = f"{both}undo one of the two: {undo_commands(ledger, (event, other))}"
        case Clash(other=other):
            help_ = f"undo one of the two: {undo_commands(ledger, (event, other))}"
        case Circle(others=others):
            help_ = f"undo one of them: {undo_commands(ledger, (event, *others))}"
        case NotThere():
            help_ = "put the line back that it undoes; no line of the ledger is ever removed"
    return Explanation(ledger.place(event), message, help_)


def _message(ledger: Ledger, contradiction: Contradiction) -> str:
    event, relative = contradiction.event, ledger.relative
    match contradiction:
        case NotThere():
            return f"the ledger has no line '{ledger.line(contradiction.event.what)}' that could be undone"
        case NotMinted(uri=uri):
            return f"{relative(uri)} was never minted{did_you_mean(ledger, uri)}"
        case OtherKind(uri=uri):
            return f"{relative(uri)} is of another kind than {relative(event.uri)}"
        case Pointless():
            return f"{relative(event.uri)} leads to itself, or to one thing twice"
        case Clash(other=other):
            return f"{told(ledger, contradiction.event)}, but {told_with_line(ledger, other)}"
        case Circle(others=others):
            ways = " and ".join(told_with_line(ledger, other) for other in others)
            return f"{told(ledger, contradiction.event)}, which closes a circle: {ways}"


def told(ledger: Ledger, deed: Deed) -> str:
    """Say what was done."""
    uri = ledger.relative(deed.uri)
    match deed:
        case Merging(into=into):
            return f"{uri} was merged into {ledger.relative(into)}"
        case Splitting(into=into):
            return f"{uri} was split into {listed(map(ledger.relative, into))}"
        case Withdrawal(reason=reason):
            return f"{uri} was withdrawn ({reason})"


def told_with_line(ledger: Ledger, deed: Deed) -> str:
    """Say what was done, and where that is written."""
    line = ledger.place(deed).line
    return told(ledger, deed) + (f" (line {line})" if line else "")


def undo_commands(ledger: Ledger, events: Iterable[Change]) -> str:
    """Give the commands that undo one of these events."""
    return " or ".join(f"`kgpub undo {ledger.line(event)}`" for event in events)


def listed(words: Iterable[str]) -> str:
    """Give words as a list in a sentence."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def did_you_mean(ledger: Ledger, uri: str) -> str:
    """Give the minted URI that is nearest to an unknown one, as the end of a sentence, or nothing."""
    found = nearest(ledger, uri)
    return f"; did you mean {ledger.relative(found)}?" if found else ""


def nearest(ledger: Ledger, uri: str) -> str | None:
    """Give the minted URI that is nearest: the same id under another path, else an id like it of the same kind."""
    known = {event.id: event.uri for event in ledger.minted.values()}
    id_ = id_of(uri).lower()
    if id_ in known:
        return known[id_]
    same_kind = [name for name, other in known.items() if kind_of(other) == kind_of(uri)]
    close = get_close_matches(id_, same_kind or known, n=1)
    return known[close[0]] if close else None
