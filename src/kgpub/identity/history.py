"""What counts of all the events: nothing that was undone, and nothing that does not fit what came before it.

Two branches can each do what is right and contradict each other when git joins them. What a URI stands for must be
defined even then, for every order of the lines. So events are taken by their dates (by their words on one day),
withdrawals before all others since a doubt must not publish anything; one that does not fit those before it is not
counted, and is a contradiction that the check tells of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kgpub.identity.events import Deed, Event, Minted, Splitting, Undoing, Withdrawal, targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kgpub.identity.events import Change


@dataclass(frozen=True)
class NotThere:
    """An undoing of what the ledger does not have."""

    event: Undoing


@dataclass(frozen=True)
class NotMinted:
    """A deed that names a URI which was never minted."""

    event: Deed
    uri: str


@dataclass(frozen=True)
class OtherKind:
    """A deed that leads to a thing of another kind."""

    event: Deed
    uri: str


@dataclass(frozen=True)
class Pointless:
    """A deed that leads from a URI to itself, or to one thing twice."""

    event: Deed


@dataclass(frozen=True)
class Clash:
    """A deed on a URI that another one had changed before, in another way."""

    event: Deed
    other: Deed


@dataclass(frozen=True)
class Circle:
    """A deed after which a URI would lead back to itself, by way of `others`."""

    event: Deed
    others: tuple[Deed, ...]


Contradiction = NotThere | NotMinted | OtherKind | Pointless | Clash | Circle


class History:
    """The events of one ledger, and what counts of them."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = dict.fromkeys(events)
        self.minted = {event.uri: event for event in self.events if isinstance(event, Minted)}

    @cached_property
    def undoings(self) -> Mapping[Change, tuple[Undoing, ...]]:
        """Give what undoes each event, whether it counts or not."""
        found: dict[Change, tuple[Undoing, ...]] = {}
        for event in self.events:
            if isinstance(event, Undoing):
                found[event.what] = (*found.get(event.what, ()), event)
        return found

    def is_in_force(self, event: Event) -> bool:
        """Tell whether an event is there and not undone. Each undoing is longer than what it undoes, so this ends."""
        if event not in self.events:
            return False
        return isinstance(event, Minted) or not any(map(self.is_in_force, self.undoings.get(event, ())))

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """Give what was done and not undone, in the order in which it is counted."""
        done = (event for event in self.events if isinstance(event, Deed) and self.is_in_force(event))
        return tuple(sorted(done, key=_order))

    @cached_property
    def counted(self) -> Mapping[str, Deed]:
        """Give the one deed that says what a URI stands for; URIs that nothing was done to are left out."""
        return self._counting[0]

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Give what is not counted though nobody undid it, and why."""
        lost = (event for event in self.events if isinstance(event, Undoing) and event.what not in self.events)
        return (*map(NotThere, lost), *self._counting[1])

    @cached_property
    def ends(self) -> Mapping[str, tuple[str, ...]]:
        """Give, for each URI to which something was done, where all the ways from it end, sorted."""
        found: dict[str, tuple[str, ...]] = {}
        for uri in self.counted:
            waiting = [uri]
            while waiting:
                further = self._further(waiting[-1])
                if unknown := [target for target in further if target not in found]:
                    waiting.extend(unknown)
                else:
                    step = waiting.pop()
                    found[step] = tuple(sorted({end for target in further for end in found[target]})) or (step,)
        return found

    def _further(self, uri: str) -> tuple[str, ...]:
        deed = self.counted.get(uri)
        return targets(deed) if deed else ()

    @cached_property
    def _counting(self) -> tuple[Mapping[str, Deed], tuple[Contradiction, ...]]:
        counted: dict[str, Deed] = {}
        found: list[Contradiction] = []
        for deed in self.deeds:
            contradiction = self._misfit(deed) or _clash(deed, counted) or _circle(deed, counted)
            if contradiction:
                found.append(contradiction)
            else:
                counted.setdefault(deed.uri, deed)
        return counted, tuple(found)

    def _misfit(self, deed: Deed) -> Contradiction | None:
        """Give what is wrong with a deed whatever else happened."""
        named = (deed.uri, *targets(deed))
        missing = next((uri for uri in named if uri not in self.minted), None)
        if missing:
            return NotMinted(deed, missing)
        if len(set(named)) < len(named):
            return Pointless(deed)
        other = next((uri for uri in named if kind_of(uri) != kind_of(deed.uri)), None)
        return OtherKind(deed, other) if other else None


def kind_of(uri: str) -> str:
    """Give what all URIs of one kind begin with."""
    return uri.rpartition("/")[0]


def is_same(one: Deed, other: Deed) -> bool:
    """Tell whether two deeds on a URI come to the same, on whatever days, for whatever reason."""
    return type(one) is type(other) and set(targets(one)) == set(targets(other))


def _order(deed: Deed) -> tuple[object, ...]:
    reason = deed.reason if isinstance(deed, Withdrawal) else ""
    return not isinstance(deed, Withdrawal), deed.on, deed.uri, isinstance(deed, Splitting), targets(deed), reason


def _clash(deed: Deed, counted: Mapping[str, Deed]) -> Clash | None:
    other = counted.get(deed.uri)
    return Clash(deed, other) if other and not is_same(deed, other) else None


def _circle(deed: Deed, counted: Mapping[str, Deed]) -> Circle | None:
    """Look for a way back from where a deed leads to. What is counted has no circle, so this ends."""
    if deed.uri in counted:
        return None
    steps: dict[str, Deed | None] = dict.fromkeys(targets(deed))
    waiting = list(steps)
    while waiting:
        step = counted.get(waiting.pop())
        for uri in targets(step) if step else ():
            if uri not in steps:
                steps[uri] = step
                waiting.append(uri)
    return Circle(deed, tuple(_way(steps, deed.uri))) if deed.uri in steps else None


def _way(steps: Mapping[str, Deed | None], end: str) -> Iterator[Deed]:
    """Give the deeds that lead to `end`, the last first."""
    while step := steps[end]:
        yield step
        end = step.uri
