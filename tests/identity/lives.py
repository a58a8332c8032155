"""Ledgers for tests, in which URIs are letters and days are numbers of December 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.identity import Active, Ledger, Merged, Split, Unknown, Withdrawn, parse
from kgpub.identity.noid import check_character

if TYPE_CHECKING:
    from kgpub.identity import Resolution

BASE = "https://example.org/"


def name(number: int) -> str:
    """Give an id."""
    drawn = f"z{number:06}"
    return drawn + check_character(drawn)


PATHS = {letter: f"person/{name(number)}" for number, letter in enumerate("abcdefg")}
PATHS["o"] = f"org/{name(98)}"
PATHS["n"] = f"person/{name(99)}"
NEVER_MINTED = "n"
LETTERS = {BASE + path: letter for letter, path in PATHS.items()}


def uri(letter: str) -> str:
    """Give the URI that a letter stands for."""
    return BASE + PATHS[letter]


def written(short: str) -> str:
    """Write a line in which URIs are letters, such as `01 merged a b`, as the ledger has it."""
    day, *words = short.split()
    expanded = (f"2026-12-{word}" if word.isdecimal() else PATHS.get(word, word) for word in (day, *words))
    return " ".join(expanded)


def lettered(text: str) -> str:
    """Give a text with letters for URIs and numbers for days."""
    for letter, path in PATHS.items():
        text = text.replace(path, letter)
    return text.replace("2026-12-", "")


def text(*lines: str) -> str:
    """Give the text of a ledger in which everything but `n` was minted; the first of `lines` is line 9."""
    minted = [f"2026-11-22 minted {path}" for letter, path in PATHS.items() if letter != NEVER_MINTED]
    return "".join(f"{line}\n" for line in [*minted, *map(written, lines)])


def ledger(*lines: str) -> Ledger:
    """Give the ledger with that text."""
    return parse(text(*lines), base=BASE, shown="ledger.txt")


def short(resolution: Resolution) -> str:
    """Give a resolution with letters for URIs."""
    match resolution:
        case Active():
            return "active"
        case Merged(into=into):
            return f"merged {LETTERS[into]}"
        case Split(into=into):
            return " ".join(["split", *map(LETTERS.__getitem__, into)])
        case Withdrawn(reason=reason, month=month):
            return f"withdrawn {reason} {month}"
        case Unknown():
            return "unknown"
