"""Where in the archive's files a statement or a thing stands. Files are scanned only when they are asked about."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from kgpub.archive import POSITIONED, Lines, NoPositions, PlacedQuad, Written, placed_quads, read_written, token_end
from kgpub.check.blank_nodes import paired
from kgpub.check.diagnostic import Span
from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

    from kgpub.archive import ParsedFile

TYPE = RDF("type")


class FilePlaces:
    """The places in one file."""

    def __init__(self, parsed: ParsedFile) -> None:
        self.parsed = parsed
        self.path = parsed.file.path

    @cached_property
    def lines(self) -> Lines:
        """Give the text of the file; what is not UTF-8 was told of already."""
        return Lines(self.parsed.file.content.decode("utf-8", errors="replace"))

    @cached_property
    def placed(self) -> list[PlacedQuad]:
        """Give the file's statements with their places, or none where it cannot be read so."""
        if self.parsed.errors:
            return []
        if not self._is_exact:
            return self.written.placed(self.parsed.quads)
        try:
            return placed_quads(self.lines.text, self.parsed.file.format)
        except NoPositions:
            return []

    @property
    def _is_exact(self) -> bool:
        return self.parsed.file.format in POSITIONED

    @cached_property
    def written(self) -> Written:
        """Give what is written where in a file of JSON-LD or RDF/XML."""
        try:
            return Written() if self._is_exact else read_written(self.lines.text, self.parsed.file.format)
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

    def __init__(self, parsed: Sequence[ParsedFile]) -> None:
        self.files = {item.file.path: FilePlaces(item) for item in parsed}
        self._parsed = parsed

    @cached_property
    def _files_of_subject(self) -> dict[object, dict[str, None]]:
        return self._files_by("subject")

    @cached_property
    def _files_of_object(self) -> dict[object, dict[str, None]]:
        return self._files_by("object")

    def _files_by(self, position: str) -> dict[object, dict[str, None]]:
        found: dict[object, dict[str, None]] = {}
        for item in self._parsed:
            for quad in item.quads:
                found.setdefault(getattr(quad, position), {})[item.file.path] = None
        return found

    def about(self, subject: object) -> Iterable[tuple[FilePlaces, PlacedQuad]]:
        """Give the statements about a thing, file by file."""
        for path in self._files_of_subject.get(subject, ()):
            file = self.files[path]
            yield from ((file, item) for item in file.by_subject.get(subject, ()))

    def leading_to(self, object_: object) -> Iterable[tuple[FilePlaces, PlacedQuad]]:
        """Give the statements whose object is a thing, file by file."""
        for path in self._files_of_object.get(object_, ()):
            file = self.files[path]
            yield from ((file, item) for item in file.by_object.get(object_, ()))

    def objects(self, subject: object, predicate: object, object_: object) -> list[Span]:
        """Give where a statement's object is written; `predicate` is None for any."""
        return [
            file.span(item.object)
            for file, item in self.about(subject)
            if predicate in (None, item.quad.predicate) and file.named(item.quad.object) == object_
        ]

    def predicates(self, subject: object, predicate: object) -> list[Span]:
        """Give where a property of a thing is written, once for each place."""
        spans = {
            (file.path, item.predicate): file.span(item.predicate)
            for file, item in self.about(subject)
            if item.quad.predicate == predicate
        }
        return list(spans.values())

    def things(self, term: object) -> list[Span]:
        """Give where a thing is written: first where it gets its type, else as a subject or an object."""
        about = sorted(self.about(term), key=lambda pair: pair[1].quad.predicate != TYPE)
        subjects = [file.span(item.subject) for file, item in about]
        return subjects or [file.span(item.object) for file, item in self.leading_to(term)] or self._whole_file(term)

    def in_file(self, quad: Quad, path: str) -> list[Span]:
        """Give where the object of a quad stands in one file, each time that it is written there."""
        file = self.files[path]
        spans = [
            file.span(item.object)
            for item in file.by_subject.get(quad.subject, ())
            if item.quad.predicate == quad.predicate and file.named(item.quad.object) == quad.object
        ]
        return spans or [Span(path)]

    def _whole_file(self, term: object) -> list[Span]:
        """Give the file that speaks of a thing, when its format has no places."""
        return [Span(path) for path in self._files_of_subject.get(term) or self._files_of_object.get(term) or ()]
