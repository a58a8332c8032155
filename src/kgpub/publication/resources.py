"""Which URIs an archive has, and which document each is described in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Resources:
    """The URIs below a base. `fragments` gives the URIs with a `#` that are described together, by their document."""

    base: str
    fragments: Mapping[str, tuple[str, ...]]

    def owns(self, uri: str) -> bool:
        """Tell whether a URI is the archive's own."""
        return uri.startswith(self.base)

    def described_with(self, document: str) -> tuple[str, ...]:
        """Give what a document describes: the thing itself, then its fragments."""
        return (document, *self.fragments.get(document, ()))

    def path(self, uri: str) -> str:
        """Give the path and fragment at which a host answers for a URI of the archive."""
        return local("/" + uri.removeprefix(self.base))


def local(path: str) -> str:
    """Give a path as a reference that stays on its host: `//name/…` would lead to the host `name` (RFC 3986, 4.2)."""
    return f"/.{path}" if path.startswith("//") else path


def fragments(uris: Iterable[str]) -> dict[str, list[str]]:
    """Sort the URIs that have a `#` by the document they are described in."""
    found: dict[str, list[str]] = defaultdict(list)
    for uri in sorted(set(uris)):
        document, hash_, _ = uri.partition("#")
        if hash_:
            found[document].append(uri)
    return dict(found)
