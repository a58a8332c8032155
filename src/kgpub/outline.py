"""Which files a kgpub.toml names, read without all that checking the rest of it takes: a hook waits for it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from kgpub.paths import is_rdf, matches

CONFIG_FILE = "kgpub.toml"
LEDGER = "ledger.txt"
"""The ledger, where kgpub.toml names none."""


@dataclass(frozen=True)
class Outline:
    """What a kgpub.toml says of files."""

    globs: frozenset[str]
    """Those of the graphs."""
    others: frozenset[str]
    """Further files that an archive is made of, or that its check reads."""

    def names(self, path: str) -> bool:
        """Tell whether a file can make a difference to a check: RDF that no graph claims is told of, too."""
        return path in self.others or is_rdf(path) or any(matches(path, glob) for glob in self.globs)


def outline(content: bytes) -> Outline | None:
    """Read a kgpub.toml's content; None where it is not as it must be, which `parse` can tell of."""
    try:
        return _outline(tomllib.loads(content.decode("utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _outline(document: dict[str, Any]) -> Outline:
    globs = (glob for graph in document["graphs"] for glob in graph["files"])
    ledger = document.get("identity", {}).get("ledger", LEDGER)
    baseline = document.get("check", {}).get("baseline", "")
    texts = (text["file"] for text in document.get("texts", ()))
    others = filter(None, (CONFIG_FILE, ledger, baseline, *texts))
    return Outline(frozenset(map(_normal, globs)), frozenset(map(_normal, others)))


def _normal(path: str) -> str:
    """Give a path without `./`, as git has it."""
    return PurePosixPath(path).as_posix()
