"""Which of an archive's URIs are minted ones: base + path of a kind + id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgpub.identity import Kind


_END = re.compile("[/#?]")


@dataclass(frozen=True)
class MintedUri:
    """A URI taken apart. `rest` is what follows the id: parts of a thing are named below its URI."""

    kind: Kind
    uri: str
    id: str
    rest: str


class MintedUris:
    """Takes URIs apart by the kinds of one archive."""

    def __init__(self, base: str, kinds: Iterable[Kind]) -> None:
        self._starts = [(base + kind.path, kind) for kind in kinds]

    def parse(self, iri: str) -> MintedUri | None:
        """Give the parts of a URI below the path of a kind, or None for any other."""
        for start, kind in self._starts:
            if iri.startswith(start) and len(iri) > len(start):
                id_ = _END.split(iri[len(start) :], maxsplit=1)[0]
                return MintedUri(kind, start + id_, id_, iri[len(start) + len(id_) :])
        return None
