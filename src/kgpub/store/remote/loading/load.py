"""Bringing a release to an endpoint: the order of steps, such that any of them may be the last.

An engine believes the control graph for a second. So the signature of the last release is taken away first, then there
is a pause, and only then graphs change: no answer is made of two releases.
"""

from __future__ import annotations

import fcntl
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.errors import EndpointUnfit, EngineError, LoadError
from kgpub.store.remote.control import Holding, OwnGraphs, read_entries, read_holding
from kgpub.store.remote.held import FRESH_SECONDS
from kgpub.store.remote.loading import signing
from kgpub.store.remote.loading.probing import Manners, probe
from kgpub.store.remote.loading.reading_back import Reader, compare, holds
from kgpub.store.remote.loading.units import Unit, merged, sharing, units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kgpub.store.releases import Release
    from kgpub.store.remote.control import Entry
    from kgpub.store.remote.endpoint import Endpoint
    from kgpub.store.remote.loading.writing import Writer

    Progress = Callable[[str, int, int], None]

PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 2 * FRESH_SECONDS


@dataclass(frozen=True)
class Plan:
    """What an endpoint holds, and what is to be done: `changing` is written, `gone` removed, `same` stays."""

    holding: Holding
    changing: tuple[Unit, ...]
    same: tuple[Unit, ...]
    gone: tuple[str, ...]
    is_signed: bool

    @property
    def is_done(self) -> bool:
        """Whether the release is there already."""
        return self.is_signed and not self.touched

    @property
    def touched(self) -> tuple[str, ...]:
        """The graphs that change."""
        return (*(graph for unit in self.changing for graph in unit.graphs), *self.gone)


class Loading:
    """Brings a release to an endpoint. Raises LoadError where it cannot, EndpointUnfit where it must not."""

    def __init__(self, release: Release, endpoint: Endpoint, writer: Writer) -> None:
        self._release = release
        self._endpoint = endpoint
        self._writer = writer
        self._own = OwnGraphs(release.manifest["base"])

    @cached_property
    def _units(self) -> tuple[Unit, ...]:
        """What the endpoint has to hold; behind the archive's graphs, the one that holds what they say once."""
        lines = self._release.lines()
        dataset = self._release.manifest["dataset"]
        once = [merged(lines, self._own.merged)] if dataset["triples"] < dataset["quads"] else []
        return (*units(lines), *once)

    def plan(self, *, verify: bool = False) -> Plan:
        """Find out what is to be done, and change nothing. To verify is to believe no digest but to read all graphs."""
        try:
            holding = read_holding(self._endpoint, self._own, patience_seconds=PATIENCE_SECONDS)
            known = read_entries(self._endpoint, self._own, patience_seconds=PATIENCE_SECONDS)
        except EngineError as error:
            raise LoadError(f"It cannot be found out what the endpoint holds. {error}") from error
        there = {unit for unit in self._units if _is_there(unit, known)}
        if verify:
            reader = Reader(self._endpoint, holding.most_rows)
            there = {unit for unit in there if holds(reader, unit)}
        return self._plan(holding, known, there)

    def _plan(self, holding: Holding, known: Mapping[str, Entry], there: set[Unit]) -> Plan:
        if len(there) < len(self._units):  # what is written anew has other blank nodes than what was merged
            there = {unit for unit in there if unit.graphs != (self._own.merged,)}
        wanted = {graph for unit in self._units for graph in unit.graphs}
        return Plan(
            holding,
            changing=tuple(unit for unit in self._units if unit not in there),
            same=tuple(unit for unit in self._units if unit in there),
            gone=tuple(sorted(set(known) - wanted)),
            is_signed=(holding.release, holding.dataset) == (self._release.id, self._dataset),
        )

    @property
    def _dataset(self) -> str:
        digest: str = self._release.manifest["dataset"]["sha256"]
        return digest

    def carry_out(self, plan: Plan, progress: Progress) -> None:
        """Do what is to be done."""
        progress("trying how the endpoint answers", 0, 1)
        manners = probe(Reader(self._endpoint), self._writer, self._own)
        reader = Reader(self._endpoint, manners.most_rows)
        if plan.touched:
            self._writer.run(signing.mark(plan.touched, self._own))
            if plan.holding.dataset:
                time.sleep(PAUSE_SECONDS)
        for unit in plan.changing:
            self._bring(unit, reader, progress)
        for graph in plan.gone:
            self._writer.remove(graph)
            self._writer.run([signing.forget(graph, self._own)])
        self._sign(replace(manners, most_rows=reader.most_rows))  # a large graph may have shown more of them

    def _bring(self, unit: Unit, reader: Reader, progress: Progress) -> None:
        if unit.graphs == (self._own.merged,):
            progress("merging all graphs", 0, 1)
            self._merge()
        else:
            self._writer.write(unit, progress=lambda done: progress(f"writing {unit.name}", done, len(unit.lines)))
        progress(f"comparing {unit.name}", 0, 1)
        compare(reader, unit)
        if unit.graphs == (self._own.merged,):
            self._expect_same_blank_nodes(reader)
        self._writer.run(signing.confirm(unit, self._own))

    def _merge(self) -> None:
        self._writer.remove(self._own.merged)
        for graph in self._archive_graphs:
            self._writer.run([f"ADD <{graph}> TO <{self._own.merged}>"])

    @property
    def _archive_graphs(self) -> list[str]:
        return [graph for unit in self._units for graph in unit.graphs if graph != self._own.merged]

    def _expect_same_blank_nodes(self, reader: Reader) -> None:
        """Ask for statements about blank nodes that are in a graph and not among the merged ones."""
        for graph in map(NamedNode, self._archive_graphs):
            pattern = f"GRAPH {graph} {{ ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }}"
            text = (
                f"SELECT ?s {{ {pattern} FILTER NOT EXISTS {{ GRAPH <{self._own.merged}> {{ ?s ?p ?o }} }} }} LIMIT 1"
            )
            if list(reader.rows(text, named=(graph.value, self._own.merged))):
                raise EndpointUnfit(
                    "The endpoint makes new blank nodes where statements are added from one graph to another, so that "
                    "graphs that say the same cannot be merged. Let no two graphs of the archive say the same."
                )

    def _sign(self, manners: Manners) -> None:
        graphs = {graph for unit in self._units for graph in unit.graphs}
        holding = Holding(
            release=self._release.id,
            dataset=self._dataset,
            merged=self._own.merged if self._own.merged in graphs else "",
            sharing=sharing(self._release.lines()),
            merges=manners.merges,
            most_rows=manners.most_rows,
        )
        self._writer.run(signing.sign(holding, self._own))


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keep other loads of the same archive out; raise LoadError where one is under way."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LoadError("Another kgpub load of this archive is under way.") from error
        yield


def _is_there(unit: Unit, known: Mapping[str, Entry]) -> bool:
    entries = [known.get(graph) for graph in unit.graphs]
    return all(entry is not None and entry.sha256 == unit.sha256 and not entry.is_changing for entry in entries)
