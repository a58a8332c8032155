"""Opaque ids: their form, and drawing them at random.

An id is a letter, six betanumeric characters and the check character over these seven: `k5d8fc3h`. A letter first, so
that an id is a name in XML and never a number in a spreadsheet. See docs/decisions/0002-ids-form.md.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from kgpub.identity.noid import BETANUMERIC, check_character, verifies

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

LETTERS = "".join(character for character in BETANUMERIC if character.isalpha())
DRAWN = 6
LENGTH = 1 + DRAWN + 1
_FORM = re.compile(f"[{LETTERS}][{BETANUMERIC}]{{{DRAWN + 1}}}")


def is_id(text: str) -> bool:
    """Tell whether `text` could have been minted: its form and its check character are right."""
    return _FORM.fullmatch(text) is not None and verifies(text)


def draw(taken: Collection[str], *, choose: Callable[[str], str] = secrets.choice) -> Iterator[str]:
    """Give new ids for ever, none of them `taken` and none twice. `choose` picks one character of several."""
    used = {name.casefold() for name in taken}
    while True:
        drawn = choose(LETTERS) + "".join(choose(BETANUMERIC) for _ in range(DRAWN))
        name = drawn + check_character(drawn)
        if name not in used:
            used.add(name)
            yield name
