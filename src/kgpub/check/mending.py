"""What has one right answer: pieces of a file's text, and what should stand in their place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kgpub.archive import POSITIONED
from kgpub.check.diagnostic import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgpub.archive import Lines, ParsedFile
    from kgpub.check.diagnostic import Severity
    from kgpub.check.material import Material
    from kgpub.check.places import FilePlaces

HELP = "`kgpub check --fix` mends it"


@dataclass(frozen=True)
class Mending:
    """A piece of a text, between two characters, and what should stand there; None where only its author knows."""

    start: int
    end: int
    text: str | None
    message: str
    help: str = HELP


def found(
    material: Material, rule: str, severity: Severity, mend: Callable[[str], Iterable[Mending]]
) -> Iterator[Diagnostic]:
    """Give a finding for each piece of each file whose comments and literals can be told apart."""
    for parsed in material.understood:
        if is_mendable(parsed):
            lines = material.places.files[parsed.file.path].lines
            at = partial(span, parsed.file.path, lines)
            for piece in mend(lines.text):
                yield Diagnostic(rule, severity, piece.message, at(piece), help=piece.help)


def beyond_mending(material: Material) -> Iterator[FilePlaces]:
    """Give the files that are read, but not mended: those of JSON-LD and RDF/XML."""
    return (material.places.files[item.file.path] for item in material.understood if not is_mendable(item))


def is_mendable(parsed: ParsedFile) -> bool:
    """Tell whether the tokens of a file are known."""
    return parsed.file.format in POSITIONED and not parsed.errors


def span(path: str, lines: Lines, piece: Mending) -> Span:
    """Give the place of a piece."""
    line, column = lines.place(piece.start)
    return Span(path, line, column, *lines.place(piece.end), lines.line(line))
