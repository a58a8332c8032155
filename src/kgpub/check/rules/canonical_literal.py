"""A literal that the store would write in another way.

What it does
    Puts every typed literal through the store and compares what comes back.

Why is this bad?
    Oxigraph keeps numbers, booleans and dates by their value: ``"01"^^xsd:integer`` comes back as ``1``, and
    ``"1"^^xsd:positiveInteger`` as an ``xsd:integer``. The answers of SPARQL and the documents would differ from the
    files, and a mirror from its origin, without a word.

Example
    ``ex:position "01"^^xsd:integer``

Use instead
    ``ex:position 1``; a string where the form matters (``"01"``)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each place of a literal that would change."""
    rewritten = Rewriting()
    for parsed in material.understood:
        for quad in dict.fromkeys(parsed.quads):
            literal = quad.object
            if not isinstance(literal, Literal):
                continue
            kept = rewritten.literal(literal)
            if kept != literal:
                term = material.naming.term
                message = f"the store would change {term(literal)} to {term(kept)}"
                help_ = f"write {term(kept)}, or a string where the form matters"
                for span in material.places.in_file(quad, parsed.file.path):
                    yield Diagnostic("canonical-literal", "error", message, span, help=help_)


class Rewriting:
    """What the store makes of literals, each asked for once."""

    def __init__(self) -> None:
        self._kept: dict[Literal, Literal] = {}

    def literal(self, literal: Literal) -> Literal:
        """Give the literal as the store gives it back; strings, with or without a language, it leaves alone."""
        if literal.language or literal.datatype.value.endswith("#string"):
            return literal
        if literal not in self._kept:
            node = NamedNode("about:literal")
            store = Store()
            store.add(Quad(node, node, literal))
            self._kept[literal] = next(iter(store)).object
        return self._kept[literal]


RULE = Rule("canonical-literal", "error", find, reads_each_file=True)
