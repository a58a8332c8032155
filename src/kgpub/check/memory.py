"""What is remembered between two checks, in the archive's folder: safe to delete, and believed only where it fits.

A table has the facts of each file, a store the statements (`kgpub.check.index`), and notes what rules want to know
again. No finding is kept: what is told was found in this run. A folder that another has prepared can at most hide a
finding of this machine; nothing in it is run.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import platform
import shutil
import sqlite3
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

import kgpub
from kgpub.check.facts import Facts
from kgpub.check.files import Known, origin
from kgpub.check.index import Index, InFolder, Layer, put, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import NamedNode

    from kgpub.check.differences import Difference
    from kgpub.check.files import CheckedFile
    from kgpub.config import Config

TABLE = "known.sqlite"
STATEMENTS = "statements"
LOCK = "lock"
PACKAGES = ("kgpub", "pyshacl", "rdflib", "pyoxigraph")
READING = ("archive", "check", "rdf")
"""The parts of kgpub that what is remembered depends on."""

_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS texts (name TEXT PRIMARY KEY, digest TEXT);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, digest TEXT, blob TEXT, format TEXT, graph TEXT, kind TEXT, may_suppress INTEGER,
    subjects TEXT, typed TEXT, predicates TEXT, objects TEXT, graphs TEXT, prefixes TEXT, clean TEXT);
"""
_PARTS = ("subjects", "typed", "predicates", "objects", "graphs")


class Memory:
    """A folder, while no other process uses it."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder = folder
        self._key = key
        self._held = InFolder(folder / STATEMENTS)
        self.files: dict[str, Known] = {}
        """The files that were checked, by their paths."""
        self.texts: dict[str, str] = {}
        """The digests of texts, by their names in the store."""
        self.notes: dict[str, str] = {}
        """What rules noted."""
        if not self._load():
            self._forget()

    def index(self, names: Iterable[NamedNode]) -> Index:
        """Give the statements of files that the store has."""
        seen = frozenset(names)
        return Index([Layer(self._held, seen)] if seen else [])

    def write(self, changed: Mapping[NamedNode, Difference]) -> None:
        """Write what changed in files into the store. Until `save`, nothing that is remembered is believed."""
        if not changed:
            return
        self._mark("is_written", "begun")
        self._held.close()
        store = Store(str(self._folder / STATEMENTS))
        if self.files or self.texts:
            for name, item in changed.items():
                replace(store, name, item.gone, item.come)
        else:
            put(store, {name: item.come for name, item in changed.items()})
        # Of a journal whose end was lost, as when power fails, RocksDB says nothing: the store would be an older one.
        store.flush()
        for log in (self._folder / STATEMENTS).glob("LOG.old.*"):  # of which RocksDB would keep a thousand
            log.unlink()

    def save(self, files: Iterable[CheckedFile], texts: Mapping[str, str], notes: Mapping[str, str]) -> None:
        """Remember files, texts and notes that the store fits."""
        rows = [row for file in files if (row := self._row(file)) is not None]
        paths = {file.path for file in files}
        with self._opened() as table:
            table.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in self.files.keys() - paths])
            table.executemany(f"REPLACE INTO files VALUES ({', '.join('?' * 14)})", rows)
            for name, values in (("texts", texts), ("notes", notes)):
                table.execute(f"DELETE FROM {name}")
                table.executemany(f"INSERT INTO {name} VALUES (?, ?)", values.items())
            about = {"key": self._key, "is_written": "whole", "files": str(len(paths)), "statements": self._sizes()}
            table.executemany("REPLACE INTO about VALUES (?, ?)", about.items())
            table.commit()

    def _row(self, file: CheckedFile) -> tuple[object, ...] | None:
        """Give what to write of a file, or None where the table has it."""
        known = self.files.get(file.path)
        clean = "\n".join(sorted(file.clean))
        if file.is_known and known and (set(known.clean), known.blob) == (file.clean, file.blob):
            return None
        facts = file.facts
        parts = ("\n".join(sorted(getattr(facts, part))) for part in _PARTS)
        prefixes = "\n".join(sorted(map(" ".join, facts.prefixes)))
        return file.path, file.digest, file.blob, *origin(file.file), facts.may_suppress, *parts, prefixes, clean

    def _load(self) -> bool:
        """Read the table; tell whether what it has can be believed."""
        try:
            with self._opened() as table:
                about = dict(table.execute("SELECT name, value FROM about"))
                count, sizes = about.pop("files", ""), about.pop("statements", "")
                if sizes != self._sizes() or about != {"key": self._key, "is_written": "whole"}:
                    return False
                self.files = dict(map(_known, table.execute("SELECT * FROM files")))
                if count != str(len(self.files)):
                    return False
                self.texts = dict(table.execute("SELECT name, digest FROM texts"))
                self.notes = dict(table.execute("SELECT name, value FROM notes"))
            self._held.store  # noqa: B018 - which raises OSError where there is none
        except (sqlite3.Error, OSError, RuntimeError, ValueError, TypeError):  # RocksDB's are the third
            return False
        return True

    def _sizes(self) -> str:
        """Give the sizes of the store's files. Of one that is missing or cut short, RocksDB may say nothing."""
        files = (self._folder / STATEMENTS).glob("*")
        sizes = (f"{file.name} {file.stat().st_size}" for file in files if not file.name.startswith(("LOG", "LOCK")))
        return "\n".join(sorted(sizes))

    def _forget(self) -> None:
        self.files, self.texts, self.notes = {}, {}, {}
        self._held.close()
        for name in (TABLE, f"{TABLE}-journal"):
            (self._folder / name).unlink(missing_ok=True)
        # What cannot be deleted must not be taken for what is written next: OSError is for who opens the memory.
        if (self._folder / STATEMENTS).exists():
            shutil.rmtree(self._folder / STATEMENTS)

    def _mark(self, name: str, value: str) -> None:
        with self._opened() as table:
            table.execute("REPLACE INTO about VALUES (?, ?)", (name, value))
            table.commit()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._folder / TABLE)) as table:
            table.executescript(_TABLES)
            yield table


def _known(row: tuple[str, ...]) -> tuple[str, Known]:
    path, digest, blob, format_, graph, kind, may_suppress, *parts, prefixes, clean = row
    subjects, typed, predicates, objects, graphs = (tuple(filter(None, part.split("\n"))) for part in parts)
    facts = Facts(
        is_understood=True,
        may_suppress=bool(may_suppress),
        subjects=frozenset(subjects),
        typed=typed,
        predicates=frozenset(predicates),
        objects=frozenset(objects),
        graphs=frozenset(graphs),
        prefixes=frozenset(
            (prefix, namespace)
            for prefix, _, namespace in (line.partition(" ") for line in prefixes.split("\n") if line)
        ),
    )
    return path, Known(digest, blob, (format_, graph, kind), facts, frozenset(clean.split()))


def forget(folder: Path) -> None:
    """Delete what is remembered, as far as that is possible."""
    with suppress(OSError):
        (folder / TABLE).unlink(missing_ok=True)


@contextmanager
def remembered(folder: Path | None, config: Config) -> Iterator[Memory | None]:
    """Give what is remembered in a folder, and make the folder where there is none.

    There is none to be had, and everything is checked, where the folder cannot be written to, has links that lead
    elsewhere, or is used by another process.
    """
    memory = None
    with ExitStack() as stack:
        with suppress(OSError):
            if folder is not None:
                _make(folder)
                (folder / ".gitignore").write_text("*\n", encoding="utf-8")
                lock = stack.enter_context((folder / LOCK).open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                memory = Memory(folder, _key(config))
        yield memory


def _make(folder: Path) -> None:
    """Make the folder where there is none. Raises OSError where it, or what is in it, is a link.

    git brings links along, and one to somewhere else would have that overwritten or deleted.
    """
    for path in (folder.parent, folder, *folder.rglob("*")):
        if path.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    folder.mkdir(parents=True, exist_ok=True)


def _key(config: Config) -> str:
    """Give a digest of all that facts and notes depend on besides the files: settings, versions, this code."""
    parts = [hashlib.sha256(config.source).hexdigest(), _code(), platform.python_version(), *map(version, PACKAGES)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _code() -> str:
    found = hashlib.sha256()
    for part in READING:
        for file in sorted(Path(kgpub.__file__).parent.joinpath(part).rglob("*.py")):
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()
