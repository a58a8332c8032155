"""The lines of an archive's ledger, as findings show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.archive import Lines
from kgpub.check.diagnostic import Span

if TYPE_CHECKING:
    from kgpub.check.material import Material


def line_span(material: Material, number: int) -> Span:
    """Give the span of a whole line, or of the whole file for line 0."""
    path = material.config.identity.ledger.as_posix()
    if not number:
        return Span(path)
    text = Lines(material.ledger_file.text).line(number)
    return Span(path, number, 1, number, len(text) + 1, text)
