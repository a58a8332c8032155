"""Finding out how an endpoint answers, with two small graphs that are there for a moment only.

What can be lived with is remembered; the rest is a reason not to publish from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub.errors import EndpointUnfit
from kgpub.store.remote.control import NOTHING

if TYPE_CHECKING:
    from kgpub.store.remote.control import OwnGraphs
    from kgpub.store.remote.loading.reading_back import Reader
    from kgpub.store.remote.loading.writing import Writer

_P = "urn:x-kgpub:probe"
SIDE = 48  # so many values in each of three directions make more rows than most endpoints cut at


@dataclass(frozen=True)
class Manners:
    """How an endpoint answers: whether it merges graphs, and with how many rows at most, 0 where with all."""

    merges: bool
    most_rows: int


def probe(reader: Reader, writer: Writer, graphs: OwnGraphs) -> Manners:
    """Find out how an endpoint answers; raise EndpointUnfit where an archive cannot be published from it."""
    _clean(writer, graphs)
    writer.run([_content(graphs)])
    try:
        _expect_graphs_apart(reader, graphs)
        _expect_stable_labels(reader, graphs)
        return Manners(_merges(reader, graphs), _most_rows(reader))
    finally:
        _clean(writer, graphs)


def _clean(writer: Writer, graphs: OwnGraphs) -> None:
    for graph in (graphs.probe, graphs.other_probe):
        writer.remove(graph)


def _content(graphs: OwnGraphs) -> str:
    nodes = "\n".join(f"_:b{number} <{_P}:number> {number} ." for number in range(1, 5))
    return f"""INSERT {{
  GRAPH <{graphs.probe}> {{
    <{_P}:s> <{_P}:both> 1 ; <{_P}:one> 1 .
    {nodes}
  }}
  GRAPH <{graphs.other_probe}> {{ <{_P}:s> <{_P}:both> 1 ; <{_P}:other> 1 . }}
}} WHERE {{}}"""


def _expect_graphs_apart(reader: Reader, graphs: OwnGraphs) -> None:
    """Ask what is seen of two graphs, outside GRAPH and inside, for each dataset that one of them makes."""
    one, other, none = (graphs.probe,), (graphs.other_probe,), (NOTHING,)
    for default, named, outside, inside in (
        (one, none, {"both", "one"}, set()),
        (other, none, {"both", "other"}, set()),
        (none, one, set(), {"both", "one"}),
        (none, other, set(), {"both", "other"}),
        (one, other, {"both", "one"}, {"both", "other"}),
        (none, none, set(), set()),
    ):
        seen = (
            _properties(reader, "?s ?p ?o", default, named),
            _properties(reader, "GRAPH ?g { ?s ?p ?o }", default, named),
        )
        if seen != (outside, inside):
            raise EndpointUnfit(
                "The endpoint does not keep to the dataset that a query is sent with (default-graph-uri and "
                "named-graph-uri of the SPARQL Protocol), so queries would see other graphs than they ask for."
            )


def _properties(reader: Reader, pattern: str, default: tuple[str, ...], named: tuple[str, ...]) -> set[str]:
    text = f"SELECT DISTINCT ?p {{ {pattern} FILTER(isIRI(?s)) }}"
    found = reader.rows(text, default=default, named=named)
    return {row["p"].value.removeprefix(f"{_P}:") for row in found}


def _expect_stable_labels(reader: Reader, graphs: OwnGraphs) -> None:
    """Ask for blank nodes in one order and in the other: each must have the same label in both answers."""
    first, second = (_labels(reader, graphs, order) for order in ("ASC", "DESC"))
    if first != second or len(set(first.values())) != len(first):
        raise EndpointUnfit(
            "The endpoint gives a blank node another label in each answer. A description is put together of several "
            "answers, in which blank nodes are known again by their labels. Let it keep them, if it has a setting "
            "for that, or choose another."
        )


def _labels(reader: Reader, graphs: OwnGraphs, order: str) -> dict[str, str]:
    text = f"SELECT ?n ?b {{ GRAPH ?g {{ ?b <{_P}:number> ?n }} }} ORDER BY {order}(?n)"
    return {row["n"].value: row["b"].value for row in reader.rows(text, named=(graphs.probe,))}


def _merges(reader: Reader, graphs: OwnGraphs) -> bool:
    both = (graphs.probe, graphs.other_probe)
    return len(list(reader.rows(f"SELECT ?s {{ ?s <{_P}:both> ?o }}", default=both, named=both))) == 1


def _most_rows(reader: Reader) -> int:
    values = " ".join(map(str, range(SIDE)))
    text = f"SELECT ?a {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} VALUES ?c {{ {values} }} }}"
    count = sum(1 for _ in reader.rows(text))
    return 0 if count == SIDE**3 else count
