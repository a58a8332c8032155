"""Dumps: the dataset as files to take away, whole and graph by graph.

A build writes them into the release. The manifest names what is in each by its digest, which is the same wherever it is
built; `SHA256SUMS` names the files themselves, whose compression may differ from one zlib to another.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from kgpub.errors import ReleaseError
from kgpub.rdf.formats import N_QUADS, RDF_FORMATS, TRIG, TURTLE, by_extension
from kgpub.store.releases import DATASET, DUMPS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kgpub.rdf.formats import Format
    from kgpub.store.releases import Release

WHOLE_N_QUADS = DATASET
WHOLE_TRIG = f"dataset.{TRIG.extension}.gz"
SUMS = "SHA256SUMS"
GZIP = "application/gzip"

_LONGEST_NAME = 80
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._]+")


@dataclass(frozen=True)
class Dump:
    """A file: `path` is where it lies, `sha256` and `size` are those of the file; `graph` is empty for the whole."""

    name: str
    format: Format
    graph: str
    path: Path
    size: int
    sha256: str


def dumps(release: Release) -> tuple[Dump, ...]:
    """Give the dumps of a release: those of the whole first, then those of its graphs in the order of their URIs."""
    sums = read_sums(release.read(f"{DUMPS}/{SUMS}"))
    found = [
        _dump(release, name, entry["graph"] or "", sums[name]) for name, entry in release.manifest["dumps"].items()
    ]
    return tuple(sorted(found, key=lambda dump: (dump.graph, dump.name)))


def _dump(release: Release, name: str, graph: str, digest: str) -> Dump:
    path = release.folder / (name if name == DATASET else f"{DUMPS}/{name}")
    format_ = by_extension(RDF_FORMATS, name.split(".")[-2]) or N_QUADS
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ReleaseError(f"{path} is missing. Delete the release and build again: kgpub build") from error
    return Dump(name, format_, graph, path, size, digest)


def write_sums(digests: dict[str, str]) -> bytes:
    """Write digests by file name, as `sha256sum --check` reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def read_sums(content: bytes) -> dict[str, str]:
    """Read digests by file name."""
    return {name: digest for digest, _, name in (line.partition("  ") for line in content.decode().splitlines())}


def graph_names(base: str, graphs: Iterable[str]) -> dict[str, str]:
    """Give the file name of each graph that has a URI: its path, or where that says too little, a digest besides."""
    named = sorted(uri for uri in graphs if not uri.startswith("_:"))
    words = {uri: _word(uri.removeprefix(base)) for uri in named}
    shared = Counter(words.values())
    return {uri: f"{_told_apart(word, uri, shared[word])}.{TURTLE.extension}.gz" for uri, word in words.items()}


def _word(path: str) -> str:
    """Give what a file may be called: ASCII, no folders, no leading dot."""
    return "graph-" + _NOT_IN_NAMES.sub("-", path.removeprefix("graph/")).strip("-.")


def _told_apart(word: str, uri: str, number: int) -> str:
    if number == 1 and len(word) <= _LONGEST_NAME:
        return word
    return f"{word[:_LONGEST_NAME]}-{sha256(uri.encode()).hexdigest()[:12]}"
