"""What a minted URI stands for now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from kgpub.identity.ledger import Ledger


@dataclass(frozen=True)
class Active:
    """The URI names the thing it was minted for."""

    uri: str
    minted: date


@dataclass(frozen=True)
class Unknown:
    """The ledger has no such URI: it was never minted, or its kind is not minted at all."""

    uri: str


Resolution = Active | Unknown


def resolve(ledger: Ledger, uri: str) -> Resolution:
    """Give what the absolute `uri` stands for, to be taken apart with match."""
    event = ledger.minted.get(uri)
    return Unknown(uri) if event is None else Active(uri, event.on)
