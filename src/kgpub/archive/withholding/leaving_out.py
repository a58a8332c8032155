"""What of an archive is withheld on a day, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from kgpub.archive.quads import text_quad
from kgpub.archive.withholding.closure import Closure
from kgpub.archive.withholding.mentions import Mentions
from kgpub.archive.withholding.spelling import Spelling
from kgpub.archive.withholding.standards import NEEDS, PARTS
from kgpub.paths import matches
from kgpub.rdf.vocabularies import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Quad

    from kgpub.archive.files import SourceText
    from kgpub.archive.quads import ParsedFile
    from kgpub.archive.withholding.settings import Withholding
    from kgpub.rdf.terms import Node

_FALSE, _TRUE = (Literal(word, datatype=XSD("boolean")) for word in ("false", "true"))


class Stated(NamedTuple):
    """A statement and the file that makes it, as a path relative to the archive's folder."""

    quad: Quad
    path: str


def stated(parsed: Iterable[ParsedFile], texts: Iterable[SourceText] = ()) -> list[Stated]:
    """Give what files and texts say, with the file that says it."""
    found = [Stated(quad, item.file.path) for item in parsed for quad in item.quads]
    return [*found, *(Stated(text_quad(text), text.entry.file) for text in texts)]


@dataclass(frozen=True)
class Names:
    """How an archive's URIs are written short: by its prefixes, and by ids that stand for one thing each."""

    base: str
    prefixes: Mapping[str, str]
    ids: Mapping[str, str] = field(default_factory=dict)


class Unreadable(ValueError):
    """A value of the withholding property that says neither whether nor until when."""


def published_from(value: Node) -> date | None:
    """Give the day from which on a value of the withholding property lets its subject be published; None for never.

    Raises Unreadable.
    """
    if value in (_FALSE, _TRUE):
        return date.min if value == _FALSE else None
    if isinstance(value, Literal) and value.datatype == XSD("date"):
        try:
            return date.fromisoformat(value.value)
        except ValueError:
            pass
    raise Unreadable


class LeavingOut:
    """An archive on its way to a release: takes out what is withheld, and what else it is told to.

    Nothing is withheld before `withhold` is called.
    """

    def __init__(self, statements: Sequence[Stated], rules: Withholding, names: Names) -> None:
        marking = NamedNode(rules.property) if rules.property else None
        self.marks = [statement.quad for statement in statements if statement.quad.predicate == marking]
        """The statements that withhold their subject, or once withheld it. None of them is ever published."""
        self.statements = [item for item in statements if item.quad.predicate != marking] if self.marks else statements
        """All others."""
        self._rules = rules
        self._names = names

    @cached_property
    def _mentions(self) -> Mentions:
        return Mentions([statement.quad for statement in self.statements])

    @cached_property
    def _spelling(self) -> Spelling:
        marked = (quad.subject.value for quad in self.marks if isinstance(quad.subject, NamedNode))
        named = (*self._rules.graphs, *self._rules.resources, *marked, *self._names.ids.values())
        return Spelling({*self._mentions.iris, *named}, prefixes=self._names.prefixes, ids=self._names.ids)

    @cached_property
    def closure(self) -> Closure:
        """What goes and what stays."""
        needs, parts = (map(NamedNode, iris) for iris in (self._rules.needs, self._rules.parts))
        return Closure(
            self._mentions,
            self._spelling,
            base=self._names.base,
            needs=[*NEEDS, *needs],
            parts=[*PARTS, *parts],
        )

    def withhold(self, today: date) -> None:
        """Take out what is withheld on a day."""
        things = [NamedNode(iri) for iri in (*self._rules.graphs, *self._rules.resources)]
        marked = [quad.subject for quad in self.marks if _is_withheld(quad.object, today)]
        if not (things or marked or self.paths):
            return
        self.closure.hide([*self._in_files(), *self.closure.triples(marked)])
        self.closure.remove([*things, *marked])

    def remove(self, things: Iterable[NamedNode]) -> None:
        """Take out further things."""
        if new := list(things):
            self.closure.remove(new)

    @property
    def is_whole(self) -> bool:
        """Whether nothing goes."""
        return "closure" not in vars(self)

    def is_gone(self, iri: str) -> bool:
        """Tell whether a URI is gone, or names what is."""
        if self.is_whole:
            return False
        return any(NamedNode(known) in self.closure.gone for known in (iri, *self._spelling.in_iri(iri)))

    def left_out(self) -> list[Stated]:
        """Give the statements that go, with their files."""
        return [] if self.is_whole else [self.statements[number] for number in sorted(self.closure.hidden)]

    def gone(self) -> list[NamedNode]:
        """Give the things that go and have URIs."""
        return [] if self.is_whole else [term for term in self.closure.gone if isinstance(term, NamedNode)]

    def remaining(self) -> list[Quad]:
        """Give what stays."""
        return [statement.quad for statement in self.statements] if self.is_whole else self.closure.remaining()

    def changes_on(self, today: date) -> date | None:
        """Give the next day on which less is withheld, if such a day is known."""
        days = (_day(quad.object) for quad in self.marks)
        return min((day for day in days if day and day > today), default=None)

    @cached_property
    def paths(self) -> frozenset[str]:
        """The files that are withheld as such."""
        paths = {statement.path for statement in self.statements}
        return frozenset(path for path in paths if any(matches(path, glob) for glob in self._rules.files))

    def _in_files(self) -> list[int]:
        return [number for number, item in enumerate(self.statements) if item.path in self.paths] if self.paths else []


def _is_withheld(value: Node, today: date) -> bool:
    """Tell whether a value withholds its subject; a doubt must not publish anything."""
    try:
        day = published_from(value)
    except Unreadable:
        return True
    return day is None or today < day


def _day(value: Node) -> date | None:
    try:
        return published_from(value)
    except Unreadable:
        return None
