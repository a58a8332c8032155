"""Attributes of pySHACL and rdflib that are others for a while."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True)
class Replacement:
    """What stands in the place of an attribute for a while."""

    owner: Any
    name: str
    value: Any


@contextmanager
def in_place(replacements: Iterable[Replacement]) -> Iterator[None]:
    """Put them there, and what was there back again."""
    with ExitStack() as stack:
        for replacement in replacements:
            stack.enter_context(_in_place(replacement))
        yield


@contextmanager
def _in_place(replacement: Replacement) -> Iterator[None]:
    was = vars(replacement.owner).get(replacement.name, replacement)
    setattr(replacement.owner, replacement.name, replacement.value)
    try:
        yield
    finally:
        if was is replacement:
            delattr(replacement.owner, replacement.name)
        else:
            setattr(replacement.owner, replacement.name, was)
