"""The ledger that a release carries: what its URIs stand for, and nothing of what else there is or was.

It has neither ids of which nothing is published, nor what was undone, nor the days and ways of a withdrawal.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from kgpub.identity import Active, Ledger, Merged, Minted, Split, Withdrawn, resolve
from kgpub.identity.events import Merging, Splitting, Withdrawal, targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgpub.identity import Event, Resolution

HEADER = "# What the ids of this release stand for."


def public_ledger(ledger: Ledger, *, is_published: Callable[[str], bool], is_gone: Callable[[str], bool]) -> bytes:
    """Write the part of a ledger that everybody may know; nothing where there is none.

    `is_published` tells whether anything is said of an active URI, `is_gone` whether one is withheld.
    """
    events = tuple(
        event for uri in ledger.minted for event in _events(ledger, resolve(ledger, uri), is_published, is_gone)
    )
    return str(Ledger(ledger.base, events, (HEADER,))).encode() if events else b""


def _events(
    ledger: Ledger, stands_for: Resolution, is_published: Callable[[str], bool], is_gone: Callable[[str], bool]
) -> Iterator[Event]:
    """Give one event that mints a URI, and one that says what it stands for instead of itself."""
    match stands_for:
        case Withdrawn(uri=uri, reason=reason, month=month):
            day = date.fromisoformat(f"{month}-01")
            yield from (Minted(uri, day), Withdrawal(uri, reason, day))
        case Active(uri=uri) if is_published(uri):
            yield ledger.minted[uri]
        case Merged(uri=uri, into=into) if is_published(into) and not is_gone(uri):
            yield from (ledger.minted[uri], Merging(uri, into, ledger.history.counted[uri].on))
        case Split(uri=uri, into=into) if not is_gone(uri) and (parts := _parts(ledger, uri, into, is_published)):
            yield from (ledger.minted[uri], Splitting(uri, parts, ledger.history.counted[uri].on))


def _parts(ledger: Ledger, uri: str, into: tuple[str, ...], is_published: Callable[[str], bool]) -> tuple[str, ...]:
    """Give what a URI was split into; beside a single part, one that was withdrawn, so that it stays a split."""
    published = tuple(filter(is_published, into))
    if len(published) != 1:
        return published
    return (*published, *islice(_withdrawn_parts(ledger, uri), 1)) if set(into) == set(published) else ()


def _withdrawn_parts(ledger: Ledger, uri: str) -> Iterator[str]:
    for part in targets(ledger.history.counted[uri]):
        if isinstance(resolve(ledger, part), Withdrawn):
            yield part
        elif part in ledger.history.counted:
            yield from _withdrawn_parts(ledger, part)
