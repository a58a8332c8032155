"""The literals of an archive's files, for rules that look at each by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.check.diagnostic import Diagnostic
from kgpub.rdf.vocabularies import XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import Quad

    from kgpub.archive import GraphKind
    from kgpub.check.diagnostic import Severity
    from kgpub.check.material import Material

XSD_STRING = XSD("string")


def literals(material: Material, *kinds: GraphKind) -> Iterator[tuple[Quad, Literal, str]]:
    """Give each statement with a literal, the literal, and the path of its file."""
    for parsed in material.understood:
        if parsed.file.kind not in kinds:
            continue
        for quad in dict.fromkeys(parsed.quads):
            if isinstance(quad.object, Literal):
                yield quad, quad.object, parsed.file.path


def is_text(literal: Literal) -> bool:
    """Tell whether a literal is text for people: a string, with or without a language."""
    return bool(literal.language) or literal.datatype == XSD_STRING


Judge = Callable[[Literal], tuple[str, str] | None]
"""Gives message and help for a literal, or None for one that is well."""


class Judging:
    """Judges literals, each once, but for those of the properties that are exempt."""

    def __init__(self, rule: str, severity: Severity, judge: Judge, *, exempt: Collection[str] = ()) -> None:
        self._rule = rule
        self._severity = severity
        self._judge = judge
        self._exempt = exempt
        self._judged: dict[Literal, tuple[str, str] | None] = {}

    def find(self, material: Material, *kinds: GraphKind) -> Iterator[Diagnostic]:
        """Give a finding for each place of a literal that is not well."""
        for quad, literal, path in literals(material, *kinds):
            if quad.predicate.value in self._exempt:
                continue
            if literal not in self._judged:
                self._judged[literal] = self._judge(literal)
            if judged := self._judged[literal]:
                focus = material.naming.thing(quad.subject) if isinstance(quad.subject, NamedNode) else ""
                for span in material.places.in_file(quad, path):
                    yield Diagnostic(self._rule, self._severity, judged[0], span, focus=focus, help=judged[1])
