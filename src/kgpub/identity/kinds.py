"""The kinds of things whose URIs are minted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """What `kgpub mint NAME` makes: URIs of the form base + `path` + id, for things of the class `class_uri`."""

    name: str
    path: str
    class_uri: str
