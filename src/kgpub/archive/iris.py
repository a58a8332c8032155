"""IRIs that a file writes relative to a base."""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import RdfFormat, parse

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NEVER = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def resolved(iri: str, base: str) -> str:
    """Give an IRI, resolved by pyoxigraph when it is relative, so that both agree; what is none as it is."""
    if not base or _SCHEME.match(iri) or _NEVER.search(iri):
        return iri
    return _resolved(iri, base)


@lru_cache(maxsize=10_000)
def _resolved(iri: str, base: str) -> str:
    try:
        quad = next(iter(parse(f"<{iri}> <x:p> <x:o> .", format=RdfFormat.TURTLE, base_iri=base)))
    except (SyntaxError, ValueError):
        return iri
    return str(quad.subject.value)
