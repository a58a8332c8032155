"""A URI of a minted kind that the ledger does not have.

What it does
    Looks up each URI below the path of an ``[identity.kinds.…]`` in the ledger. What follows the id after a slash or
    ``#`` names a part of the thing, and is free.

Why is this bad?
    An id that was not minted may be drawn for something else later, or is a mistyped one: the statement is then about
    somebody else, or about nobody.

Example
    ``person:k5d8fc2h`` where ``person/k5d8fc3h`` was minted

Use instead
    the id as the ledger has it; for a new thing, one that ``kgpub mint`` draws
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.ids_in_use import places, uses
from kgpub.check.rule import Rule
from kgpub.identity import Unknown, is_id, resolve
from kgpub.identity.noid import check_character

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material
    from kgpub.check.minted_uris import MintedUri


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each place of each such URI. A ledger that cannot be read has no ids to compare with."""
    if material.ledger_file.problems:
        return
    for use in uses(material, "data", but=material.ledger.minted):
        if isinstance(resolve(material.ledger, use.minted.uri), Unknown):
            for span in places(material, use):
                yield Diagnostic("unminted-id", "error", _message(use.minted), span, help=_help(material, use.minted))


def _message(found: MintedUri) -> str:
    if is_id(found.id):
        return f"the ledger has no {found.kind.name} {found.id}"
    mended = found.id[:-1] + check_character(found.id[:-1])
    if is_id(mended):
        return f"{found.id} has a wrong check character: {found.id[-1]} instead of {mended[-1]}"
    return f"{found.id} is not an id that kgpub mints"


def _help(material: Material, found: MintedUri) -> str:
    start = found.uri.removesuffix(found.id)
    ids = [uri.removeprefix(start) for uri in material.ledger.minted if uri.startswith(start)]
    close = get_close_matches(found.id, ids, n=1)
    return f"did you mean {close[0]}?" if close else f"mint one with `kgpub mint {found.kind.name}`"


RULE = Rule("unminted-id", "error", find)
