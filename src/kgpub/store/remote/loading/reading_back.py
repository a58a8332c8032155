"""Reading graphs back from an endpoint, and telling what of them is not as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kgpub.errors import EndpointUnfit, EngineError, LoadError
from kgpub.rdf.canonical import canonical_lines
from kgpub.store.remote.asking import rows
from kgpub.store.remote.control import NOTHING
from kgpub.store.remote.endpoint import RESULTS, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import QuerySolution

    from kgpub.store.remote.endpoint import Endpoint
    from kgpub.store.remote.loading.units import Unit

PATIENCE_SECONDS = 600.0
MOST_SHOWN = 3
MOST_CHARACTERS = 300

Graphs = tuple[str, ...]


@dataclass
class Reader:
    """Reads from an endpoint. `most_rows` is how many rows it gives at most, as far as is known; 0 where all."""

    endpoint: Endpoint
    most_rows: int = 0

    def rows(self, text: str, *, default: Graphs = (NOTHING,), named: Graphs = (NOTHING,)) -> Iterator[QuerySolution]:
        """Give the rows of an answer as they come; raise LoadError where there is none."""
        request = Request(text, RESULTS, default, named)
        try:
            yield from rows(self.endpoint, request, patience_seconds=PATIENCE_SECONDS)
        except EngineError as error:
            raise LoadError(f"The endpoint does not answer a query. {error}") from error

    def quads(self, graphs: Graphs, *, expected: int) -> list[Quad]:
        """Give what graphs hold. Where it is less than expected, ask for the rest: the endpoint may cut answers."""
        found = self._quads(graphs, offset=0)
        while 0 < len(found) < expected and (more := self._quads(graphs, offset=len(found))):
            self.most_rows = self.most_rows or len(found)
            found += more
        return found

    def _quads(self, graphs: Graphs, *, offset: int) -> list[Quad]:
        names = " ".join(str(NamedNode(graph)) for graph in graphs)
        text = f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        if offset:
            text += f" LIMIT {self.most_rows or offset} OFFSET {offset}"  # Virtuoso takes no OFFSET without a LIMIT
        return [Quad(row["s"], row["p"], row["o"], row["g"]) for row in self.rows(text, named=graphs)]


def holds(reader: Reader, unit: Unit) -> bool:
    """Tell whether an endpoint holds exactly what a unit says."""
    return _digest(_lines(reader, unit)) == unit.sha256


def compare(reader: Reader, unit: Unit) -> None:
    """Raise EndpointUnfit, with examples, where an endpoint does not hold exactly what a unit says."""
    lines = _lines(reader, unit)
    if _digest(lines) != unit.sha256:
        raise EndpointUnfit(_difference(unit, lines, reader.most_rows))


def _lines(reader: Reader, unit: Unit) -> list[bytes]:
    return canonical_lines(reader.quads(unit.graphs, expected=len(unit.lines)))


def _digest(lines: Iterable[bytes]) -> str:
    return sha256(b"".join(lines)).hexdigest()


def _difference(unit: Unit, lines: list[bytes], most_rows: int) -> str:
    written, read = set(unit.lines), set(lines)
    parts = [f"The endpoint does not keep {unit.name} as it was written, so the archive cannot be published from it."]
    if most_rows:
        parts.append(f"It gives at most {most_rows:,} rows at a time.")
    for label, some in (("written, but not read back", written - read), ("read back, but not written", read - written)):
        if some:
            shown = [line for line in sorted(some) if b"_:" not in line] or sorted(some)
            parts += [f"  {label} ({len(some):,}):", *(f"    {_short(line)}" for line in shown[:MOST_SHOWN])]
    return "\n".join(parts)


def _short(line: bytes) -> str:
    text = line.decode().strip()
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
