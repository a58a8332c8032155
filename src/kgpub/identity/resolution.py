"""What a minted URI stands for now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub.identity.events import Withdrawal

if TYPE_CHECKING:
    from datetime import date

    from kgpub.identity.history import History


@dataclass(frozen=True)
class Active:
    """The URI names the thing it was minted for."""

    uri: str
    minted: date


@dataclass(frozen=True)
class Merged:
    """The URI stands for the thing that `into` names, which is active."""

    uri: str
    into: str


@dataclass(frozen=True)
class Split:
    """What the URI named is several things. `into` are those that are active, sorted: one at least.

    It is a single one where the others were withdrawn; even so, it need not be what was meant.
    """

    uri: str
    into: tuple[str, ...]


@dataclass(frozen=True)
class Withdrawn:
    """Nothing is published of the thing. The day is nobody's business: `month` is such as 2026-12."""

    uri: str
    reason: str
    month: str


@dataclass(frozen=True)
class Unknown:
    """The ledger has no such URI: it was never minted, or its kind is not minted at all."""

    uri: str


Resolution = Active | Merged | Split | Withdrawn | Unknown


def resolved(history: History, uri: str) -> Resolution:
    """Give what the absolute `uri` stands for by what counts of all events.

    A URI that was merged stands for what the survivor stands for: it is withdrawn or split with it. Parts of a split
    that were withdrawn are left out; with all of them, the whole is withdrawn. Parts that became one are a merge.
    """
    if uri not in history.minted:
        return Unknown(uri)
    if uri not in history.counted:
        return Active(uri, history.minted[uri].on)
    ends = history.ends[uri]
    withdrawals = [deed for end in ends if isinstance(deed := history.counted.get(end), Withdrawal)]
    active = tuple(end for end in ends if end not in history.counted)
    if not active:
        last = max(withdrawals, key=lambda deed: (deed.on, deed.reason))
        return Withdrawn(uri, last.reason, f"{last.on:%Y-%m}")
    return Merged(uri, *active) if len(ends) == 1 else Split(uri, active)
