"""Asking a ledger what its URIs stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.identity.resolution import resolved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgpub.identity.ledger import Ledger
    from kgpub.identity.resolution import Resolution


def resolve(ledger: Ledger, uri: str) -> Resolution:
    """Give what the absolute `uri` stands for, in one hop however long its history, to be taken apart with match."""
    return resolved(ledger.history, uri)


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
