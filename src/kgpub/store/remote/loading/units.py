"""What of a release is written, compared and remembered as one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from kgpub.rdf.canonical import canonical_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# In a literal this is text and no label. Then lines are kept together that need not be, and no harm is done.
_LABEL = re.compile(rb"_:c14n\d+")

Name = str | bytes
"""A graph's URI or a blank node's label."""


class _Together:
    """Names that belong together, directly or by others."""

    def __init__(self) -> None:
        self._above: dict[Name, Name] = {}

    def root(self, name: Name) -> Name:
        """Give the name that stands for all that belong together with one."""
        while (above := self._above.get(name, name)) != name:
            self._above[name] = self._above.get(above, above)
            name = above
        return name

    def join(self, *names: Name) -> None:
        """Let names belong together."""
        for name in names[1:]:
            self._above[self.root(name)] = self.root(names[0])


@dataclass(frozen=True, eq=False)
class Unit:
    """Graphs with what they say, as lines of canonical N-Quads: one graph, unless it shares blank nodes with others."""

    graphs: tuple[str, ...]
    lines: tuple[bytes, ...]

    @cached_property
    def sha256(self) -> str:
        """The digest of the lines, by which the unit is known again."""
        return sha256(b"".join(self.lines)).hexdigest()

    @property
    def name(self) -> str:
        """How people are told of it."""
        return " and ".join(self.graphs)


def units(lines: Iterable[bytes]) -> list[Unit]:
    """Divide a dataset, given as canonical N-Quads, into units, in the order of their first graphs."""
    by_graph: dict[str, list[bytes]] = {}
    for line in lines:
        by_graph.setdefault(graph_of(line), []).append(line)
    together = _Together()
    for graph, its_lines in by_graph.items():
        for line in its_lines:
            together.join(graph, *_LABEL.findall(line))
    groups: dict[Name, list[str]] = {}
    for graph in sorted(by_graph):
        groups.setdefault(together.root(graph), []).append(graph)
    return [_unit(graphs, [line for graph in graphs for line in by_graph[graph]]) for graphs in groups.values()]


def _unit(graphs: Iterable[str], lines: list[bytes]) -> Unit:
    return Unit(tuple(graphs), tuple(canonical(lines)))


def canonical(lines: list[bytes]) -> list[bytes]:
    """Give lines with the labels that they have when they stand alone."""
    if any(map(_LABEL.search, lines)):
        return canonical_lines(parse(b"".join(lines), format=RdfFormat.N_QUADS))
    return sorted(lines)


def merged(lines: Iterable[bytes], graph: str) -> Unit:
    """Give what all graphs say, each triple once, as a graph of its own."""
    end = f" <{graph}> .\n".encode()
    return _unit([graph], [triple + end for triple in sorted({triple_of(line) for line in lines})])


def sharing(lines: Iterable[bytes]) -> frozenset[str]:
    """Give the graphs that say what others say too. The lines of a triple stand side by side, since they are sorted."""
    found: set[str] = set()
    for _, same in groupby(lines, key=triple_of):
        graphs = [graph_of(line) for line in same]
        found.update(graphs if len(graphs) > 1 else ())
    return frozenset(found)


def graph_of(line: bytes) -> str:
    """Give the graph of a line."""
    return line.rsplit(b" ", 2)[1][1:-1].decode()


def triple_of(line: bytes) -> bytes:
    """Give a line without its graph and its end."""
    return line.rsplit(b" ", 2)[0]


def batches(lines: Iterable[bytes], *, most_lines: int, most_bytes: int) -> Iterator[list[bytes]]:
    """Divide lines into batches, such that no blank node is in two; one that is too large stays whole."""
    batch: list[bytes] = []
    size = 0
    for part in _parts(lines):
        part_size = sum(map(len, part))
        if batch and (len(batch) + len(part) > most_lines or size + part_size > most_bytes):
            yield batch
            batch, size = [], 0
        batch += part
        size += part_size
    if batch:
        yield batch


def _parts(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Give what must stay together: lines that share blank nodes, however many are between them."""
    together = _Together()
    labelled: list[tuple[bytes, bytes]] = []
    for line in lines:
        if labels := _LABEL.findall(line):
            together.join(*labels)
            labelled.append((labels[0], line))
        else:
            yield [line]
    parts: dict[Name, list[bytes]] = {}
    for label, line in labelled:
        parts.setdefault(together.root(label), []).append(line)
    yield from parts.values()
