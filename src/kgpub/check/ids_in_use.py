"""Which minted URIs the files use, and where they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.minted_uris import MintedUri, MintedUris

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from kgpub.archive import GraphKind
    from kgpub.check.diagnostic import Span
    from kgpub.check.material import Material
    from kgpub.identity import Resolution


@dataclass(frozen=True)
class Use:
    """A URI below the path of a kind, as it stands in the files."""

    term: NamedNode
    minted: MintedUri


def uses(material: Material, *kinds: GraphKind, but: Container[str] = ()) -> Iterator[Use]:
    """Give each such URI in graphs of these kinds, as a subject or an object, once, but for some."""
    uris = MintedUris(material.config.base, material.config.identity.kinds)
    used = material.subjects(*kinds) | material.objects(*kinds)
    for uri in sorted(uri for uri in used if uri not in but and uri.startswith(material.config.base)):
        if minted := uris.parse(uri):
            yield Use(NamedNode(uri), minted)


def changed(material: Material) -> Iterator[tuple[Use, Resolution]]:
    """Give each URI of any graph that was merged, split or withdrawn, with what it stands for."""
    if not material.ledger.changed:
        return
    for use in uses(material, "data", "ontology", "shapes"):
        if resolution := material.ledger.changed.get(use.minted.uri):
            yield use, resolution


def places(material: Material, use: Use) -> dict[Span, None]:
    """Give every place where the URI is written, each once."""
    spans = [*material.places.subjects(use.term), *material.places.links(use.term)]
    return dict.fromkeys(spans or material.places.things(use.term))


def ledger_says(material: Material, resolution: Resolution) -> str:
    """Give the line of the ledger because of which a URI is not active, and its place."""
    deed = material.ledger.history.counted[resolution.uri]
    return f"{material.ledger.place(deed)}: {material.ledger.line(deed)}"
