"""Counting a dataset as VoID does, whole and by graph, in one reading of its canonical lines.

https://www.w3.org/TR/void/#statistics
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kgpub.publication.void import Counts
from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPE = str(RDF("type")).encode()


@dataclass(frozen=True)
class DatasetCounts:
    """The counts of all graphs together, where what two graphs say counts once, and of each by itself."""

    whole: Counts
    graphs: dict[str, Counts]


def count(lines: Iterable[bytes]) -> DatasetCounts:
    """Count what sorted lines of canonical N-Quads say; every quad has a graph.

    The same subject, and the same triple in several graphs, stand side by side there, so that only objects have to be
    remembered.
    """
    whole, graphs = _Tally(), defaultdict[bytes, _Tally](_Tally)
    last = b""
    for line in lines:
        triple, graph, _ = line.rsplit(b" ", 2)
        subject, predicate, object_ = triple.split(b" ", 2)
        graphs[graph].add(subject, predicate, object_)
        if triple != last:
            whole.add(subject, predicate, object_)
            last = triple
    return DatasetCounts(whole.counts(), {_name(graph): tally.counts() for graph, tally in graphs.items()})


@dataclass
class _Tally:
    triples: int = 0
    subjects: int = 0
    objects: set[bytes] = field(default_factory=set)
    properties: Counter[bytes] = field(default_factory=Counter)
    classes: Counter[bytes] = field(default_factory=Counter)
    last_subject: bytes = b""

    def add(self, subject: bytes, predicate: bytes, object_: bytes) -> None:
        self.triples += 1
        if subject != self.last_subject:
            self.subjects += 1
            self.last_subject = subject
        self.objects.add(object_)
        self.properties[predicate] += 1
        if predicate == _TYPE and not object_.startswith((b'"', b"<<")):
            self.classes[object_] += 1

    def counts(self) -> Counts:
        return Counts(
            triples=self.triples,
            subjects=self.subjects,
            objects=len(self.objects),
            properties=_named(self.properties),
            classes=_named(self.classes),
        )


def _named(counter: Counter[bytes]) -> dict[str, int]:
    return {_name(term): number for term, number in counter.items()}


def _name(term: bytes) -> str:
    """Give the IRI without its brackets (canonical N-Quads escapes nothing in it), or the label of a blank node."""
    return term.strip(b"<>").decode()
