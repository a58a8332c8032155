"""The manifest: what a release is, in digests and counts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

    from kgpub.build.source import Revision

FORMAT = 1  # raised when an older kgpub could not read a release


_TYPE = RDF("type")


@dataclass(frozen=True)
class Contents:
    """What a release is made of; everything in the manifest follows from it."""

    base: str
    fingerprint: str
    revision: Revision | None
    lines: list[bytes]
    configuration: bytes
    ledger: bytes


def manifest(contents: Contents, quads: Iterable[Quad]) -> bytes:
    """Give the manifest as JSON: the same contents, the same bytes."""
    document = {
        "format": FORMAT,
        "base": contents.base,
        "source": {
            "fingerprint": contents.fingerprint,
            "revision": asdict(contents.revision) if contents.revision else None,
        },
        "dataset": {
            "sha256": _digest(b"".join(contents.lines)),
            "quads": len(contents.lines),
            "triples": _distinct_triples(contents.lines),
        },
        "configuration": {"sha256": _digest(contents.configuration)},
        "ledger": {"sha256": _digest(contents.ledger)},
        **_counts(quads),
    }
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _distinct_triples(lines: Iterable[bytes]) -> int:
    """Count what the graphs say together: in sorted lines, the same triple of several graphs stands side by side."""
    triples = (line.rsplit(b" ", 2)[0] for line in lines)
    return sum(1 for _ in groupby(triples))


def _counts(quads: Iterable[Quad]) -> dict[str, Any]:
    """Count the statements of each graph and property, and the instances of each class."""
    graphs: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    instances: set[tuple[str, str]] = set()
    for quad in set(quads):
        graphs[_iri(quad.graph_name)] += 1
        properties[quad.predicate.value] += 1
        if quad.predicate == _TYPE:
            instances.add((str(quad.subject), _iri(quad.object)))
    classes = Counter(class_ for _, class_ in instances)
    return {"graphs": dict(graphs), "properties": dict(properties), "classes": dict(classes)}


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
