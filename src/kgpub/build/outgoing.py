"""Counting the links that lead out of an archive, by the host they lead to and by property.

They are what VoID calls linksets: https://www.w3.org/TR/void/#describing-linksets
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_TYPE = str(RDF("type")).encode()
_WEB = (b"<http://", b"<https://")


def outgoing_links(lines: Iterable[bytes], *, base: str, graphs: Collection[str]) -> dict[str, dict[str, int]]:
    """Count the links from the archive's things to those of others that some graphs hold: by origin and property.

    `lines` are sorted ones of canonical N-Quads. What two graphs say both counts once. A type is no link: terms are
    counted by themselves.
    """
    own = f"<{base}".encode()
    counted = {f"<{uri}>".encode() for uri in graphs}
    links: Counter[tuple[bytes, bytes]] = Counter()
    last = b""
    for line in lines:
        if not line.startswith(own):
            continue
        _, predicate, rest = line.split(b" ", 2)
        if predicate == _TYPE or not rest.startswith(_WEB) or rest.startswith(own):
            continue
        triple, graph, _ = line.rsplit(b" ", 2)
        if graph in counted and triple != last:
            links[rest.split(b" ", 1)[0], predicate] += 1
            last = triple
    return _by_origin(links)


def _by_origin(links: Counter[tuple[bytes, bytes]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (target, predicate), number in links.items():
        address = urlsplit(target.strip(b"<>").decode())
        by_property = found.setdefault(f"{address.scheme}://{address.netloc.lower()}/", {})
        name = predicate.strip(b"<>").decode()
        by_property[name] = by_property.get(name, 0) + number
    return found
