"""The manifest: what a release is, in digests and counts."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from kgpub.build.counts import count
from kgpub.store.releases import FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgpub.build.dumps import DumpContent
    from kgpub.build.source import Revision


@dataclass(frozen=True)
class Contents:
    """What a release is made of; everything in the manifest follows from it."""

    base: str
    revision: Revision | None
    lines: list[bytes]
    configuration: bytes
    ledger: bytes
    gone: bytes
    dates: Mapping[str, str]
    """When each graph was changed last, as far as that is known."""
    links: Mapping[str, Mapping[str, int]]
    """How many links lead out of the archive, by origin and property."""
    dumps: Mapping[str, DumpContent]


def manifest(contents: Contents) -> bytes:
    """Give the manifest as JSON: the same contents, the same bytes.

    It has no digest of the files: whoever guesses what is withheld could prove it by that.
    """
    counts = count(contents.lines)
    document = {
        "format": FORMAT,
        "base": contents.base,
        "source": {"revision": asdict(contents.revision) if contents.revision else None},
        "dataset": {
            "sha256": _digest(b"".join(contents.lines)),
            "quads": len(contents.lines),
            **asdict(counts.whole),
        },
        "graphs": {uri: {**asdict(graph), "modified": contents.dates.get(uri)} for uri, graph in counts.graphs.items()},
        "links": contents.links,
        "dumps": {name: asdict(content) for name, content in contents.dumps.items()},
        "configuration": {"sha256": _digest(contents.configuration)},
        "ledger": {"sha256": _digest(contents.ledger)},
        "gone": {"sha256": _digest(contents.gone)},
    }
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
