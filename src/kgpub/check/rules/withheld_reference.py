"""A statement that would be published goes with something that is withheld.

What it does
    Leaves out what is withheld today by ``[withhold]`` of ``kgpub.toml`` or by the property that it names, as a build
    does, and tells of each statement that goes with it though its subject, its graph and its file are not withheld.

Why is this bad?
    A link would tell that something is there, so no release has the statement. Its subject stays with less than its
    author wrote, and perhaps with less than its shape asks for: shapes are proved on the files.

Example
    ``place:brest ex:mentionedIn letter:7`` while ``letter:7 ex:withheldUntil "2099-01-01"^^xsd:date``

Use instead
    nothing, where this is meant; otherwise let the statement be withheld with what it speaks of, in the same graph or
    file
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph

from kgpub.check.diagnostic import Diagnostic, Span
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.archive.withholding import LeavingOut, Stated
    from kgpub.check.material import Material

HELP = "nothing is to be done where this is meant; else write it into a graph or file that is withheld as well"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each place at which such a statement is written."""
    if not material.withholds or (left := material.withheld).is_whole:
        return
    for number, cause in sorted(left.closure.hidden.items()):
        statement = left.statements[number]
        if cause is not None and not isinstance(cause, DefaultGraph) and not _is_withheld(left, statement):
            message = f"this is not published, since {material.naming.term(cause)} is withheld"
            for span in _spans(material, statement):
                yield Diagnostic("withheld-reference", "warning", message, span, help=HELP)


def _is_withheld(left: LeavingOut, statement: Stated) -> bool:
    gone = left.closure.gone
    return statement.path in left.paths or statement.quad.subject in gone or statement.quad.graph_name in gone


def _spans(material: Material, statement: Stated) -> list[Span]:
    """Give where the statement stands; a text is a file of its own."""
    if statement.path not in material.places.files:
        return [Span(statement.path)]
    return material.places.in_file(statement.quad, statement.path)


RULE = Rule("withheld-reference", "warning", find)
