"""The rules, one module each: its docstring is the rule's documentation, its `RULE` the rule."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgpub.check.rule import Rule

NAMES = (
    "files",
    "syntax",
    "ledger",
    "suppression",
    "ledger-contradiction",
    "no-shapes",
    "broken-pattern",
    "invalid-query",
    "recursive-shape",
    "idle-shape",
    "no-message",
    "unknown-term",
    "undocumented-term",
    "deprecated-term",
    "dangling-uri",
    "duplicate-id",
    "unminted-id",
    "merged-id",
    "split-id",
    "withdrawn-id",
    "withholding",
    "withheld-reference",
    "changed-ledger",
    "lost-uri",
    "changed-class",
    "reused-uri",
    "returned-uri",
    "reserved-path",
    "prefix-clash",
    "canonical-literal",
    "misquoted",
    "overlapping-passages",
    "uncovered-text",
    "forbidden-property",
    "personal-data",
    "lexical-form",
    "literal-space",
    "mojibake",
    "two-scripts",
    "nfc",
    "language-tag",
    "trailing-space",
    "byte-order-mark",
    "shacl",
)
"""In the order in which they run: cheap ones first."""

APART = frozenset({"shacl"})
"""Those that take as long as all others do: asked of whole archives only, each in a process beside the others."""

NEEDED = frozenset({"files", "syntax", "ledger"})
"""Those that are asked always: nothing can be published, and no other rule believed, without them."""


def load(name: str) -> Rule:
    """Import the module of a rule, and give the rule."""
    rule: Rule = import_module(f"{__name__}.{name.replace('-', '_')}").RULE
    return rule


def load_all() -> tuple[Rule, ...]:
    """Give every rule, in the order in which they run."""
    return tuple(map(load, NAMES))
