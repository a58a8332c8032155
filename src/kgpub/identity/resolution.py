"""What a minted URI stands for now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub.identity.events import Withdrawal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kgpub.identity.ledger import Ledger


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


def resolve(ledger: Ledger, uri: str) -> Resolution:
    """Give what the absolute `uri` stands for, in one hop however long its history, to be taken apart with match.

    A URI that was merged stands for what the survivor stands for: it is withdrawn or split with it. Parts of a split
    that were withdrawn are left out; with all of them, the whole is withdrawn. Parts that became one are a merge.
    """
    history = ledger.history
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


def owner(ledger: Ledger, uri: str) -> str | None:
    """Give the minted URI that `uri` is, or is a part of: what follows an id after a slash or `#` names a part."""
    while uri and uri not in ledger.minted:
        uri = uri[: max(uri.rfind("/"), uri.rfind("#"), 0)]
    return uri or None


def aliases(ledger: Ledger, uri: str) -> tuple[str, ...]:
    """Give the URIs that were merged into an active one, at whatever remove, sorted."""
    return ledger.aliases.get(uri, ())


def changed(ledger: Ledger) -> Mapping[str, Resolution]:
    """Give what every minted URI stands for that is not active, in the order of the URIs."""
    return ledger.changed
