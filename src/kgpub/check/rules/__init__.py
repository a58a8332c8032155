"""The rules, one module each: its docstring is the rule's documentation, its `find` what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.material import Material

NAMES = (
    "files",
    "syntax",
    "ledger",
    "ledger-contradiction",
    "no-shapes",
    "duplicate-id",
    "unminted-id",
    "merged-id",
    "split-id",
    "withdrawn-id",
    "changed-ledger",
    "lost-uri",
    "changed-class",
    "reused-uri",
    "returned-uri",
    "canonical-literal",
    "shacl",
)
"""In the order in which they run: cheap ones first."""

OF_THE_WHOLE = frozenset({"no-shapes", "lost-uri", "changed-class", "reused-uri", "shacl"})
"""Rules that can only be asked when every file was read: a lost statement would be missed by them."""

COMPARING = frozenset({"changed-ledger", "lost-uri", "changed-class", "reused-uri", "returned-uri"})
"""Rules that compare with a revision, and are asked only where there is one."""


@dataclass(frozen=True)
class Rule:
    """One rule: its name, its documentation, and how its findings are found."""

    name: str
    documentation: str
    find: Callable[[Material], Iterable[Diagnostic]]

    @property
    def needs_all_files(self) -> bool:
        """Tell whether the rule must be left out when a file could not be read."""
        return self.name in OF_THE_WHOLE

    @property
    def needs_revision(self) -> bool:
        """Tell whether the rule has nothing to say without a revision to compare with."""
        return self.name in COMPARING


def load(name: str) -> Rule:
    """Import the module of a rule, and give the rule."""
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    return Rule(name, cleandoc(module.__doc__ or ""), module.find)
