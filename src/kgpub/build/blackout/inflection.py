"""Whether a word is a form of a name: names are inflected, and no two sources inflect them alike.

No dictionary knows these names. What Slavic and Baltic languages do to them is alike, in Cyrillic and in Latin letters:
a short ending, which begins with a vowel, takes the place of another. English and others add an `s`.
"""

from __future__ import annotations

from functools import lru_cache

_VOWELS = frozenset("aeiouyаеиоуыэюяієѣьъαεηιουω")
_SHORT = 3
_MIDDLING = 5
"""Letters up to which a name is short, so that less may change for it to be told from other words."""
_LONGEST_ENDING = 3
_SOFTENED = {
    "ка": ("цы", "це"), "га": ("зе", "зы"), "ха": ("се", "сы"), "та": ("це",), "да": ("дзе",),
    "ka": ("cy", "ce"), "ha": ("zie", "zy"), "cha": ("sie", "sy"), "ta": ("cie",), "da": ("dzie",),
}  # fmt: skip
"""Endings of Belarusian names before which a consonant changes."""


@lru_cache(maxsize=65536)
def is_form(word: str, name: str) -> bool:
    """Tell whether a folded word is surely meant as a form of a folded name, even if it stands alone."""
    if _is_softened(word, name):
        return True
    stem = _alike(word, name)
    if word[stem:] != "s" and not _begins_with_vowel(word[stem:]) and word[:stem][-1:] in _VOWELS:
        stem -= 1  # the endings begin alike
    dropped, added = name[stem:], word[stem:]
    if len(dropped) > _may_drop(name) or len(added) > _LONGEST_ENDING:
        return False
    return _begins_with_vowel(dropped) and (_begins_with_vowel(added) or added == "s")


@lru_cache(maxsize=65536)
def may_be_form(word: str, name: str) -> bool:
    """Tell whether a folded word can be a form of a folded name, where another word of the name stands beside it."""
    if is_form(word, name):
        return True
    stem = _alike(word, name)
    most = 3 if len(name) > _MIDDLING else 2
    return len(name) > _SHORT and len(name) - stem <= most and len(word) - stem <= _LONGEST_ENDING + 1


def ends_a_form(word: str, name: str) -> bool:
    """Tell whether a word can be the end of a form of a name whose beginning was cut off."""
    ends = (name[start:] for start in range(1, len(name)))
    return any(word == end or (len(end) >= _SHORT and is_form(word, end)) for end in ends)


def _is_softened(word: str, name: str) -> bool:
    """Tell whether a word is a name with another consonant before its ending."""
    pairs = ((old, new) for old, endings in _SOFTENED.items() for new in endings)
    return any(
        name.endswith(old) and word.endswith(new) and name[: -len(old)] == word[: -len(new)] != "" for old, new in pairs
    )


def _alike(word: str, other: str) -> int:
    """Give how many letters two words have in common at their beginnings."""
    pairs = zip(word, other, strict=False)
    return next((number for number, (one, two) in enumerate(pairs) if one != two), min(len(word), len(other)))


def _begins_with_vowel(ending: str) -> bool:
    return ending[:1] in _VOWELS or not ending


def _may_drop(name: str) -> int:
    if len(name) < _SHORT:
        return 0
    return 1 if len(name) <= _MIDDLING else 2
