"""Making new URIs."""

from __future__ import annotations

import secrets
from itertools import islice
from typing import TYPE_CHECKING

from kgpub.identity.events import Minted
from kgpub.identity.ids import draw

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kgpub.identity.kinds import Kind
    from kgpub.identity.ledger import Ledger


def mint(
    ledger: Ledger, *, kind: Kind, count: int, on: date, choose: Callable[[str], str] = secrets.choice
) -> tuple[Minted, ...]:
    """Give `count` events that mint URIs of `kind`; the ledger has none of their ids."""
    ids = islice(draw(ledger.ids, choose=choose), count)
    return tuple(Minted(ledger.base + kind.path + name, on) for name in ids)
