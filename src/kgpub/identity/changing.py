"""Making the events that change what a URI stands for, where they fit its history.

Each function gives the events to be written: none where all is as it should be already. On another day an event is a
new line. What is done again on the day on which it was undone has its undoing undone, since its own line is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.errors import LedgerError, Place, Problem
from kgpub.identity.events import Merging, Splitting, Undoing, Withdrawal, core, depth, targets
from kgpub.identity.history import is_same
from kgpub.identity.ledger import MOST_UNDOINGS
from kgpub.identity.resolution import Merged, Split, Withdrawn
from kgpub.identity.resolving import resolve
from kgpub.identity.wording import did_you_mean, explained, listed, told, told_with_line, undo_commands

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kgpub.identity.events import Change, Deed, Event
    from kgpub.identity.history import History
    from kgpub.identity.ledger import Ledger


def merge(ledger: Ledger, uri: str, into: str, *, on: date) -> tuple[Change, ...]:
    """Let `uri` stand for what `into` names. Raises LedgerError where that does not fit."""
    return () if resolve(ledger, uri) == Merged(uri, into) else _done(ledger, Merging(uri, into, on))


def split(ledger: Ledger, uri: str, into: Sequence[str], *, on: date) -> tuple[Change, ...]:
    """Say that what `uri` named is several things. Raises LedgerError where that does not fit."""
    return _done(ledger, Splitting(uri, tuple(sorted(into)), on))


def withdraw(ledger: Ledger, uri: str, *, reason: str, on: date) -> tuple[Change, ...]:
    """Take a thing out of what is published, for one of REASONS. Raises LedgerError where that does not fit."""
    return () if isinstance(resolve(ledger, uri), Withdrawn) else _done(ledger, Withdrawal(uri, reason, on))


def undo(ledger: Ledger, uri: str, *, on: date, publish_again: bool = False) -> tuple[Change, ...]:
    """Undo what was done to `uri`. `publish_again` lets a thing return that was withdrawn with the survivor of a merge.

    Raises LedgerError where nothing is to be undone, or where it is not clear what.
    """
    deeds = [deed for deed in ledger.history.deeds if deed.uri == uri]
    if not deeds:
        raise _nothing_to_undo(ledger, uri)
    if not all(is_same(deed, deeds[0]) for deed in deeds):
        commands = undo_commands(ledger, deeds)
        raise _refusal(ledger, f"{listed(told_with_line(ledger, deed) for deed in deeds)}; undo one: {commands}")
    return _undone(ledger, deeds, on=on, publish_again=publish_again)


def undo_event(ledger: Ledger, event: Change, *, on: date, publish_again: bool = False) -> tuple[Change, ...]:
    """Undo one event, be it an undoing itself. See `undo`."""
    if event not in ledger.history.events:
        raise _refusal(ledger, f"the ledger has no line '{ledger.line(event)}'")
    if not ledger.history.is_in_force(event):
        raise _refusal(ledger, f"'{ledger.line(event)}' is undone already", event)
    return _undone(ledger, [event], on=on, publish_again=publish_again)


def _done(ledger: Ledger, deed: Deed) -> tuple[Change, ...]:
    """Give what makes a deed count, if it fits."""
    for uri in (deed.uri, *targets(deed)):
        if uri not in ledger.minted:
            raise _refusal(ledger, f"{ledger.relative(uri)} was never minted{did_you_mean(ledger, uri)}")
    other = ledger.history.counted.get(deed.uri)
    if other:
        if is_same(deed, other):
            return ()
        raise _refusal(ledger, _occupied(ledger, deed, other), other)
    for uri in targets(deed):
        if uri != deed.uri and uri in ledger.history.counted:
            raise _refusal(ledger, _closed(ledger, deed, uri), ledger.history.counted[uri])
    return _fitting(ledger, _on(ledger.history, deed, deed.on))


def _undone(ledger: Ledger, events: Sequence[Change], *, on: date, publish_again: bool) -> tuple[Change, ...]:
    new = _fitting(ledger, tuple(new for event in events for new in _off(ledger.history, event, on)))
    if not publish_again and not isinstance(core(events[0]), Withdrawal):
        _keep_withdrawn(ledger, ledger.extended(new))
    return new


def _keep_withdrawn(before: Ledger, after: Ledger) -> None:
    """Refuse that undoing something else publishes what is withdrawn now."""
    for uri, was in before.changed.items():
        if isinstance(was, Withdrawn) and not isinstance(resolve(after, uri), Withdrawn):
            name = before.relative(uri)
            message = (
                f"{name} is withdrawn ({was.reason}) because of what this would undo, and would be published again"
            )
            raise _refusal(before, f"{message}; if that is meant, add --publish-again; if not: `kgpub withdraw {name}`")


def _on(history: History, event: Change, on: date) -> tuple[Change, ...]:
    """Give what makes an event count: itself or, where it stands there undone, the undoing of its undoings."""
    if event not in history.events:
        return (event,)
    return tuple(
        new
        for undoing in history.undoings.get(event, ())
        if history.is_in_force(undoing)
        for new in _off(history, undoing, on)
    )


def _off(history: History, event: Change, on: date) -> tuple[Change, ...]:
    """Give what makes an event in force not count any longer. Each step nests deeper, so this ends."""
    return _on(history, Undoing(event, on), on)


def _fitting(ledger: Ledger, new: tuple[Change, ...]) -> tuple[Change, ...]:
    """Give events if nothing is contradicted that was not before."""
    if any(depth(event) > MOST_UNDOINGS for event in new):
        raise _refusal(ledger, "this was done and undone too often on one day; leave it for tomorrow")
    known = {contradiction.event for contradiction in ledger.history.contradictions}
    after = ledger.extended(new)
    for contradiction in after.history.contradictions:
        if contradiction.event not in known:
            raise _refusal(ledger, explained(after, contradiction).message)
    return new


def _occupied(ledger: Ledger, deed: Deed, other: Deed) -> str:
    """Say why a URI is not open to a deed, and what may have been meant."""
    uri = ledger.relative(deed.uri)
    undo_first = f"undo that first: `kgpub undo {uri}`"
    if isinstance(deed, Withdrawal):
        return f"{told(ledger, other)}; withdraw what it stands for instead, or {undo_first}"
    return f"{told(ledger, other)} already; {undo_first}"


def _closed(ledger: Ledger, deed: Deed, target: str) -> str:
    """Say why nothing can be led to a target that is not active, and what may have been meant."""
    uri, name = ledger.relative(deed.uri), ledger.relative(target)
    match resolve(ledger, target):
        case Merged(into=into) if into == deed.uri:
            return f"{name} stands for {uri}; for the other way round, undo that first: `kgpub undo {name}`"
        case Merged(into=into):
            return f"{name} was merged and stands for {ledger.relative(into)} now; take that instead"
        case Split(into=into):
            return f"{name} was split; take one of {listed(map(ledger.relative, into))} instead"
        case _:
            return f"{name} was withdrawn, so {uri} would be too; if that is meant: `kgpub withdraw {uri}`"


def _nothing_to_undo(ledger: Ledger, uri: str) -> LedgerError:
    name = ledger.relative(uri)
    if uri not in ledger.minted:
        return _refusal(ledger, f"{name} was never minted{did_you_mean(ledger, uri)}")
    undoings = [event for event in ledger.events if isinstance(event, Undoing) and event.uri == uri]
    standing = [event for event in undoings if ledger.history.is_in_force(event)]
    if not standing:
        return _refusal(ledger, f"{name} was neither merged nor split nor withdrawn")
    return _refusal(ledger, f"all that was done to {name} is undone; to undo that: {undo_commands(ledger, standing)}")


def _refusal(ledger: Ledger, message: str, event: Event | None = None) -> LedgerError:
    place = ledger.place(event) if event else Place(ledger.shown)
    return LedgerError((Problem(place, message),))
