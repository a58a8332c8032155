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

from pyoxigraph import NamedNode

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.minted_uris import MintedUri, MintedUris
from kgpub.identity import Unknown, is_id, resolve
from kgpub.identity.noid import check_character

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.diagnostic import Span
    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each place of each such URI. A ledger that cannot be read has no ids to compare with."""
    if material.ledger_problems:
        return
    uris = MintedUris(material.config.base, material.config.identity.kinds)
    terms = (term for quad in material.quads("data") for term in (quad.subject, quad.object))
    for term in dict.fromkeys(terms):
        found = uris.parse(term.value) if isinstance(term, NamedNode) else None
        if found and isinstance(resolve(material.ledger, found.uri), Unknown):
            for span in _spans(material, term):
                yield Diagnostic("unminted-id", "error", _message(found), span, help=_help(material, found))


def _spans(material: Material, term: object) -> dict[Span, None]:
    """Give every place where the URI is written, each once."""
    places = material.places
    subjects = [file.span(item.subject) for file, item in places.about(term)]
    objects = [file.span(item.object) for file, item in places.leading_to(term)]
    return dict.fromkeys([*subjects, *objects] or places.things(term))


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
