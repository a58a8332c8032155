"""A document's link set: every link of the thing, of its documents and of its files, in one place (RFC 9264).

https://www.rfc-editor.org/rfc/rfc9264#name-json-document-format-applica
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML
from kgpub.rdf.vocabularies import OWL, SCHEMA, SKOS
from kgpub.web.signposting import Link, in_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.publication.quad_index import QuadIndex
    from kgpub.web.signposting import Signposts

IDENTITIES = (OWL("sameAs"), SCHEMA("sameAs"), SKOS("exactMatch"))
"""Properties that say that others name the same: what candidates are called is the archive's, and stays out."""


def linkset(signs: Signposts, statements: QuadIndex, *, public_address: str) -> bytes:
    """Write the link set of a thing; paths become addresses below `public_address`."""
    contexts = [(signs.thing, [*_flat(signs.links(None)), *_identities(signs.thing, statements)])]
    contexts += [(signs.at(entry), _flat(signs.links(entry))) for entry in DOCUMENT_FORMATS]
    contexts += [(item, [Link(signs.at(HTML), "collection", HTML.media_type)]) for item in signs.items]
    document = {"linkset": [_context(anchor, links, public_address) for anchor, links in contexts]}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _flat(groups: Iterable[Iterable[Link]]) -> list[Link]:
    return [link for group in groups for link in group]


def _identities(thing: str, statements: QuadIndex) -> Iterator[Link]:
    for property_ in IDENTITIES:
        for value in statements.values(NamedNode(thing), property_):
            if isinstance(value, NamedNode):
                yield Link(value.value, property_.value)


def _context(anchor: str, links: Iterable[Link], public_address: str) -> dict[str, Any]:
    context: dict[str, Any] = {"anchor": _absolute(in_ascii(anchor), public_address)}
    for link in links:
        target = {"href": _absolute(link.href, public_address)} | ({"type": link.type} if link.type else {})
        context.setdefault(link.rel, []).append(target)
    return context


def _absolute(target: str, public_address: str) -> str:
    return public_address.removesuffix("/") + target if target.startswith("/") else target
