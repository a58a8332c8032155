"""Writing graphs at an endpoint: by the Graph Store Protocol where there is one, by SPARQL Update otherwise.

https://www.w3.org/TR/sparql11-http-rdf-update/ and https://www.w3.org/TR/sparql11-update/
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import HTTPError, Request

from kgpub.errors import LoadError
from kgpub.store.remote.call import Call, CallFailed, Transport
from kgpub.store.remote.endpoint import AGENT, UpdateService
from kgpub.store.remote.failures import outage, words_of
from kgpub.store.remote.loading.units import batches, graph_of, triple_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgpub.store.remote.credentials import Credentials
    from kgpub.store.remote.loading.units import Unit

PATIENCE_SECONDS = 600.0
"""How long one request may take."""

UPDATE_LINES, UPDATE_BYTES = 500, 256 * 1024
"""What one update carries: Virtuoso makes a program of it that may have 10,000 lines."""

GRAPH_BYTES = 4 * 1024 * 1024
OPERATIONS = 100


class Writer:
    """Writes at an endpoint; raises LoadError where it cannot."""

    def __init__(self, update: UpdateService, graph_store: GraphStore | None) -> None:
        self._update = update
        self._graph_store = graph_store

    def run(self, operations: Iterable[str]) -> None:
        """Run updates, in their order."""
        waiting = list(operations)
        for start in range(0, len(waiting), OPERATIONS):
            self._run(" ;\n".join(waiting[start : start + OPERATIONS]))

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        self._run(f"DROP SILENT GRAPH <{graph}>")

    def write(self, unit: Unit, *, progress: Callable[[int], None]) -> None:
        """Write a unit in place of what its graphs hold. `progress` is told how many lines are written."""
        for graph in unit.graphs:
            self.remove(graph)
        done = 0
        for lines in self._batches(unit):
            progress(done)
            self._add(unit, lines)
            done += len(lines)

    def _batches(self, unit: Unit) -> Iterator[list[bytes]]:
        if self._takes(unit) is not None:
            return batches(unit.lines, most_lines=len(unit.lines), most_bytes=GRAPH_BYTES)
        return batches(unit.lines, most_lines=UPDATE_LINES, most_bytes=UPDATE_BYTES)

    def _takes(self, unit: Unit) -> GraphStore | None:
        """Give the graph store, if it can take a unit: what several graphs share would come apart there."""
        return self._graph_store if len(unit.graphs) == 1 else None

    def _add(self, unit: Unit, lines: list[bytes]) -> None:
        if (store := self._takes(unit)) is None:
            self._run(_insertion(lines))
        else:
            with _explained(f"add to the graph {unit.name}"):
                store.add(unit.graphs[0], lines)

    def _run(self, text: str) -> None:
        with _explained("run an update"):
            self._update.update(text, Call(patience_seconds=PATIENCE_SECONDS))


class GraphStore:
    """An address that keeps graphs."""

    def __init__(self, address: str, credentials: Credentials | None = None) -> None:
        self._address = address
        self._transport = Transport(address, credentials)

    def add(self, graph: str, lines: Iterable[bytes]) -> None:
        """Add statements to a graph; raise CallFailed, or HTTPError for a refusal."""
        call = Call(patience_seconds=PATIENCE_SECONDS)
        joint = "&" if "?" in self._address else "?"
        request = Request(
            f"{self._address}{joint}graph={quote(graph, safe='')}",
            data=b"".join(triple_of(line) + b" .\n" for line in lines),
            method="POST",
            headers={"Content-Type": "application/n-triples", "User-Agent": AGENT},
        )
        try:
            call.open(request, self._transport)
            while call.read():
                continue
        finally:
            call.close()


def _insertion(lines: list[bytes]) -> str:
    """Write lines as an update. It has a pattern, since Virtuoso takes blank nodes nowhere else."""
    by_graph: dict[str, list[str]] = {}
    for line in lines:
        by_graph.setdefault(graph_of(line), []).append(triple_of(line).decode() + " .")
    graphs = (f"GRAPH <{graph}> {{\n" + "\n".join(triples) + "\n}" for graph, triples in by_graph.items())
    return "INSERT {\n" + "\n".join(graphs) + "\n} WHERE {}"


@contextmanager
def _explained(what: str) -> Iterator[None]:
    try:
        yield
    except CallFailed as error:
        raise LoadError(f"The endpoint did not {what}: {error}. Once it answers, repeat the command.") from error
    except HTTPError as error:
        raise LoadError(f"The endpoint did not {what}. {outage(error, words_of(error))}") from error
