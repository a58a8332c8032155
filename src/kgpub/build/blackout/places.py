"""Where in an archive's files the names stand that are blacked out of its releases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kgpub.archive import Lines
from kgpub.check.places import places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgpub.archive import ParsedFile, SourceText
    from kgpub.build.blackout.blackening import Sighting
    from kgpub.check.diagnostic import Span
    from kgpub.check.places import FilePlaces, Places

AROUND = 30
"""Characters that are shown on either side."""


@dataclass(frozen=True)
class Seen:
    """A place in a file where a name of something withdrawn stands; line and column count from 1, 0 where unknown."""

    path: str
    line: int
    column: int
    name: str
    """As it stands there. Not for a log."""
    excerpt: str
    """What a release shows at this place."""
    owner: str
    """Whose name it is."""
    is_kept: bool
    """It is left as it is: a word that others bear as well, or that kgpub.toml keeps."""

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Give what places are ordered by."""
        return self.path, self.line, self.column, self.name


class Sites:
    """The files of an archive, in which literals are looked for."""

    def __init__(self, parsed: Sequence[ParsedFile], texts: Sequence[SourceText]) -> None:
        self._parsed = parsed
        self._texts = {text.text: text.entry.file for text in texts}

    @cached_property
    def _places(self) -> Places:
        return places_of(self._parsed)

    def seen(self, sightings: Iterable[Sighting]) -> list[Seen]:
        """Give each place at which names stand, in the order of the files."""
        found = {place for sighting in sightings for place in self._seen(sighting)}
        return sorted(found, key=lambda place: place.sort_key)

    def _seen(self, sighting: Sighting) -> Iterator[Seen]:
        text, find = sighting.literal.value, sighting.find
        excerpt = _excerpt(sighting.shown, find.start, find.end)
        for path, line, column in self._where(sighting):
            yield Seen(path, line, column, text[find.start : find.end], excerpt, find.owner, sighting.is_kept)

    def _where(self, sighting: Sighting) -> Iterator[tuple[str, int, int]]:
        text, start = sighting.literal.value, sighting.find.start
        if text in self._texts:
            yield self._texts[text], *Lines(text).place(start)
            return
        name = text[start : sighting.find.end]
        quad = sighting.quad
        for span in self._places.objects(quad.subject, quad.predicate, quad.object) or self._places.things(
            quad.subject
        ):
            yield _inside(self._places.files[span.path], span, name, text.count(name, 0, start))


def _inside(file: FilePlaces, span: Span, name: str, earlier: int) -> tuple[str, int, int]:
    """Give where a word stands in a literal that is written at a span: after so many others like it."""
    if not span.line:
        return span.path, 0, 0
    start = file.lines.offset(span.line, span.column)
    end = file.lines.offset(span.end_line, span.end_column)
    place = start
    for _ in range(earlier + 1):
        found = file.lines.text.find(name, place, end)
        if found < 0:  # it is written with escapes
            return span.path, span.line, span.column
        place = found + len(name)
    return span.path, *file.lines.place(place - len(name))


def _excerpt(shown: str, start: int, end: int) -> str:
    """Give what a release shows around a place, on one line."""
    before, behind = max(0, start - AROUND), min(len(shown), end + AROUND)
    piece = " ".join(shown[before:behind].split())
    return f"{'…' if before else ''}{piece}{'…' if behind < len(shown) else ''}"
