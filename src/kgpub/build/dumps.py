"""Writing the dumps of a release: the dataset in TriG, each graph in Turtle, and their sums.

What the serialiser gives goes through gzip into the files, and is nowhere held as a whole. The TriG is made of the
Turtle of its graphs, so that each graph is serialised once.
"""

from __future__ import annotations

import gzip
import hashlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import IO, TYPE_CHECKING, Protocol, cast

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from kgpub.publication.dumps import SUMS, WHOLE_N_QUADS, WHOLE_TRIG, graph_names, write_sums
from kgpub.store.releases import DUMPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kgpub.store.releases import Draft

BATCH_LINES = 10_000
GZIP_LEVEL = 6
_ANY = Triple(*[NamedNode("urn:x-kgpub:any")] * 3)


@dataclass(frozen=True)
class DumpContent:
    """What a dump holds: a graph, or all of them. The digest is of its content, before it was compressed."""

    graph: str | None
    sha256: str


class _Sink(Protocol):
    """Whatever takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take some."""


class _Digesting:
    """Passes bytes on and digests them on the way."""

    def __init__(self, target: _Sink) -> None:
        self._target = target
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self._target.write(data)
        return len(data)

    def flush(self) -> None:
        """Keep nothing back; what is behind is flushed by whoever opened it."""


class _WithoutHeader:
    """Passes bytes on, but the first so many."""

    def __init__(self, target: _Sink, header_bytes: int) -> None:
        self._target = target
        self._left = header_bytes

    def write(self, data: bytes) -> int:
        self._target.write(data[self._left :])
        self._left = max(0, self._left - len(data))
        return len(data)


class _Both:
    """Passes bytes on to several."""

    def __init__(self, *targets: _Sink) -> None:
        self._targets = targets

    def write(self, data: bytes) -> int:
        for target in self._targets:
            target.write(data)
        return len(data)

    def flush(self) -> None:
        """Keep nothing back."""


class Dumping:
    """Writes the dumps of one release, and remembers what is in them."""

    def __init__(self, draft: Draft, prefixes: Mapping[str, str]) -> None:
        self._draft = draft
        self._prefixes = dict(prefixes)
        self._header = _header(self._prefixes)
        self._sums: dict[str, str] = {}
        self.contents: dict[str, DumpContent] = {}

    def write(self, lines: Sequence[bytes], *, base: str) -> None:
        """Write all of them from lines of N-Quads; the N-Quads themselves are in the release already."""
        graphs = _by_graph(lines)
        names = graph_names(base, map(_uri, graphs))
        with self._open(WHOLE_TRIG, None) as trig:
            trig.write(self._header)
            for graph in sorted(graphs):
                self._write_graph(graph, graphs[graph], trig, names.get(_uri(graph)))
        self._draft.write(f"{DUMPS}/{SUMS}", write_sums(self._sums))

    def add_n_quads(self, content_sha256: str, file: bytes) -> None:
        """Count the N-Quads of the release among the dumps."""
        self.contents[WHOLE_N_QUADS] = DumpContent(None, content_sha256)
        self._sums[WHOLE_N_QUADS] = hashlib.sha256(file).hexdigest()

    def _write_graph(self, graph: bytes, lines: Sequence[bytes], trig: _Sink, name: str | None) -> None:
        trig.write(b"GRAPH %s {\n" % graph)
        with ExitStack() as stack:
            sinks: list[_Sink] = [_WithoutHeader(trig, len(self._header))]
            if name is not None:
                sinks.append(stack.enter_context(self._open(name, _uri(graph))))
            output = cast("IO[bytes]", _Both(*sinks))
            serialize(_triples(lines), output=output, format=RdfFormat.TURTLE, prefixes=self._prefixes)
        trig.write(b"}\n")

    @contextmanager
    def _open(self, name: str, graph: str | None) -> Iterator[_Digesting]:
        """Open a dump; at the end of the block its content and its file have their digests."""
        with self._draft.open(f"{DUMPS}/{name}") as file:
            outer = _Digesting(file)
            packing = gzip.GzipFile(
                filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=cast("IO[bytes]", outer), mtime=0
            )
            with packing:
                inner = _Digesting(packing)
                yield inner
        self._sums[name] = outer.digest.hexdigest()
        self.contents[name] = DumpContent(graph, inner.digest.hexdigest())


def _header(prefixes: dict[str, str]) -> bytes:
    """Give what stands before the first triple of a Turtle document: its prefixes. Without a triple there are none."""
    document = serialize([_ANY], format=RdfFormat.TURTLE, prefixes=prefixes) or b""
    return b"".join(document.splitlines(keepends=True)[:-1])


def _by_graph(lines: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    graphs: dict[bytes, list[bytes]] = {}
    for line in lines:
        graphs.setdefault(line.rsplit(b" ", 2)[1], []).append(line)
    return graphs


def _uri(graph: bytes) -> str:
    return graph.strip(b"<>").decode()


def _triples(lines: Iterable[bytes]) -> Iterator[Triple]:
    """Read lines some at a time. A blank node keeps its label, which is one and the same in all dumps."""
    remaining = iter(lines)
    while batch := list(islice(remaining, BATCH_LINES)):
        for quad in parse(b"".join(batch), format=RdfFormat.N_QUADS):
            yield quad.triple
