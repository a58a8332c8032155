"""Invented names and sentences, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.synthetic import figures

if TYPE_CHECKING:
    from random import Random

# Latin and Cyrillic, chosen so that nobody takes what they make for the name of a person.
SYLLABLES = (
    ("blip", "бліп"), ("quo", "кво"), ("zub", "зуб"), ("vex", "векс"), ("glim", "глім"), ("dro", "дро"),
    ("wib", "віб"), ("nax", "накс"), ("fop", "фоп"), ("yll", "іл"), ("snor", "снор"), ("kip", "кіп"),
    ("tro", "тро"), ("plu", "плу"), ("xan", "ксан"), ("zog", "зог"), ("mub", "муб"), ("jix", "джікс"),
    ("thwa", "тва"), ("gorp", "горп"),
)  # fmt: skip
ENDINGS = (("oid", "оід"), ("tron", "трон"), ("ulus", "улус"), ("ax", "акс"))

CYRILLIC_OF_RUSSIAN = str.maketrans("іІў", "иИв")
LATIN_OF_RUSSIAN = str.maketrans({"w": "v", "q": "k", "y": "i"})
LATIN_OF_BELARUSIAN = str.maketrans({"g": "h", "x": "ks", "q": "k", "w": "ŭ"})

NAMELESS = "Nowhereland"
WORDS = (
    "synthetic", "invented", "placeholder", "imaginary", "sample", "specimen", "fictional", "made-up", "pretended",
    "court", "hearing", "verdict", "letter", "lawyer", "meeting", "notice", "day", "street", "office", "question",
)  # fmt: skip
OPENINGS = (
    "We recall that", "We repeat that", "We stress that", "We hold that",
    "We note with concern that", "It is obvious to us that", "As we said before,", "Once again we say that",
)  # fmt: skip
PREDICATES = (
    f"the authorities of {NAMELESS} must respect the freedom of peaceful assembly of everybody",
    f"the law of {NAMELESS} restricts the freedom of expression more than is necessary and proportionate",
    f"a trial in {NAMELESS} must be public, fair, and held before an impartial tribunal",
    f"nobody in {NAMELESS} may be deprived of liberty for an opinion or for belonging to an association",
    f"the persecution described in this synthetic statement is politically motivated throughout {NAMELESS}",
)
FORMULAS = tuple(f"{opening} {predicate}." for opening in OPENINGS for predicate in PREDICATES)


@dataclass(frozen=True)
class Form:
    """One way to write a name."""

    text: str
    language: str


@dataclass(frozen=True)
class Name:
    """An invented name in two alphabets."""

    latin: str
    cyrillic: str

    @property
    def forms(self) -> tuple[Form, ...]:
        """Every way to write it; the first is how statements write it."""
        return (
            Form(self.latin, "en"),
            Form(self.cyrillic, "be"),
            Form(self.cyrillic.translate(CYRILLIC_OF_RUSSIAN), "ru"),
            Form(self.latin.lower().translate(LATIN_OF_BELARUSIAN).title(), "be-latn"),
            Form(self.latin.lower().translate(LATIN_OF_RUSSIAN).title(), "ru-latn"),
            Form(self.cyrillic.replace("г", "ґ"), "be-tarask"),
            Form(self.latin.replace("x", "ks"), "en"),
            Form(self.latin.replace("o", "oh"), "en"),
            Form(self.latin.replace("i", "ee"), "en"),
        )


class Words:
    """Draws names and sentences."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._first_names = self._make_first_names()

    def name(self) -> Name:
        """Draw a name; some first names are much more common than the others."""
        common = self._random.random() < figures.SHARE_OF_FIVE_FIRST_NAMES
        first = self._random.choice(self._first_names[:5] if common else self._first_names[5:])
        last = self._spell(self._random.choice((1, 2, 2)), ENDINGS)
        return Name(f"{first.latin} {last.latin}", f"{first.cyrillic} {last.cyrillic}")

    def filler(self, length: int) -> str:
        """Draw a sentence of about so many characters that is no stock sentence."""
        words: list[str] = []
        while sum(map(len, words)) + len(words) < length:
            words.append(self._random.choice(WORDS))
        return " ".join(words).capitalize() + "."

    def formula(self) -> str:
        """Draw a stock sentence."""
        return self._random.choice(FORMULAS)

    def _make_first_names(self) -> list[Name]:
        names: dict[str, Name] = {}
        while len(names) < figures.FIRST_NAMES:
            name = self._spell(2, (("", ""),))
            names[name.latin] = name
        return list(names.values())

    def _spell(self, syllables: int, endings: tuple[tuple[str, str], ...]) -> Name:
        parts = [*(self._random.choice(SYLLABLES) for _ in range(syllables)), self._random.choice(endings)]
        latin, cyrillic = ("".join(letters).capitalize() for letters in zip(*parts, strict=True))
        return Name(latin, cyrillic)
