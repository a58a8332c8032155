"""The index of an archive's files: the remembered one, with what changed, or one made anew."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.differences import difference, loose
from kgpub.check.index import Index, index_of, indexable, source_name, text_name, text_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pyoxigraph import Quad

    from kgpub.archive import SourceText
    from kgpub.check.files import CheckedFile
    from kgpub.check.memory import Memory

REMEMBERED = ("data", "ontology")
"""The kinds of files whose statements are remembered. Shapes are few, and read each time."""


@dataclass(frozen=True)
class Changes:
    """What changed files and texts said and say, by their names, but for what they say as before."""

    old: Mapping[NamedNode, Sequence[Quad]]
    new: Mapping[NamedNode, Sequence[Quad]]


def indexed(
    files: Iterable[CheckedFile], texts: Sequence[SourceText], memory: Memory | None, *, keeps: bool
) -> tuple[Index, Changes | None]:
    """Index files and texts; tell what changed since they were remembered.

    With `keeps`, the memory is brought to what they say now; else it stays as it is.
    """
    understood = {file.name: file for file in files if file.facts.is_understood}
    shapes = {name: file for name, file in understood.items() if file.kind not in REMEMBERED}
    others = {name: file for name, file in understood.items() if file.kind in REMEMBERED}
    of_shapes, of_texts = index_of(_quads(shapes)), text_statements(texts)
    if memory is None:
        return index_of({**_quads(others), **of_texts}).also(of_shapes), None
    same = {name for name, file in others.items() if file.is_known} | _same_texts(texts, memory)
    changed = {name: file for name, file in others.items() if name not in same}
    new = _quads(changed) | {name: quads for name, quads in of_texts.items() if name not in same}
    index, changes = _remembered(memory, same, new, keeps=keeps)
    return index.also(of_shapes), changes


def _remembered(
    memory: Memory, same: AbstractSet[NamedNode], new: Mapping[NamedNode, Sequence[Quad]], *, keeps: bool
) -> tuple[Index, Changes]:
    """Give the index of what is the same and what is new."""
    had = memory.index(_names(memory))
    old = {name: had.of_file(name) for name in had.names - same}
    changes = _changes(old, new)
    if not keeps:
        return memory.index(same).also(index_of(new)), changes
    memory.write({name: difference(old.get(name, ()), new.get(name, ())) for name in old.keys() | new.keys()})
    return memory.index(same | new.keys()), changes


def _quads(files: Mapping[NamedNode, CheckedFile]) -> dict[NamedNode, Sequence[Quad]]:
    return {name: indexable(file.parsed.quads) for name, file in files.items()}


def _same_texts(texts: Iterable[SourceText], memory: Memory) -> set[NamedNode]:
    digests = text_digests(texts)
    return {NamedNode(name) for name, digest in digests.items() if memory.texts.get(name) == digest}


def _changes(old: Mapping[NamedNode, Sequence[Quad]], new: Mapping[NamedNode, Sequence[Quad]]) -> Changes:
    found = {name: loose(old.get(name, ()), new.get(name, ())) for name in old.keys() | new.keys()}
    return Changes({name: item.gone for name, item in found.items()}, {name: item.come for name, item in found.items()})


def text_digests(texts: Iterable[SourceText]) -> dict[str, str]:
    """Give digests of the statements that publish texts, by their names."""
    return {text_name(text).value: _digest(text) for text in texts}


def _digest(text: SourceText) -> str:
    entry = text.entry
    return hashlib.sha256(f"{entry.source}\n{entry.property}\n{entry.language}\n{text.text}".encode()).hexdigest()


def _names(memory: Memory) -> list[NamedNode]:
    """Give what the store has."""
    known = ((path, was.origin[-1]) for path, was in memory.files.items())
    return [*(source_name(kind, path) for path, kind in known if kind in REMEMBERED), *map(NamedNode, memory.texts)]
