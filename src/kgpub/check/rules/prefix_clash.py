"""A prefix that stands for one namespace here, and for another elsewhere.

What it does
    Compares the prefixes that the Turtle and TriG files of an archive declare with each other and with ``[prefixes]``
    in kgpub.toml. The empty prefix may stand for another namespace in each file.

Why is this bad?
    Who copies a statement from one file into another says something else, and nothing tells so. Messages and pages
    name things by the prefixes of kgpub.toml, which then mean something else than in the file.

Example
    ``@prefix ex: <https://example.org/terms#> .`` in one file, ``@prefix ex: <https://example.org/ns#> .`` in another

Use instead
    the same namespace everywhere, or another prefix
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgpub.archive import prefix_declarations
from kgpub.check.diagnostic import Diagnostic, Related, Span
from kgpub.check.rule import Rule
from kgpub.config import CONFIG_FILE
from kgpub.config.toml_places import TomlPlaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.files import CheckedFile
    from kgpub.check.material import Material


class Declaration(NamedTuple):
    """What a prefix stands for, and where that is said."""

    prefix: str
    namespace: str
    path: str
    offset: int
    """The character at which the namespace begins; of no use in kgpub.toml."""


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each declaration that differs from that in kgpub.toml, or from the first in a file."""
    told = [Declaration(*item, CONFIG_FILE, 0) for item in material.config.prefixes.items()]
    files = [file for file in material.files if file.facts.is_understood]
    seeming = {file.path: file.facts.prefixes for file in files}
    clashing = _clashing({(item.prefix, item.namespace) for item in told}.union(*seeming.values()))
    for file in files:
        if any(prefix in clashing for prefix, _ in seeming[file.path]):
            told.extend(item for item in _declared(file) if item.prefix in clashing)
    yield from _differing(material, told)


def _clashing(said: set[tuple[str, str]]) -> frozenset[str]:
    """Give the prefixes that seem to stand for more than one namespace."""
    first: dict[str, str] = {}
    return frozenset(prefix for prefix, namespace in said if first.setdefault(prefix, namespace) != namespace)


def _declared(file: CheckedFile) -> Iterator[Declaration]:
    text = file.file.content.decode("utf-8", errors="replace")
    return (Declaration(*found[:2], file.path, found.offset) for found in prefix_declarations(text))


def _differing(material: Material, told: list[Declaration]) -> Iterator[Diagnostic]:
    first: dict[str, Declaration] = {}
    for item in told:
        other = first.setdefault(item.prefix, item)
        if other.namespace != item.namespace:
            there = _span(material, other)
            where = f"in line {there.line}" if other.path == item.path else f"in {other.path}"
            message = f"{item.prefix}: stands for <{item.namespace}> here, and for <{other.namespace}> {where}"
            related = (Related("the other namespace", there),)
            yield Diagnostic("prefix-clash", "warning", message, _span(material, item), related=related)


def _span(material: Material, item: Declaration) -> Span:
    if item.path != CONFIG_FILE:
        return material.places.files[item.path].span(item.offset)
    places = TomlPlaces(material.config.source.decode().replace("\r\n", "\n"))
    return Span(CONFIG_FILE, *places.value(("prefixes", item.prefix)))


RULE = Rule("prefix-clash", "warning", find)
