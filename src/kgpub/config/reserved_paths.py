"""The paths at which a server answers for itself: a thing of the archive with such a URI could not be reached there.

Some are kept free for services that are still to come, since a URI that was published cannot be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from kgpub.rdf.formats import DOCUMENT_FORMATS, LINKSET

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class ReservedPath:
    """Paths below the base, as a pattern in which `*` stands for anything, and what is there."""

    pattern: str
    use: str


RESERVED_PATHS = (
    ReservedPath("", "the first page"),
    ReservedPath(".well-known/*", "what strangers ask any server for"),
    ReservedPath("about/ontology", "the ontology and the shapes in words"),
    ReservedPath("about/persistence", "what URIs promise"),
    ReservedPath("assets/*", "style sheets and scripts"),
    ReservedPath("context/*", "the JSON-LD contexts of documents"),
    ReservedPath("dumps", "the list of files with all of the data"),
    ReservedPath("dumps/*", "files with all of the data"),
    ReservedPath("graph-store", "the Graph Store Protocol"),
    ReservedPath("health", "whether the server is well"),
    ReservedPath("links", "lists of what points to a thing"),
    ReservedPath("links.*", "lists of what points to a thing"),
    ReservedPath("metrics", "kept free for figures about the server"),
    ReservedPath("reconcile", "kept free for reconciliation"),
    ReservedPath("reconcile/*", "kept free for reconciliation"),
    ReservedPath("resolve/*", "kept free for finding things by the ids of others"),
    ReservedPath("robots.txt", "what search engines are asked"),
    ReservedPath("search", "kept free for searching"),
    ReservedPath("sitemap.xml", "the index of sitemaps"),
    ReservedPath("sitemap-*.xml", "sitemaps"),
    ReservedPath("sparql", "the SPARQL endpoint"),
    ReservedPath("sparql/*", "what belongs to the SPARQL endpoint"),
)

_WHOLE = frozenset(entry.pattern for entry in RESERVED_PATHS)
_STARTS = tuple(entry.pattern.partition("*")[0] for entry in RESERVED_PATHS if "*" in entry.pattern)
ENDINGS = tuple(f".{entry.extension}" for entry in (*DOCUMENT_FORMATS, LINKSET))
"""What documents end with: of a path with such an ending, what stands before it is asked for."""


def seem_reserved(uris: Iterable[str], base: str) -> list[str]:
    """Give those of many URIs of which, by their paths, `reserved` or `ending` may have something to say."""
    starts, whole = tuple(base + start for start in _STARTS), frozenset(base + path for path in _WHOLE)
    own = [(uri, uri.partition("#")[0] if "#" in uri else uri) for uri in uris if uri.startswith(base)]
    return [uri for uri, asked in own if asked.startswith(starts) or asked.endswith(ENDINGS) or asked in whole]


def reserved(path: str) -> ReservedPath | None:
    """Give what a server has at a path below the base, if it has anything of its own there."""
    if path not in _WHOLE and not path.startswith(_STARTS):
        return None
    return next((entry for entry in RESERVED_PATHS if fnmatchcase(path, entry.pattern)), None)


def ending(path: str) -> str:
    """Give the ending for which a path is taken for that of a document; empty where it is not."""
    return next((ending for ending in ENDINGS if path.endswith(ending)), "") if path.endswith(ENDINGS) else ""
