"""Where in the archive's files a statement or a thing stands. Files are scanned only when they are asked about."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode

from kgpub.archive import POSITIONED, Lines, NoPositions, PlacedQuad, Written, placed_quads, read_written, token_end
from kgpub.check.blank_nodes import paired
from kgpub.check.diagnostic import Span
from kgpub.check.files import CheckedFile
from kgpub.check.index import index_of
from kgpub.check.known_places import KnownPlaces
from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Quad

    from kgpub.archive import ParsedFile
    from kgpub.check.index import Index

TYPE = RDF("type")


class FilePlaces:
    """The places in one file."""

    def __init__(self, file: CheckedFile) -> None:
        self.file = file
        self.path = file.path

    @property
    def parsed(self) -> ParsedFile:
        """Give what the file says."""
        return self.file.parsed

    @cached_property
    def lines(self) -> Lines:
        """Give the text of the file; what is not UTF-8 was told of already."""
        return Lines(self.file.file.content.decode("utf-8", errors="replace"))

    @cached_property
    def placed(self) -> list[PlacedQuad]:
        """Give the file's statements with their places, or none where it cannot be read so."""
        if not self.file.facts.is_understood:
            return []
        if not self._is_exact:
            return self.written.placed(self.parsed.quads)
        try:
            return placed_quads(self.lines.text, self.file.file.format)
        except NoPositions:
            return []

    @property
    def _is_exact(self) -> bool:
        return self.file.file.format in POSITIONED

    @cached_property
    def written(self) -> Written:
        """Give what is written where in a file of JSON-LD or RDF/XML."""
        try:
            return Written() if self._is_exact else read_written(self.lines.text, self.file.file.format)
        except NoPositions:
            return Written()

    @cached_property
    def by_subject(self) -> dict[object, list[PlacedQuad]]:
        """Give the statements about each thing, in the order of the file."""
        return self._index("subject")

    @cached_property
    def by_object(self) -> dict[object, list[PlacedQuad]]:
        """Give the statements that lead to each thing, in the order of the file."""
        return self._index("object")

    @cached_property
    def _names(self) -> dict[BlankNode, BlankNode]:
        """Give what the graph calls the blank nodes of the positions."""
        return paired([item.quad for item in self.placed], self.parsed.quads)

    def named(self, term: object) -> object:
        """Give a term of the positions as the graph has it."""
        return self._names.get(term) if self._is_exact and isinstance(term, BlankNode) else term

    def span(self, start: int) -> Span:
        """Give the span of the token that begins at a character."""
        end = self.written.ends.get(start) or token_end(self.lines.text, start)
        line, column = self.lines.place(start)
        return Span(self.path, line, column, *self.lines.place(end), self.lines.line(line))

    def error_span(self, line: int, column: int) -> Span:
        """Give the span of what stands at a line and column, of which nothing is known but that it is wrong."""
        span = self.span(self.lines.offset(line, column))
        # A token that goes on for lines is rather one that its author forgot to end.
        if span.end_line == line and span.end_column > column:
            return span
        return Span(self.path, line, column, line, column + 1, self.lines.line(line))

    def _index(self, position: str) -> dict[object, list[PlacedQuad]]:
        found: dict[object, list[PlacedQuad]] = {}
        for item in sorted(self.placed, key=lambda item: (item.subject, item.object)):
            found.setdefault(self.named(getattr(item.quad, position)), []).append(item)
        return found


class Places:
    """The places in all files of an archive."""

    def __init__(self, files: Iterable[CheckedFile], index: Index, known: KnownPlaces | None = None) -> None:
        self.files = {file.path: FilePlaces(file) for file in files}
        self._index = index.only("data", "ontology", "shapes")
        self._of_subject: dict[object, list[str]] = {}
        """The files that have each thing as a subject, as far as that was asked."""
        self.known = known or KnownPlaces()
        """What was asked, for the next check."""

    def about(self, subject: object) -> Iterable[tuple[FilePlaces, PlacedQuad]]:
        """Give the statements about a thing, file by file."""
        for path in self._with_subject(subject):
            file = self.files[path]
            yield from ((file, item) for item in file.by_subject.get(subject, ()))

    def leading_to(self, object_: object) -> Iterable[tuple[FilePlaces, PlacedQuad]]:
        """Give the statements whose object is a thing, file by file."""
        for path in self._with_object(object_):
            file = self.files[path]
            yield from ((file, item) for item in file.by_object.get(object_, ()))

    def objects(self, subject: object, predicate: object, object_: object) -> list[Span]:
        """Give where a statement's object is written; `predicate` is None for any."""

        def found() -> list[Span]:
            return [
                file.span(item.object)
                for file, item in self.about(subject)
                if predicate in (None, item.quad.predicate) and file.named(item.quad.object) == object_
            ]

        return self._asked("objects", (subject, predicate, object_), self._with_subject(subject), found)

    def predicates(self, subject: object, predicate: object) -> list[Span]:
        """Give where a property of a thing is written, once for each place."""

        def found() -> list[Span]:
            spans = {
                (file.path, item.predicate): file.span(item.predicate)
                for file, item in self.about(subject)
                if item.quad.predicate == predicate
            }
            return list(spans.values())

        return self._asked("predicates", (subject, predicate), self._with_subject(subject), found)

    def subjects(self, term: object) -> list[Span]:
        """Give where a thing is written as a subject: first where it gets its type."""

        def found() -> list[Span]:
            about = sorted(self.about(term), key=lambda pair: pair[1].quad.predicate != TYPE)
            return [file.span(item.subject) for file, item in about]

        return self._asked("subjects", (term,), self._with_subject(term), found)

    def links(self, term: object) -> list[Span]:
        """Give where a thing is written as an object."""
        paths = self._with_object(term)
        return self._asked(
            "links", (term,), paths, lambda: [file.span(item.object) for file, item in self.leading_to(term)]
        )

    def things(self, term: object) -> list[Span]:
        """Give where a thing is written: first where it gets its type, else as a subject or an object."""
        return self.subjects(term) or self.links(term) or self._whole_file(term)

    def in_file(self, quad: Quad, path: str) -> list[Span]:
        """Give where the object of a quad stands in one file, each time that it is written there."""

        def found() -> list[Span]:
            file = self.files[path]
            spans = [
                file.span(item.object)
                for item in file.by_subject.get(quad.subject, ())
                if item.quad.predicate == quad.predicate and file.named(item.quad.object) == quad.object
            ]
            return spans or [Span(path)]

        return self._asked("in file", (quad.subject, quad.predicate, quad.object), [path], found)

    def _asked(
        self, verb: str, terms: Iterable[object], paths: Sequence[str], find: Callable[[], list[Span]]
    ) -> list[Span]:
        state = " ".join(f"{quote(path)} {self.files[path].file.digest}" for path in paths)
        return self.known.spans((verb, *terms, *map(quote, paths)), state, find)

    def _with_subject(self, term: object) -> list[str]:
        # Of one thing with a finding, this is asked several times.
        if term not in self._of_subject:
            is_subject = isinstance(term, NamedNode | BlankNode)
            self._of_subject[term] = self._index.paths(subject=term) if is_subject else []
        return self._of_subject[term]

    def _with_object(self, term: object) -> list[str]:
        return self._index.paths(object_=term) if isinstance(term, NamedNode | BlankNode | Literal) else []

    def _whole_file(self, term: object) -> list[Span]:
        """Give the file that speaks of a thing, when its format has no places."""
        return [Span(path) for path in self._with_subject(term) or self._with_object(term)]


def places_of(parsed: Iterable[ParsedFile]) -> Places:
    """Give the places in files that are parsed already."""
    files = [CheckedFile.of(item) for item in parsed]
    return Places(files, index_of({file.name: file.parsed.quads for file in files if file.facts.is_understood}))
