"""The statements of an archive's files, found by what they have, each with the file that makes it.

A scan of a million statements takes seconds, and a check of one change meets a few hundred. An Oxigraph store, in
memory or in a folder that outlasts the process, holds them; the name of each file takes the place of the graph. The
files that are seen can be others than those that the store has: a state of the archive is the store without the files
that changed, and a small store in memory with what they say in that state.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kgpub.archive import text_quad
from kgpub.check.kept_terms import kept, unkept_quad

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from kgpub.archive import SourceText

_SCHEME = "file:"


class Damaged(BaseException):
    """A store in a folder cannot be read.

    Whatever a shape makes pySHACL raise is a finding; this is none, and no `except Exception` may take it for one.
    """


def source_name(kind: str, path: str) -> NamedNode:
    """Give the name of a file in a store."""
    return NamedNode(f"{_SCHEME}{kind}/{quote(path)}")


def text_name(text: SourceText) -> NamedNode:
    """Give the name of a text of a source: a file may be the text of several, and of one in several ways."""
    entry = text.entry
    way = f"{entry.graph} {entry.source} {entry.property} {entry.language}"
    return NamedNode(f"{_SCHEME}text/{quote(entry.file)}?{quote(way)}")


def text_statements(texts: Iterable[SourceText]) -> dict[NamedNode, list[Quad]]:
    """Give the statements that publish texts, by the name of each."""
    return {text_name(text): [text_quad(text)] for text in texts}


def path_of(name: NamedNode) -> str:
    """Give the path of a file by its name."""
    return unquote(name.value.removeprefix(_SCHEME).partition("/")[2].partition("?")[0])


class Held(Protocol):
    """Where statements are held."""

    @property
    def store(self) -> Store:
        """The store, open for reading."""


@dataclass(frozen=True)
class InMemory:
    """A store that ends with the process."""

    store: Store


class InFolder:
    """A store in a folder. A forked process opens it anew, since what RocksDB has open does not outlive a fork."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: dict[int, Store] = {}

    @property
    def store(self) -> Store:
        """The store, open for reading."""
        process = os.getpid()
        if process not in self._opened:
            self._opened[process] = Store.read_only(str(self._folder))
        return self._opened[process]

    def close(self) -> None:
        """Let go of the store."""
        self._opened.pop(os.getpid(), None)


@dataclass(frozen=True)
class Layer:
    """A store, and those of its files that are seen."""

    held: Held
    names: frozenset[NamedNode]


class Index:
    """The statements of some files."""

    def __init__(self, layers: Iterable[Layer]) -> None:
        self.layers = tuple(layers)

    @property
    def names(self) -> frozenset[NamedNode]:
        """The names of the files."""
        return frozenset().union(*(layer.names for layer in self.layers))

    def matching(self, subject: Any = None, predicate: Any = None, object_: Any = None) -> Iterator[Quad]:  # noqa: ANN401
        """Give the statements that fit a pattern, each as often as there are files that make it.

        In the place of the graph stands the name of the file. Raises Damaged.
        """
        if isinstance(subject, Literal):
            return
        try:
            for layer in self.layers:
                for quad in layer.held.store.quads_for_pattern(subject, predicate, kept(object_), None):
                    if quad.graph_name in layer.names:
                        yield unkept_quad(quad)
        except (OSError, RuntimeError) as error:
            raise Damaged(str(error)) from error

    def of_file(self, name: NamedNode) -> list[Quad]:
        """Give the statements of one file. Raises Damaged."""
        try:
            return [
                unkept_quad(quad)
                for layer in self.layers
                if name in layer.names
                for quad in layer.held.store.quads_for_pattern(None, None, None, name)
            ]
        except (OSError, RuntimeError) as error:
            raise Damaged(str(error)) from error

    def paths(self, subject: Any = None, object_: Any = None) -> list[str]:  # noqa: ANN401
        """Give the files that have a thing as a subject, or as an object, sorted."""
        names = {quad.graph_name for quad in self.matching(subject, None, object_)}
        return sorted({path_of(name) for name in names if isinstance(name, NamedNode)})

    def only(self, *kinds: str) -> Index:
        """Give the index of files of some kinds; texts are a kind."""
        starts = tuple(f"{_SCHEME}{kind}/" for kind in kinds)
        return self._with(lambda name: name.value.startswith(starts))

    def without(self, names: Collection[NamedNode]) -> Index:
        """Give the index without some files."""
        return self._with(lambda name: name not in names)

    def _with(self, is_seen: Any) -> Index:  # noqa: ANN401
        return Index(Layer(layer.held, frozenset(filter(is_seen, layer.names))) for layer in self.layers)

    def also(self, *others: Index) -> Index:
        """Give the index of these files and others."""
        return Index([*self.layers, *(layer for other in others for layer in other.layers)])

    def __bool__(self) -> bool:
        """Tell whether there is any statement."""
        return any(True for _ in self.matching())


def index_of(files: Mapping[NamedNode, Iterable[Quad]]) -> Index:
    """Index files in memory."""
    store = Store()
    put(store, files)
    return Index([Layer(InMemory(store), frozenset(files))])


def put(store: Store, files: Mapping[NamedNode, Iterable[Quad]]) -> None:
    """Write files into a store. SHACL 1.0 knows no triple terms, and nobody asks for them."""
    store.bulk_extend(_stored(name, quad) for name, quads in files.items() for quad in indexable(quads))


def indexable(quads: Iterable[Quad]) -> list[Quad]:
    """Give the statements that an index has."""
    return [quad for quad in quads if not isinstance(quad.object, Triple)]


def replace(store: Store, name: NamedNode, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
    """Change a few statements of a file in a store."""
    for quad in gone:
        store.remove(_stored(name, quad))
    store.extend(_stored(name, quad) for quad in come)


def _stored(name: NamedNode, quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, kept(quad.object), name)
