"""Whether two engines gave the same answer, whatever its order and spelling."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    from benchmarks.queries import Query

XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = frozenset(XSD + name for name in ("integer", "int", "long", "nonNegativeInteger"))


@dataclass(frozen=True)
class Answer:
    """The rows of an answer, or the triples of a graph, in an order that hangs on nothing but them."""

    rows: tuple[tuple[str, ...], ...]


def read(body: bytes, query: Query) -> Answer:
    """Read an answer; raise ValueError where it is none."""
    if query.form == "graph":
        return _graph(body)
    document = json.loads(body)
    names = document["head"]["vars"]
    bindings = document["results"]["bindings"]
    return Answer(tuple(sorted(tuple(_term(binding.get(name)) for name in names) for binding in bindings)))


def difference(answer: Answer, expected: Answer, query: Query) -> str:
    """Say in what an answer differs from the one that is expected; nothing where it does not."""
    if len(answer.rows) != len(expected.rows):
        return f"{len(answer.rows):,} rows instead of {len(expected.rows):,}"
    if query.is_deterministic and answer != expected:
        wrong = len(set(answer.rows) - set(expected.rows))
        return f"{wrong:,} of {len(expected.rows):,} rows differ"
    return ""


def _graph(body: bytes) -> Answer:
    # rdflib-endpoint answers DESCRIBE in RDF/XML, whatever is asked for and whatever it says that it answers in.
    media_type = RdfFormat.RDF_XML if body.startswith(b"<?xml") else RdfFormat.N_TRIPLES
    try:
        quads = list(parse(body, format=media_type))
    except SyntaxError as error:
        raise ValueError(f"not {media_type.name}: {error}") from error
    return Answer(tuple(sorted({(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads})))


def _term(binding: dict[str, Any] | None) -> str:
    """Spell a term in one way: engines differ in `typed-literal`, in the case of tags and in kinds of integers."""
    if binding is None:
        return ""
    value: str = binding["value"]
    match binding["type"]:
        case "uri":
            return f"<{value}>"
        case "bnode":
            return "_:"  # its label is the engine's own
        case _:
            return json.dumps(value) + _annotation(binding)


def _annotation(binding: dict[str, Any]) -> str:
    if language := binding.get("xml:lang"):
        return f"@{language.lower()}"
    datatype = binding.get("datatype", f"{XSD}string")
    if datatype in INTEGERS:
        datatype = f"{XSD}integer"
    return "" if datatype == f"{XSD}string" else f"^^<{datatype}>"
