"""Something has a property that the archive forbids.

What it does
    Finds the properties that ``forbid`` in ``[care]`` of kgpub.toml lists, in data, ontology and shapes.

Why is this bad?
    What is forbidden there can hurt people: where they live, whom they love, what they are ill with. Once it is
    published, nobody can take it back.

Example
    ``person:k5d8fc3h schema:address "…"`` with ``forbid = ["schema:address"]``

Use instead
    nothing, and take it out of git's history if it was committed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

HELP = "take it out, and out of git's history if it was committed"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each place."""
    forbidden = frozenset(material.config.check.care.forbid)
    if not forbidden:
        return
    for quad in dict.fromkeys(material.quads("data", "ontology", "shapes")):
        if quad.predicate.value in forbidden:
            message = f"{material.naming.term(quad.predicate)} is forbidden in this archive"
            for span in material.places.predicates(quad.subject, quad.predicate):
                yield Diagnostic("forbidden-property", "error", message, span, help=HELP)


RULE = Rule("forbidden-property", "error", find, reads_each_file=True)
