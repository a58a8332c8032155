"""The documents of a release that search engines may list, in parts of a size that they take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from kgpub.errors import ReleaseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART_LENGTH = 50_000
"""More pages no sitemap may list."""


@dataclass(frozen=True)
class Entity:
    """A document that may be listed; `date` (RFC 3339) is when what is said of its things changed last, or empty."""

    uri: str
    date: str


@dataclass(frozen=True)
class Entities:
    """The list of them, as the build wrote it."""

    path: Path

    @cached_property
    def _newest(self) -> tuple[str, ...]:
        """The newest date in each part."""
        found: list[str] = []
        for place, entity in enumerate(self._all()):
            if place % PART_LENGTH == 0:
                found.append("")
            found[-1] = max(found[-1], entity.date)
        return tuple(found)

    @property
    def numbers(self) -> range:
        """The numbers of the parts, counted from 1; there is one at least."""
        return range(1, max(1, len(self._newest)) + 1)

    def newest(self, number: int) -> str:
        """Give the newest date in a part; empty where there is none."""
        return self._newest[number - 1] if self._newest else ""

    def part(self, number: int) -> Iterator[Entity]:
        """Give a part."""
        return islice(self._all(), (number - 1) * PART_LENGTH, number * PART_LENGTH)

    def _all(self) -> Iterator[Entity]:
        try:
            with self.path.open(encoding="utf-8") as file:
                for line in file:
                    uri, _, date = line.rstrip("\n").partition("\t")
                    yield Entity(uri, date)
        except OSError as error:
            message = f"{self.path} is missing. Delete the release and build again: kgpub build"
            raise ReleaseError(message) from error
