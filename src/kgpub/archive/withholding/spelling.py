"""Which URIs a text or another URI spells out: whole, by prefix, or by a minted id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

_ABSOLUTE = re.compile(r"(?<![A-Za-z0-9+.-])(?=([A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+))")
"""Wherever a scheme begins; a URI may stand within another."""
_PREFIXED = re.compile(r"(?<![\w/.-])([A-Za-z][\w.-]*)?:(\w(?:[\w/.~%#-]|\\/)*)")
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z]+")
_SEPARATOR = re.compile(r"[/?#]")
_AFTER = ".,;:!?)]'*"
"""What may follow a URI in a sentence, and end it."""


class Spelling:
    """Finds, in literals and URIs, the URIs of one dataset.

    `known` holds the URIs that are looked for, `prefixes` what texts may abbreviate by, and `ids` the URI of each id,
    which names its thing wherever it stands.
    """

    def __init__(self, known: Container[str], *, prefixes: Mapping[str, str], ids: Mapping[str, str]) -> None:
        self._known = known
        self._prefixes = prefixes
        self._ids = ids

    def in_text(self, text: str) -> set[str]:
        """Give the known URIs that a text spells out, and those that these are below."""
        found = set(self._by_id(text))
        for form in {text, unquote(text)} if "%" in text else {text}:
            for match in _ABSOLUTE.finditer(form):
                found.update(self._at_and_above(match[1]))
            for match in _PREFIXED.finditer(form):
                if (prefix := match[1] or "") in self._prefixes:
                    found.update(self._at_and_above(self._prefixes[prefix] + match[2].replace("\\", "")))
        return found

    def in_iri(self, iri: str) -> set[str]:
        """Give the known URIs that another one is below, or has within it."""
        found = {*self._by_id(iri), *self._known_of(above(iri))}
        for form in {iri, unquote(iri)} if "%" in iri else {iri}:
            for match in _ABSOLUTE.finditer(form, 1):
                found.update(self._at_and_above(match[1]))
        return found - {iri}

    def _by_id(self, text: str) -> Iterator[str]:
        if self._ids:
            yield from (self._ids[word] for word in _ALPHANUMERIC.findall(text) if word in self._ids)

    def _at_and_above(self, iri: str) -> Iterator[str]:
        yield from self._known_of((iri, iri.rstrip(_AFTER), *above(iri)))

    def _known_of(self, iris: tuple[str, ...]) -> Iterator[str]:
        return (iri for iri in iris if iri in self._known)


def above(iri: str) -> tuple[str, ...]:
    """Give what a URI is below: each beginning of it that ends at `/`, `?` or `#`, with and without that character."""
    begin = iri.find("://") + 3 if "://" in iri else iri.find(":") + 1
    ends = [match.start() for match in _SEPARATOR.finditer(iri, begin)]
    cut = (iri[:end] for position in ends for end in (position, position + 1))
    return tuple(beginning for beginning in cut if beginning != iri)
