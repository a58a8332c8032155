"""A text with its passages in place, as Web Annotation selectors give them.

https://www.w3.org/TR/annotation-model/#text-position-selector
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.publication.queries import iri
from kgpub.rdf.vocabularies import OA
from kgpub.store.reading import solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import QuerySolution

    from kgpub.publication.quad_index import QuadIndex
    from kgpub.store.contract import Engine

_PASSAGES = """
SELECT DISTINCT ?passage ?start ?end {{
  ?passage {source} {uri} ; {selector} ?selector . ?selector {start} ?start ; {end} ?end .
}}
"""


@dataclass(frozen=True)
class Span:
    """A part of a text that passages refer to: from `start` up to `end`, in characters."""

    uri: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `uri` names the passage it is, if it is one."""

    text: str
    uri: str = ""


def annotated_text(engine: Engine, uri: str, statements: QuadIndex) -> list[Piece]:
    """Give the text that a thing holds, cut into its passages and what lies between; empty where it holds none.

    The text is the thing's longest literal that all its passages lie in.
    """
    spans = _spans(engine, uri)
    texts = [text for text in _texts(uri, statements) if spans and max(span.end for span in spans) <= len(text)]
    return list(_pieces(max(texts, key=len), spans)) if texts else []


def _spans(engine: Engine, uri: str) -> Sequence[Span]:
    terms = {name: OA(term) for name, term in (("source", "hasSource"), ("selector", "hasSelector"))}
    query = _PASSAGES.format(uri=iri(uri), start=OA("start"), end=OA("end"), **terms)
    spans = (span for row in solutions(engine, query) if (span := _span(row)) and 0 <= span.start < span.end)
    return sorted(spans, key=lambda span: (span.start, span.end))


def _span(row: QuerySolution) -> Span | None:
    try:
        return Span(row["passage"].value, int(row["start"].value), int(row["end"].value))
    except ValueError:
        return None  # no offsets: the check's to tell, if the archive's shapes say what offsets are


def _texts(uri: str, statements: QuadIndex) -> Iterator[str]:
    node = NamedNode(uri)
    for predicate in statements.predicates(node):
        for value in statements.values(node, NamedNode(predicate)):
            if isinstance(value, Literal):
                yield value.value


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    position = 0
    for span in spans:
        if span.start < position:
            continue  # it overlaps the passage before; it has a page of its own
        if span.start > position:
            yield Piece(text[position : span.start])
        yield Piece(text[span.start : span.end], span.uri)
        position = span.end
    if position < len(text):
        yield Piece(text[position:])
