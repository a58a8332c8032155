"""The control graph: what an endpoint holds of an archive. `kgpub load` writes it, last of all; engines read it first.

::

    GRAPH <urn:x-kgpub:control:BASE> {
        <urn:x-kgpub:control:BASE>  :release "id" ; :dataset "sha256" .    only where all of a release is there
                                    :merged <urn:x-kgpub:merged:BASE> ;    the graph that holds what all say, once
                                    :sharing <GRAPH> ;                     the graphs that say what others say too
                                    :merges "yes" ;                        where the endpoint does that by itself
                                    :most-rows 10000 .                     where it leaves out what is beyond
        <GRAPH>                     :sha256 "…" .                          the graph is there, and was compared
        <GRAPH>                     :changing true .                       it is ours, and may hold anything
    }

A graph that is being changed is marked first and unmarked last. So whatever breaks off a load, the next one knows
which graphs are the archive's, and which of them to write again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import NamedNode

from kgpub.store.remote.asking import rows
from kgpub.store.remote.endpoint import RESULTS, Request

if TYPE_CHECKING:
    from kgpub.store.remote.endpoint import Endpoint

NOTHING = "urn:x-kgpub:nothing"
"""A graph that nobody fills. It is named where a dataset has no graph, since endpoints take none for all."""

_TERM = "urn:x-kgpub:term:"
RELEASE, DATASET, MERGED, SHARING, MERGES, MOST_ROWS, SHA256, CHANGING = (
    NamedNode(f"{_TERM}{name}")
    for name in ("release", "dataset", "merged", "sharing", "merges", "most-rows", "sha256", "changing")
)


@dataclass(frozen=True)
class OwnGraphs:
    """The graphs that kgpub has at an endpoint beside the archive's, by the archive's base."""

    base: str

    @property
    def control(self) -> str:
        """What is there."""
        return self._named("control")

    @property
    def merged(self) -> str:
        """What all graphs of the archive say, each triple once."""
        return self._named("merged")

    @property
    def probe(self) -> str:
        """A graph for finding out how the endpoint answers; it is there for a moment only."""
        return self._named("probe")

    @property
    def other_probe(self) -> str:
        """A second one."""
        return self._named("other-probe")

    def _named(self, name: str) -> str:
        return f"urn:x-kgpub:{name}:{quote(self.base, safe='')}"


@dataclass(frozen=True)
class Holding:
    """What an endpoint says of the archive as a whole. Where `dataset` is empty, no release is there in full.

    `sharing` are the graphs that state what others state too, `merges` is whether the endpoint takes several graphs
    together as their merge, in which a triple is once (SPARQL 1.1, 13.2.1).
    """

    release: str = ""
    dataset: str = ""
    merged: str = ""
    sharing: frozenset[str] = frozenset()
    merges: bool = False
    most_rows: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether the endpoint leaves rows out beyond some number."""
        return self.most_rows > 0


@dataclass(frozen=True)
class Entry:
    """What an endpoint says of one graph: its digest, unless it is being changed."""

    sha256: str
    is_changing: bool


def read_holding(endpoint: Endpoint, graphs: OwnGraphs, *, patience_seconds: float) -> Holding:
    """Ask an endpoint what it holds of an archive."""
    own = NamedNode(graphs.control)
    request = _request(f"SELECT ?p ?o {{ GRAPH {own} {{ {own} ?p ?o }} }}", graphs)
    facts: dict[NamedNode, set[str]] = {}
    for row in rows(endpoint, request, patience_seconds=patience_seconds):
        facts.setdefault(row["p"], set()).add(row["o"].value)
    return Holding(
        release=_only(facts, RELEASE),
        dataset=_only(facts, DATASET),
        merged=_only(facts, MERGED),
        sharing=frozenset(facts.get(SHARING, ())),
        merges=MERGES in facts,
        most_rows=int(_only(facts, MOST_ROWS) or 0),
    )


def _only(facts: dict[NamedNode, set[str]], term: NamedNode) -> str:
    values = facts.get(term, set())
    return next(iter(values)) if len(values) == 1 else ""


def read_entries(endpoint: Endpoint, graphs: OwnGraphs, *, patience_seconds: float) -> dict[str, Entry]:
    """Ask an endpoint which graphs of an archive it has."""
    own = NamedNode(graphs.control)
    text = f"SELECT ?s ?p ?o {{ GRAPH {own} {{ ?s ?p ?o }} FILTER(?s != {own}) }}"
    facts: dict[str, dict[NamedNode, str]] = {}
    for row in rows(endpoint, _request(text, graphs), patience_seconds=patience_seconds):
        facts.setdefault(row["s"].value, {})[row["p"]] = row["o"].value
    return {uri: Entry(said.get(SHA256, ""), CHANGING in said) for uri, said in facts.items()}


def _request(text: str, graphs: OwnGraphs) -> Request:
    return Request(text, RESULTS, default_graphs=(NOTHING,), named_graphs=(graphs.control,))
