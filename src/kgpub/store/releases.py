"""Releases on disk: immutable snapshots of an archive.

::

    .kgpub/
    ├── current -> releases/<id>      the newest release, replaced atomically
    ├── .gitignore                    so that releases are no part of the repository that they are built from
    ├── lock                          held while a release is being written
    ├── builds/<id>.json              what is remembered of the build of a release, and is no part of it
    └── releases/<id>/                id: sha256 of manifest.json
        ├── manifest.json             digests and counts; byte-identical for the same files
        ├── dataset.nq.gz             canonical N-Quads, sorted
        ├── kgpub.toml                the archive's configuration
        ├── ledger.txt                the archive's ledger
        ├── gone.tsv                 what went with something withdrawn: URI, reason, month
        ├── fragments.json            the URIs with a `#`, by the document they are described in (derived)
        ├── crowds.sqlite             what points to things that very many point to (derived)
        ├── entities.tsv              the documents of entities that search engines may list, with dates (derived)
        ├── dumps/                    the dataset in TriG, each graph in Turtle, SHA256SUMS (derived)
        ├── store/                    Oxigraph's index, for archives too large for memory (derived)
        └── sharing.json              the graphs that share triples with others, beside the index (derived)

A release appears whole or not at all: it is written into a folder of another name, made durable, then renamed.
"""

from __future__ import annotations

import fcntl
import filecmp
import gzip
import hashlib
import io
import json
import os
import secrets
import shutil
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, cast

from pyoxigraph import RdfFormat, Store, parse

from kgpub.durable import sync_folder
from kgpub.errors import BuildError, ReleaseError
from kgpub.store.sharing import StoredDataset, graphs_that_share, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Quad

MANIFEST = "manifest.json"
DATASET = "dataset.nq.gz"
CONFIGURATION = "kgpub.toml"
LEDGER = "ledger.txt"
GONE = "gone.tsv"
FRAGMENTS = "fragments.json"
CROWDS = "crowds.sqlite"
ENTITIES = "entities.tsv"
DUMPS = "dumps"
STORE = "store"
SHARING = "sharing.json"

FORMAT = 6
"""Raised when what reads a release has to know a difference; one of another format is built anew."""

CHUNK_BYTES = 1024 * 1024
UNION_PIECE = 500_000  # triples
_UNFINISHED = ".writing-"
_REMOVED = ".removing-"
_UNFINISHED_LINK = ".current-"
_AGAIN = "Delete the folder and build again: kgpub build"


class _HashingReader(io.RawIOBase):
    """Passes bytes on and digests them on the way."""

    def __init__(self, source: io.BufferedIOBase) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # what BufferedReader passes
        count = self._source.readinto(buffer)
        self.digest.update(memoryview(buffer)[:count])
        return count


@dataclass(frozen=True)
class Release:
    """A release on disk, opened."""

    folder: Path
    manifest: dict[str, Any]

    @classmethod
    def open(cls, folder: Path) -> Release:
        """Open a release by its folder, or by a link to it; raise ReleaseError where it is missing or damaged."""
        folder = folder.resolve()
        try:
            content = (folder / MANIFEST).read_bytes()
        except OSError as error:
            raise ReleaseError(f"No release in {folder}. Build one: kgpub build") from error
        if hashlib.sha256(content).hexdigest() != folder.name:
            raise ReleaseError(f"The manifest in {folder} was changed. {_AGAIN}")
        return cls(folder, json.loads(content))

    @property
    def id(self) -> str:
        """The digest of the manifest, in hexadecimal."""
        return self.folder.name

    def read(self, name: str) -> bytes:
        """Give the content of one of the release's files; raise ReleaseError where it is missing."""
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise ReleaseError(f"{name} is missing in {self.folder}. {_AGAIN}") from error

    @property
    def has_store(self) -> bool:
        """Whether the release carries an index on disk."""
        return (self.folder / STORE).is_dir()

    def open_store(self) -> Store:
        """Open the index on disk, read-only, as it is."""
        return self.open_dataset().store

    def load_store(self) -> Store:
        """Load the dataset into memory, as `load_dataset` does."""
        return self.load_dataset().store

    def open_dataset(self) -> StoredDataset:
        """Open the index on disk, read-only."""
        store = Store.read_only(str(self.folder / STORE))
        return StoredDataset(store, frozenset(json.loads(self.read(SHARING))))

    def load_dataset(self) -> StoredDataset:
        """Load the dataset into memory; raise ReleaseError where it is damaged or its digest is not the manifest's."""
        store = Store()
        with self._dataset() as file:
            store.bulk_extend(_parse(file))
        sharing = self._sharing()
        if sharing:
            with self._dataset() as file:
                _add_union(store, file)
        return StoredDataset(store, sharing)

    def _sharing(self) -> frozenset[str]:
        counts = self.manifest["dataset"]
        if "quads" in counts and counts["quads"] == counts.get("triples"):
            return frozenset()
        with self._dataset() as file:
            return graphs_that_share(file)

    @property
    def stored_quads(self) -> int:
        """How many quads the store holds: those of the dataset, and the union where graphs share triples."""
        counts = self.manifest["dataset"]
        quads: int = counts["quads"]
        triples: int = counts.get("triples", quads)
        return quads + (triples if triples < quads else 0)

    def lines(self) -> list[bytes]:
        """Give the dataset as lines of canonical N-Quads; raise ReleaseError as `load_dataset` does."""
        with self._dataset() as file:
            return file.readlines()

    @contextmanager
    def _dataset(self) -> Iterator[IO[bytes]]:
        """Open the dataset, which must be read to its end."""
        try:
            with gzip.open(self.folder / DATASET) as compressed:
                reader = _HashingReader(compressed)
                yield io.BufferedReader(cast("io.RawIOBase", reader), CHUNK_BYTES)
        except (OSError, EOFError, zlib.error, SyntaxError) as error:
            raise ReleaseError(f"The dataset in {self.folder} is damaged. {_AGAIN}") from error
        if reader.digest.hexdigest() != self.manifest["dataset"]["sha256"]:
            raise ReleaseError(f"The dataset in {self.folder} was changed. {_AGAIN}")


@dataclass(frozen=True)
class Draft:
    """A release that is being written."""

    folder: Path

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a new file of the release, whose content is durable in the end. `name` may have folders before it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the release."""
        with self.open(name) as file:
            file.write(content)

    def write_index(self, lines: Iterable[bytes]) -> None:
        """Write the index on disk, from sorted lines of N-Quads."""
        lines = list(lines)
        store = Store(str(self.folder / STORE))
        store.bulk_extend(_parse(io.BytesIO(b"".join(lines))))
        sharing = graphs_that_share(lines)
        if sharing:
            _add_union(store, lines)
        store.optimize()
        store.flush()
        self.write(SHARING, json.dumps(sorted(sharing)).encode())


class Releases:
    """The releases of one archive."""

    def __init__(self, root: Path) -> None:
        self._folder = root / ".kgpub"

    @property
    def current_link(self) -> Path:
        """The link to the newest release; it may not be there yet."""
        return self._folder / "current"

    def current(self) -> Release | None:
        """Open the newest release, if there is one."""
        return Release.open(self.current_link) if self.current_link.is_symlink() else None

    def record(self, identifier: str) -> bytes:
        """Give what is remembered of the build of a release; nothing where nothing is."""
        try:
            return self._record(identifier).read_bytes()
        except FileNotFoundError:
            return b""

    def _record(self, identifier: str) -> Path:
        return self._folder / "builds" / f"{identifier}.json"

    def write(self, files: dict[str, bytes], *, index: Iterable[bytes] | None = None) -> Release:
        """Write a release and make it the current one; raise BuildError where the disk does not take it.

        `files` holds the content by name, the manifest among them. `index` gives the N-Quads from which an index on
        disk is made, if there shall be one.
        """
        with self.writing() as draft:
            for name, content in files.items():
                draft.write(name, content)
            if index is not None:
                draft.write_index(index)
        return Release.open(self.current_link)

    @contextmanager
    def writing(self, record: bytes = b"") -> Iterator[Draft]:
        """Write a release piece by piece; at the end of the block it is named after its manifest, and the current one.

        `record` is remembered of the build. Raises BuildError where the disk does not take it.
        """
        try:
            with self._unfinished() as folder:
                yield Draft(folder)
                identifier = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
                self._remember(identifier, record)
                self._publish(folder, identifier)
        except OSError as error:
            raise BuildError(f"The release could not be written: {error}. The last one stays as it is.") from error

    def retain(self, chosen: Callable[[Mapping[str, bytes], str], Collection[str]]) -> None:
        """Remove all releases but those that `chosen` gives and the current one.

        `chosen` is told the records of all by their ids, and the id of the current one. Whoever has a removed release
        open can read on. Raises BuildError where one cannot be removed.
        """
        try:
            with self._locked():
                newest = self.current_link.resolve().name
                identifiers = {folder.name for folder in (self._folder / "releases").iterdir()}
                kept = chosen({identifier: self.record(identifier) for identifier in identifiers}, newest)
                for identifier in identifiers - {*kept, newest}:
                    self._remove(identifier)
        except OSError as error:
            message = f"Older releases could not be removed: {error}. They may hold what is withheld now: remove them."
            raise BuildError(message) from error

    def _remove(self, identifier: str) -> None:
        """Remove a release; under another name, so that none of which a part is gone looks whole."""
        folder = self._folder / "releases" / identifier
        removed = folder.with_name(f"{_REMOVED}{identifier}")
        folder.rename(removed)
        self._record(identifier).unlink(missing_ok=True)
        shutil.rmtree(removed)

    def _remember(self, identifier: str, record: bytes) -> None:
        if record:
            path = self._record(identifier)
            path.parent.mkdir(exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_bytes(record)
            fresh.replace(path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._remove_unfinished()  # nobody else is writing now: whatever is left was broken off
            yield

    @contextmanager
    def _unfinished(self) -> Iterator[Path]:
        (self._folder / "releases").mkdir(parents=True, exist_ok=True)
        with self._locked():
            (self._folder / ".gitignore").write_text("*\n")
            folder = self._folder / "releases" / f"{_UNFINISHED}{secrets.token_hex(8)}"
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _remove_unfinished(self) -> None:
        for beginning in (_UNFINISHED, _REMOVED):
            for folder in (self._folder / "releases").glob(f"{beginning}*"):
                shutil.rmtree(folder, ignore_errors=True)
        for link in self._folder.glob(f"{_UNFINISHED_LINK}*"):
            link.unlink()

    def _publish(self, folder: Path, identifier: str) -> None:
        for inner in {path.parent for path in _files(folder)} | {folder}:
            sync_folder(inner)
        target = folder.with_name(identifier)
        if not _holds_the_same(target, folder):
            shutil.rmtree(target, ignore_errors=True)
            folder.rename(target)
            sync_folder(target.parent)
        self._point_to(target)

    def _point_to(self, target: Path) -> None:
        link = self._folder / f"{_UNFINISHED_LINK}{secrets.token_hex(8)}"
        link.symlink_to(target.relative_to(self._folder))
        link.replace(self.current_link)
        sync_folder(self._folder)


def compress(content: bytes) -> bytes:
    """Compress with gzip so that the same bytes give the same bytes: no name, no time."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def _holds_the_same(target: Path, folder: Path) -> bool:
    """Tell whether a release is there already and undamaged; its index, which is derived, is believed."""
    files = [str(file.relative_to(folder)) for file in _files(folder)]
    same, _, _ = filecmp.cmpfiles(folder, target, files, shallow=False) if target.is_dir() else ([], [], [])
    return len(same) == len(files)


def _files(folder: Path) -> list[Path]:
    """Give the files of a release in the making, but those of its index."""
    inside = (path for path in folder.rglob("*") if path.relative_to(folder).parts[0] != STORE)
    return [path for path in inside if path.is_file()]


def _add_union(store: Store, lines: Iterable[bytes]) -> None:
    """Put the union of all graphs into the default graph; piece by piece, since it is another dataset in size."""
    rest = merged(lines)
    while piece := b"".join(islice(rest, UNION_PIECE)):
        store.bulk_extend(_parse(io.BytesIO(piece)))


def _parse(source: IO[bytes]) -> Iterator[Quad]:
    """Read canonical N-Quads. `Store.bulk_load` would give blank nodes other labels, and other ones each time."""
    return parse(source, format=RdfFormat.N_QUADS)
