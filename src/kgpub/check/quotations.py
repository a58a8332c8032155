"""Which passages are quoted from which sources, as kgpub.toml says that an archive tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from kgpub.check.diagnostic import Span
    from kgpub.check.index import Index
    from kgpub.check.material import Material
    from kgpub.config.checking import QuotationSettings

Node = NamedNode | BlankNode
MOST_SHOWN = 60
"""Characters of a text that a message shows."""


@dataclass(frozen=True)
class Quotation:
    """A passage, with the statements that say what it quotes, and where that stands."""

    node: Node
    words: Quad | None
    start: Quad | None
    end: Quad | None

    @property
    def quoted(self) -> str:
        """Give the words."""
        return _value(self.words)

    @property
    def place(self) -> range | None:
        """Give the characters of the text that it covers; None where they are not told, or not by numbers."""
        start, end = _value(self.start), _value(self.end)
        return range(int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


@dataclass(frozen=True)
class Source:
    """A source that passages are quoted from, with its texts: the same in each language that it has."""

    node: Node
    texts: tuple[str, ...]
    passages: tuple[Quotation, ...]

    @property
    def placed(self) -> list[tuple[range, Quotation]]:
        """Give the passages that have a place, in the order of the text."""
        found = [(passage.place, passage) for passage in self.passages]
        placed = [(place, passage) for place, passage in found if place is not None]
        return sorted(placed, key=lambda pair: (pair[0].start, pair[0].stop, str(pair[1].node)))


def sources(index: Index, settings: QuotationSettings) -> Iterator[Source]:
    """Give the sources that have a text and passages, in a fixed order."""
    passages: dict[Node, dict[Node, None]] = {}
    for first in index.matching(None, NamedNode(settings.source[0])):
        for last in follow(index, [first], settings.source[1:]):
            if isinstance(last.object, Node) and isinstance(first.subject, Node):
                passages.setdefault(last.object, {})[first.subject] = None
    for node in sorted(passages, key=str):
        texts = dict.fromkeys(_value(quad) for quad in _reached(index, node, settings.text))
        if texts:
            found = sorted(passages[node], key=str)
            yield Source(node, tuple(texts), tuple(_passage(index, each, settings) for each in found))


def _passage(index: Index, node: Node, settings: QuotationSettings) -> Quotation:
    """Read a passage. Where something is said twice, which one counts does not change by chance."""
    paths = settings.words, settings.start, settings.end
    return Quotation(node, *(min(_reached(index, node, path), key=_value, default=None) for path in paths))


def _reached(index: Index, node: Node, path: Sequence[str]) -> list[Quad]:
    """Give the statements at the end of a path whose objects are literals."""
    if not path:
        return []
    first = index.matching(node, NamedNode(path[0]))
    return [quad for quad in follow(index, first, path[1:]) if isinstance(quad.object, Literal)]


def follow(index: Index, quads: Iterable[Quad], path: Sequence[str]) -> Iterable[Quad]:
    """Give the statements that a path leads to from the objects of others."""
    for step in path:
        quads = [found for quad in quads for found in index.matching(quad.object, NamedNode(step))]
    return quads


def _value(quad: Quad | None) -> str:
    return quad.object.value if quad is not None and isinstance(quad.object, Literal) else ""


def span_of(material: Material, quad: Quad | None, passage: Quotation) -> Span:
    """Give where the object of a statement stands, or the passage where there is none."""
    spans = material.places.objects(quad.subject, quad.predicate, quad.object) if quad else []
    return (spans or material.places.things(passage.node))[0]


def shown(text: str) -> str:
    """Give words for a message, on one line, the middle left out where they are many."""
    line = " ".join(text.split())
    if len(line) <= MOST_SHOWN:
        return f"“{line}”"
    half = MOST_SHOWN // 2
    return f"“{line[:half].rstrip()} … {line[-half:].lstrip()}”"
