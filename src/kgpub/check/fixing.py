"""Mending what has one right answer, proved to change nothing else before it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from unicodedata import normalize

from pyoxigraph import Literal, Quad

from kgpub.archive import Content, Lines, comments, parse_file
from kgpub.check.diagnostic import Diagnostic
from kgpub.check.mending import Mending, is_mendable, span
from kgpub.check.rules import NAMES, load
from kgpub.check.suppressions import written
from kgpub.errors import ArchiveError
from kgpub.rdf.canonical import canonical_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.archive import Archive, ParsedFile, SourceFile
    from kgpub.check.rule import Rule
    from kgpub.check.selection import Selection
    from kgpub.check.suppressions import Suppression
    from kgpub.config import Config

ROUNDS = 5
"""Two pieces that overlap are mended one after the other."""


@dataclass(frozen=True)
class Fixed:
    """A file with what was mended in it."""

    path: str
    content: bytes
    count: int


def fix(config: Config, archive: Archive, selection: Selection) -> Iterator[Fixed]:
    """Give each file that can be mended, by the rules that are asked of it; nothing is written.

    Raises ArchiveError if a mended file would say anything else than before.
    """
    rules = [rule for rule in map(load, filter(selection.asks, NAMES)) if rule.mend]
    for file in archive.files:
        parsed = parse_file(file)
        fitting = [rule for rule in rules if is_mendable(parsed) or (rule.mends_every_format and not parsed.errors)]
        if fitting and (fixed := _fixed(config, parsed, fitting, selection)):
            yield fixed


def _fixed(config: Config, parsed: ParsedFile, rules: Iterable[Rule], selection: Selection) -> Fixed | None:
    """Give a file with all that can be mended mended, or None if nothing can."""
    count = 0
    text = parsed.file.stored.bytes.decode("utf-8")
    for _ in range(ROUNDS):
        now = replace(parsed, file=replace(parsed.file, stored=Content(text.encode())))
        pieces = list(_pieces(text, now, rules, selection=selection, suppressions=written(config, (now,))))
        if not pieces:
            break
        text = _applied(text, pieces)
        count += len(pieces)
    if not count:
        return None
    _prove(parsed, text)
    return Fixed(parsed.file.path, text.encode(), count)


def _pieces(
    text: str,
    parsed: ParsedFile,
    rules: Iterable[Rule],
    *,
    selection: Selection,
    suppressions: tuple[Suppression, ...],
) -> Iterator[Mending]:
    """Give the pieces that are to be mended, in order, none over another."""
    lines, path = Lines(text), parsed.file.path
    wanted: list[Mending] = []
    for rule in rules:
        for piece in rule.mend(text) if rule.mend else ():
            finding = Diagnostic(rule.name, rule.severity, piece.message, span(path, lines, piece))
            is_told = selection.applied(finding) and not any(item.covers(finding) for item in suppressions)
            if piece.text is not None and is_told:
                wanted.append(piece)
    end = 0
    for piece in sorted(wanted, key=lambda piece: piece.start):
        if piece.start >= end:
            yield piece
            end = piece.end


def _applied(text: str, pieces: Iterable[Mending]) -> str:
    parts, end = [], 0
    for piece in pieces:
        parts += [text[end : piece.start], piece.text or ""]
        end = piece.end
    return "".join([*parts, text[end:]])


def _prove(parsed: ParsedFile, text: str) -> None:
    """Raise ArchiveError unless the text says what the file says, and has its comments."""
    file: SourceFile = replace(parsed.file, stored=Content(text.encode()))
    mended = parse_file(file)
    same_graph = not mended.errors and _said(mended.quads) == _said(parsed.quads)
    if not (same_graph and _noted(text) == _noted(parsed.file.content.decode("utf-8"))):
        raise ArchiveError(
            f"{file.path}: mending would change what the file says, so nothing is written; mend it by hand"
        )


def _said(quads: Iterable[Quad]) -> list[bytes]:
    """Give what quads say, whatever form of Unicode their literals are in."""
    return canonical_lines([_normalized(quad) for quad in quads])


def _normalized(quad: Quad) -> Quad:
    literal = quad.object
    if not isinstance(literal, Literal):
        return quad
    value = normalize("NFC", literal.value)
    same = Literal(value, language=literal.language) if literal.language else Literal(value, datatype=literal.datatype)
    return Quad(quad.subject, quad.predicate, same, quad.graph_name)


def _noted(text: str) -> list[str]:
    return [comment.text for comment in comments(text)]
