"""Building a release: check, leave out, canonicalise, write."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub import archive as files
from kgpub import config as configuration
from kgpub.build.disclosure import disclose
from kgpub.build.dumps import Dumping
from kgpub.build.entities import Listing, entities
from kgpub.build.manifest import Contents, manifest
from kgpub.build.outgoing import outgoing_links
from kgpub.build.records import Record, digests, retained
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
    GONE,
    LEDGER,
    MANIFEST,
    Release,
    Releases,
    compress,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from pyoxigraph import Quad

    from kgpub.archive import Archive
    from kgpub.build.disclosure import Disclosure, LeftOut
    from kgpub.build.dumps import DumpContent
    from kgpub.check import Report
    from kgpub.check.progress import Progress
    from kgpub.config import Config
    from kgpub.identity import Withdrawn
    from kgpub.store.releases import Draft


@dataclass(frozen=True)
class Built:
    """What came of a build: the report of the check and, where it found no error, a release and what it leaves out."""

    report: Report
    release: Release | None
    left_out: LeftOut | None


def build(root: Path, *, progress: Progress = silent, today: date | None = None) -> Built:
    """Check the archive in a folder and write a release of it, unless the check finds errors.

    `progress` is told what is being done. What is withheld is decided for a day, which is today if none is given.
    Raises ConfigError, ArchiveError, BuildError.
    """
    config = configuration.load(root)
    archive = configuration.open_archive(config)
    report = check(config, archive, progress=progress)
    if report.has_errors:
        return Built(report, None, None)
    progress("writing the release", 0, 1)
    disclosure = disclose(config, archive, today=today or _today())
    return Built(report, _write(config, archive, disclosure), disclosure.left_out)


def is_current(config: Config, release: Release | None, *, today: date | None = None) -> bool:
    """Tell whether a release is what a build of the files as they are now would give."""
    if release is None or release.manifest["format"] != FORMAT:
        return False
    record = Record.decode(Releases(config.root).record(release.id))
    return record.is_of(files.fingerprint(configuration.open_archive(config)), today=today or _today())


def write_release(config: Config, archive: Archive) -> Release:
    """Write a release of an archive that is known to be fit for it; `build` finds out first."""
    return _write(config, archive, disclose(config, archive, today=_today()))


def _write(own: Config, archive: Archive, disclosure: Disclosure) -> Release:
    """Write what is disclosed, by the configuration that a release carries: it says nothing of the rest."""
    config = configuration.parse(disclosure.configuration, own.root)
    quads = disclosure.quads
    lines = canonical_lines(quads)
    releases = Releases(config.root)
    with releases.writing(_record(archive, disclosure).encode()) as draft:
        contents = Contents(
            base=config.base,
            revision=revision(config.root),
            lines=lines,
            configuration=disclosure.configuration,
            ledger=disclosure.ledger,
            gone=_tombstones(disclosure.tombstones),
            dates=graph_dates(_without(archive, disclosure.paths)),
            links=outgoing_links(lines, base=config.base, graphs=_graphs(config, "data")),
            dumps=_write_dataset(draft, lines, config),
        )
        draft.write(MANIFEST, manifest(contents))
        draft.write(CONFIGURATION, contents.configuration)
        draft.write(LEDGER, contents.ledger)
        draft.write(GONE, contents.gone)
        draft.write(FRAGMENTS, _fragments(config.base, quads))
        draft.write(CROWDS, crowds.database(quads))
        draft.write(ENTITIES, entities(lines, _listing(config, contents.dates)))
        if _wants_index(config, len(lines)):
            draft.write_index(lines)
    releases.retain(partial(retained, most=own.releases.keep))
    return Release.open(releases.current_link)


def _record(archive: Archive, disclosure: Disclosure) -> Record:
    return Record(
        fingerprint=files.fingerprint(archive),
        built=time.time(),
        changes_on=str(disclosure.changes_on or ""),
        left_out=digests(disclosure.secrets),
    )


def _without(archive: Archive, paths: frozenset[str]) -> Archive:
    return replace(
        archive,
        files=tuple(file for file in archive.files if file.path not in paths),
        texts=tuple(text for text in archive.texts if text.entry.file not in paths),
    )


def _today() -> date:
    return datetime.now(UTC).date()


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


def _tombstones(tombstones: Iterable[Withdrawn]) -> bytes:
    return "".join(f"{item.uri}\t{item.reason}\t{item.month}\n" for item in tombstones).encode()


def _wants_index(config: Config, count: int) -> bool:
    match config.engine.store:
        case "auto":
            return count > config.engine.memory_quads
        case kind:
            return kind == "disk"
