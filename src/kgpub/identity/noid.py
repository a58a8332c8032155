"""The check character of NOID, which tells most mistyped ids from real ones.

Source: J. Kunze, "The NOID (Nice Opaque Identifier) Minting and Name Resolution Tool", California Digital Library,
section "NOID CHECK DIGIT ALGORITHM", https://metacpan.org/dist/Noid/view/noid. Each character has a value (its
place in the betanumeric alphabet, 0 if it is not in it); the values are multiplied by the positions, counted from 1,
and the sum modulo 29 is the place of the check character. Since 29 is prime, one wrong character and two neighbours
that changed places are always found in strings of fewer than 29 characters.
"""

from __future__ import annotations

from itertools import count
from operator import mul

BETANUMERIC = "0123456789bcdfghjkmnpqrstvwxz"
"""Digits and consonants without l: no accidental words, nothing that looks like another character."""

VALUES = {character: value for value, character in enumerate(BETANUMERIC)}
_VALUES = bytes(VALUES.get(chr(number), 0) for number in range(256))


def check_character(text: str) -> str:
    """Give the character that makes `text` verify when it is appended."""
    # One byte for each character, also for those that the alphabet has not: large ledgers ask this of every line.
    values = text.encode("latin-1", errors="replace").translate(_VALUES)
    total = sum(map(mul, count(1), values))
    return BETANUMERIC[total % len(BETANUMERIC)]


def verifies(text: str) -> bool:
    """Tell whether the last character of `text` is the check character of those before it."""
    return len(text) > 1 and text[-1] == check_character(text[:-1])
