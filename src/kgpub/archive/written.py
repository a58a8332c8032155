"""Which place each parsed statement has, when a reader of ours tells what is written where.

The reader need not know its format to the last corner: the parser's quads are right always, and each gets the place of
the written statement that is most like it.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kgpub.archive.positions import PlacedQuad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

Key = tuple[object, object, object]
ANY = None
"""Stands in a key for whatever blank node."""

NOTHING = NamedNode("about:nothing")
"""Stands for what a reader cannot make a term of: no statement of the parser has it."""


def iri(value: str) -> NamedNode:
    """Give an IRI, or NOTHING for what is none."""
    try:
        return NamedNode(value)
    except ValueError:
        return NOTHING


def text_literal(value: str, language: str) -> Literal:
    """Give a string, with a language where there is one and its tag is one."""
    try:
        return Literal(value, language=language.lower()) if language else Literal(value)
    except ValueError:
        return Literal(value)


@dataclass(frozen=True)
class Written:
    """What a reader found in a text."""

    statements: list[PlacedQuad] = field(default_factory=list)
    """In the order in which the parser gives them; blank nodes have names of the reader's own."""
    ends: dict[int, int] = field(default_factory=dict)
    """Where the tokens end at which statements are placed, by where they begin."""
    tags: list[tuple[int, int]] = field(default_factory=list)
    """Where language tags begin and end."""

    def placed(self, quads: Iterable[Quad]) -> list[PlacedQuad]:
        """Give parsed quads with their places; those that are like nothing written are left out."""
        return _Placing(self.statements).placed(list(quads))


READERS = {RdfFormat.JSON_LD: "json_ld_places", RdfFormat.RDF_XML: "rdf_xml_places"}
"""The modules that read a format. They are imported when they are needed, since few archives have such files."""


def read_written(text: str, format_: RdfFormat, *, base: str = "") -> Written:
    """Read a text in one of the formats of READERS. Raises NoPositions where that cannot be done."""
    written: Written = import_module(f"kgpub.archive.{READERS[format_]}").read(text, base)
    return written


class _Placing:
    """One placing of one file's quads. Each step looks things up, so that time grows with the file and not faster."""

    def __init__(self, statements: list[PlacedQuad]) -> None:
        self.statements = statements
        self.names: dict[object, BlankNode] = {}
        """What the reader calls the parser's blank nodes, as far as is known."""
        self.named: set[object] = set()
        self.taken: set[int] = set()
        self.waiting: dict[Key, deque[int]] = {}
        for number, item in enumerate(statements):
            for key in _keys(item.quad):
                self.waiting.setdefault(key, deque()).append(number)

    def placed(self, quads: list[Quad]) -> list[PlacedQuad]:
        found = self.exact(quads)
        both = zip(quads, found, strict=True)
        return [item for quad, own in both if (item := own or self.nearest(quad)) is not None]

    def exact(self, quads: list[Quad]) -> list[PlacedQuad | None]:
        """Pair what is unlike all else first, so that blank nodes are known when it comes to what is alike."""
        found: list[PlacedQuad | None] = [None] * len(quads)
        counts = Counter(map(self.key, quads))
        alone = {key for key, count in counts.items() if count == len(self.waiting.get(key, ())) == 1}
        order = sorted(range(len(quads)), key=lambda number: self.key(quads[number]) not in alone)
        for number in order:
            taken = self.take(quads[number])
            found[number] = taken and taken._replace(quad=quads[number])
        return found

    def take(self, quad: Quad) -> PlacedQuad | None:
        """Take the first written statement that says what a quad says, as far as is known of its blank nodes."""
        waiting = self.waiting.get(self.key(quad), deque())
        while waiting:
            number = waiting.popleft()
            item = self.statements[number]
            if number not in self.taken and self.bind(quad, item.quad):
                self.taken.add(number)
                return item
        return None

    def key(self, quad: Quad) -> Key:
        """Give a quad's key by what is known now."""
        return self.known(quad.subject), quad.predicate, self.known(quad.object)

    def known(self, term: object) -> object:
        return self.names.get(term, ANY) if isinstance(term, BlankNode) else term

    def bind(self, quad: Quad, written: Quad) -> bool:
        """Note which blank nodes are which; give False where one that is new to us has its place taken already."""
        pairs = {(quad.subject, written.subject), (quad.object, written.object)}
        new = {ours: theirs for ours, theirs in pairs if isinstance(ours, BlankNode) and ours not in self.names}
        is_one_to_one = len(pairs) == len({quad.subject, quad.object}) == len({written.subject, written.object})
        if not is_one_to_one or not self.named.isdisjoint(new.values()):
            return False
        for ours, theirs in new.items():
            assert isinstance(theirs, BlankNode), "only blank nodes have a key for any"
            self.names[ours] = theirs
            self.named.add(theirs)
        return True

    def nearest(self, quad: Quad) -> PlacedQuad | None:
        """Give a place for what is not written in so many words: that of its property, its subject, or its object."""
        subject, _, object_ = self.key(quad)
        if same := self.by_property.get((subject, quad.predicate)):
            number, item = same[0], self.statements[same[0]]
            same.rotate(-1)
            if number in self.taken:
                return PlacedQuad(quad, item.subject, item.predicate, item.predicate)
            self.taken.add(number)
            return item._replace(quad=quad)
        for term in (subject, object_):
            if term is not ANY and term in self.things:
                return PlacedQuad(quad, *[self.things[term]] * 3)
        return None

    @cached_property
    def by_property(self) -> dict[tuple[object, object], deque[int]]:
        """Give the written statements of each property of each thing, those that no quad took first."""
        found: dict[tuple[object, object], deque[int]] = {}
        for number in sorted(range(len(self.statements)), key=self.taken.__contains__):
            quad = self.statements[number].quad
            found.setdefault((quad.subject, quad.predicate), deque()).append(number)
        return found

    @cached_property
    def things(self) -> dict[object, int]:
        """Give where each thing is written first, as a subject if it is one."""
        objects: dict[object, int] = {item.quad.object: item.object for item in reversed(self.statements)}
        return objects | {item.quad.subject: item.subject for item in reversed(self.statements)}


def _keys(quad: Quad) -> Iterator[Key]:
    """Give every key under which a written statement can be looked for."""
    subjects, objects = _known_or_not(quad.subject), _known_or_not(quad.object)
    return ((subject, quad.predicate, object_) for subject, object_ in product(subjects, objects))


def _known_or_not(term: object) -> tuple[object, ...]:
    return (term, ANY) if isinstance(term, BlankNode) else (term,)
