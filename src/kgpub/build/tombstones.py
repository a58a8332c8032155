"""What goes with a withdrawn thing, and was published as long as that was: it is answered like the thing itself.

A name, an assertion or a graph may hang on a thing and have a URI of its own, which others have cited. That must not be
answered 404. Nothing tells what it named, and two tombstones do not tell that they belong together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from kgpub.identity import Withdrawn, owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Quad

    from kgpub.archive.withholding import LeavingOut
    from kgpub.build.withdrawal import Withdrawal
    from kgpub.identity import Ledger


@dataclass(frozen=True)
class Tombstones:
    """Finds them. `published` are the documents that there would be if nothing had been withdrawn."""

    base: str
    ledger: Ledger
    withdrawal: Withdrawal
    published: frozenset[str]

    def of(
        self, leaving_out: LeavingOut, left: Iterable[Quad], *, is_nameless: Callable[[str], bool]
    ) -> list[Withdrawn]:
        """Give what has to be answered for, of what was left out, in the order of the URIs.

        A URI with a withdrawn name in it is not answered for: that there was such a page would tell of the person.
        """
        lost = {uri for uri in self.published - documents(left, self.base) if is_nameless(uri)}
        causes = dict(self._causes(leaving_out, lost))
        found = (self._tombstone(uri, causes.get(uri)) for uri in sorted(lost))
        return [tombstone for tombstone in found if tombstone and not self._is_younger(tombstone)]

    def _causes(self, leaving_out: LeavingOut, lost: set[str]) -> Iterator[tuple[str, Withdrawn]]:
        """Give what took along each document that is lost, as far as that can be told."""
        for number, cause in leaving_out.closure.hidden.items():
            quad = leaving_out.statements[number].quad
            known = self.withdrawal.known.get(leaving_out.closure.root(cause or quad.subject))
            for document in documents([quad], self.base) & lost:
                if known:
                    yield document, known

    def _tombstone(self, uri: str, cause: Withdrawn | None) -> Withdrawn | None:
        """Give the tombstone of a document, unless the ledger or that of the whole answers for it already."""
        if owner(self.ledger, uri) in self.ledger.changed:
            return None
        cause = cause or max(self.withdrawal.known.values(), key=lambda known: known.month)
        return Withdrawn(uri, cause.reason, cause.month)

    def _is_younger(self, tombstone: Withdrawn) -> bool:
        """Tell whether a URI was minted after the withdrawal that took it along, so that it was never published."""
        minted = self.ledger.minted.get(owner(self.ledger, tombstone.uri) or "")
        return minted is not None and f"{minted.on:%Y-%m}" > tombstone.month


def documents(quads: Iterable[Quad], base: str) -> frozenset[str]:
    """Give the URIs below a base at which statements are told: the documents of their subjects, and their graphs."""
    terms = {term for quad in quads for term in (quad.subject, quad.graph_name)}
    named = (term.value for term in terms if isinstance(term, NamedNode) and not isinstance(term, DefaultGraph))
    return frozenset(uri.partition("#")[0] for uri in named if uri.startswith(base))
