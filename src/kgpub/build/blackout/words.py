"""The words of a text and where they stand, in any script, also in URIs and markup that encode them."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Marks of letters (accents, vowel signs), and what cannot be seen: soft hyphens, joiners, marks of direction.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
)
_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}(?:[{_MARKS}]|['’ʼ‘`´]?{_LETTER})*")
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31}[0-9]{0,2});")
_ELEMENTS = "a|abbr|b|bdi|bdo|br|cite|div|em|h[1-6]|i|ins|li|mark|ol|p|q|s|small|span|strong|sub|sup|td|th|tr|u|ul|wbr"
TAG = re.compile(rf"(</?(?:{_ELEMENTS})\s*/?>)", re.IGNORECASE)
"""A tag without attributes, of an element that stands in running text."""
_SPACE = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#160|#[xX][aA]0);")


@dataclass(frozen=True)
class Word:
    """A word from `start` up to `end`, in code points. `folded` are its letters without case and accents."""

    start: int
    end: int
    folded: str
    is_capital: bool
    """It begins with a capital letter, or its script has none."""


def words(text: str) -> list[Word]:
    """Give the words of a text in their order. Words that are joined by a capital letter (`AnnLee`) are taken apart."""
    is_encoded = ("%" in text or "&" in text) and _ENCODED.search(text)
    plain, places = _decoded(text) if is_encoded else (text, range(len(text) + 1))
    found = (piece for match in _WORD.finditer(plain) for piece in _pieces(match[0], match.start()))
    return [
        Word(
            places[start], places[start + len(piece)], fold(piece), piece[0].lower() != piece[0] or _is_caseless(piece)
        )
        for piece, start in found
    ]


def without_markup(text: str) -> str:
    """Put spaces where a text has tags, as many as there are characters: a name goes on behind them."""
    for pattern in (TAG, _SPACE):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Give the letters of a word without case and accents."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKD", word).casefold()))


def _is_caseless(word: str) -> bool:
    return word[0].upper() == word[0].lower()


def _pieces(word: str, start: int) -> Iterator[tuple[str, int]]:
    if word[1:].islower() or word.isupper() or not word[1:]:
        yield word, start
        return
    cuts = [0, *(number for number, (a, b) in enumerate(pairwise(word), 1) if a.islower() and b.isupper()), len(word)]
    yield from ((word[begin:end], start + begin) for begin, end in pairwise(cuts))


def _decoded(text: str) -> tuple[str, Sequence[int]]:
    """Decode percent-encoding and entities of HTML; give the text, and where each of its characters was."""
    plain: list[str] = []
    places: list[int] = []
    position = 0
    for match in _ENCODED.finditer(text):
        _append(plain, places, text[position : match.start()], position)
        _append_encoded(plain, places, match)
        position = match.end()
    _append(plain, places, text[position:], position)
    return "".join(plain), [*places, len(text)]


def _append_encoded(plain: list[str], places: list[int], match: re.Match[str]) -> None:
    if match[0].startswith("&"):
        characters = html.unescape(match[0])
        plain.extend(characters)
        places.extend(match.start() for _ in characters)
        return
    try:
        characters = bytes.fromhex(match[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        _append(plain, places, match[0], match.start())
    else:
        _append(plain, places, characters, match.start(), encoded=True)


def _append(plain: list[str], places: list[int], part: str, place: int, *, encoded: bool = False) -> None:
    for character in part:
        plain.append(character)
        places.append(place)
        place += len(character.encode()) * 3 if encoded else 1
