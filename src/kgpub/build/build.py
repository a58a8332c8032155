"""Building a release: check, canonicalise, write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub import archive as files
from kgpub import config as configuration
from kgpub.build.dumps import Dumping
from kgpub.build.entities import Listing, entities
from kgpub.build.manifest import Contents, manifest
from kgpub.build.outgoing import outgoing_links
from kgpub.build.source import graph_dates, revision
from kgpub.check import check
from kgpub.check.progress import silent
from kgpub.publication import crowds
from kgpub.publication.resources import fragments
from kgpub.rdf.canonical import canonical_lines
from kgpub.store.releases import (
    CONFIGURATION,
    CROWDS,
    DATASET,
    ENTITIES,
    FORMAT,
    FRAGMENTS,
    LEDGER,
    MANIFEST,
    Release,
    Releases,
    compress,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Quad

    from kgpub.archive import Archive
    from kgpub.build.dumps import DumpContent
    from kgpub.check import Report
    from kgpub.check.progress import Progress
    from kgpub.config import Config
    from kgpub.store.releases import Draft


@dataclass(frozen=True)
class Built:
    """What came of a build: the report of the check and, where it found no error, the release."""

    report: Report
    release: Release | None


def build(root: Path, *, progress: Progress = silent) -> Built:
    """Check the archive in a folder and write a release of it, unless the check finds errors.

    `progress` is told what is being done. Raises ConfigError, ArchiveError, BuildError.
    """
    config = configuration.load(root)
    archive = configuration.open_archive(config)
    report = check(config, archive, progress=progress)
    if report.has_errors:
        return Built(report, None)
    progress("writing the release", 0, 1)
    return Built(report, write_release(config, archive))


def is_current(config: Config, release: Release | None) -> bool:
    """Tell whether a release was made from the files as they are now."""
    if release is None or release.manifest["format"] != FORMAT:
        return False
    known: str = release.manifest["source"]["fingerprint"]
    return known == files.fingerprint(configuration.open_archive(config))


def write_release(config: Config, archive: Archive) -> Release:
    """Write a release of an archive that is known to be fit for it; `build` finds out first."""
    quads = files.quads(archive)
    lines = canonical_lines(quads)
    releases = Releases(config.root)
    with releases.writing() as draft:
        contents = Contents(
            base=config.base,
            fingerprint=files.fingerprint(archive),
            revision=revision(config.root),
            lines=lines,
            configuration=config.source,
            ledger=archive.others.get(config.identity.ledger.as_posix(), b""),
            dates=graph_dates(archive),
            links=outgoing_links(lines, base=config.base, graphs=_graphs(config, "data")),
            dumps=_write_dataset(draft, lines, config),
        )
        draft.write(MANIFEST, manifest(contents))
        draft.write(CONFIGURATION, contents.configuration)
        draft.write(LEDGER, contents.ledger)
        draft.write(FRAGMENTS, _fragments(config.base, quads))
        draft.write(CROWDS, crowds.database(quads))
        draft.write(ENTITIES, entities(lines, _listing(config, contents.dates)))
        if _wants_index(config, len(lines)):
            draft.write_index(lines)
    return Release.open(releases.current_link)


def _write_dataset(draft: Draft, lines: Sequence[bytes], config: Config) -> dict[str, DumpContent]:
    """Write the dataset in N-Quads, then the other dumps; give what is in each."""
    content = b"".join(lines)
    packed = compress(content)
    draft.write(DATASET, packed)
    dumping = Dumping(draft, config.prefixes)
    dumping.add_n_quads(sha256(content).hexdigest(), packed)
    del content, packed
    dumping.write(lines, base=config.base)
    return dumping.contents


def _listing(config: Config, dates: Mapping[str, str]) -> Listing:
    return Listing(
        base=config.base,
        entities=frozenset(config.entities),
        noindex=frozenset(config.noindex),
        ontology=_graphs(config, "ontology"),
        dates=dates,
    )


def _graphs(config: Config, kind: str) -> frozenset[str]:
    return frozenset(graph.uri for graph in config.graphs if graph.kind == kind)


def _fragments(base: str, quads: Sequence[Quad]) -> bytes:
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    own = fragments(uri for uri in subjects if uri.startswith(base))
    return json.dumps(own, indent=1, sort_keys=True).encode() + b"\n"


def _wants_index(config: Config, count: int) -> bool:
    match config.engine.store:
        case "auto":
            return count > config.engine.memory_quads
        case kind:
            return kind == "disk"
