"""A text has an e-mail address, a telephone number, or what kgpub.toml describes by a pattern.

What it does
    Looks in the strings of the data for e-mail addresses, for telephone numbers in international form (``+`` and at
    least nine digits), and for the regular expressions of ``patterns`` in ``[care]`` of kgpub.toml.

Why is this bad?
    Whoever wants to harm people can find them by it. Machines read what is published here, and keep it.

Example
    ``schema:description "Write to ann@example.org"``

Use instead
    a text without it; ``# kgpub: ignore personal-data – reason`` for the address of an office
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgpub.check.rule import Rule
from kgpub.check.written_literals import Judging, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Literal

    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.material import Material

KNOWN = (
    ("an e-mail address", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w@])")),
    ("a telephone number", re.compile(r"(?<![\w+])\+\d(?:[ ()-]{0,2}\d){8,14}(?!\d)")),
)
HELP = "leave it out; if it must stay, say why beside it"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each place of such a text. What was found is not in the message."""
    own = [(f"what {pattern} describes", re.compile(pattern)) for pattern in material.config.check.care.patterns]

    def judged(literal: Literal) -> tuple[str, str] | None:
        for what, pattern in (*KNOWN, *own) if is_text(literal) else ():
            if pattern.search(literal.value):
                return f"this text has {what}", HELP
        return None

    return Judging("personal-data", "warning", judged).find(material, "data")


RULE = Rule("personal-data", "warning", find, reads_each_file=True)
