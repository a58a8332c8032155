"""No shape says what must hold of the data.

What it does
    Fails an archive in which no shape has a target.

Why is this bad?
    Validation against no shapes finds nothing, whatever the data is: the check would pass in silence.

Example
    kgpub.toml without a graph of ``kind = "shapes"``

Use instead
    ``[[graphs]]`` with ``kind = "shapes"`` and a file in which a ``sh:NodeShape`` has a ``sh:targetClass``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic, Span
from kgpub.check.rule import Rule
from kgpub.rdf.vocabularies import OWL, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

TARGETS = {SH(name).value for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")}
TYPE = RDF("type")
CLASSES = {RDFS("Class").value, OWL("Class").value}
SHAPES = {SH("NodeShape").value, SH("PropertyShape").value}


def find(material: Material) -> Iterator[Diagnostic]:
    """Give one error for the archive. Shapes that do not parse are told of as such."""
    if has_target(material) or any(not file.facts.is_understood for file in material.files if file.kind == "shapes"):
        return
    message = "no shape has a target, so nothing is validated"
    help_ = 'add [[graphs]] with kind = "shapes", and a sh:NodeShape with sh:targetClass to one of its files'
    yield Diagnostic("no-shapes", "error", message, Span("kgpub.toml"), help=help_)


def has_target(material: Material) -> bool:
    """Tell whether a shape has a target, be it that it is a class (https://www.w3.org/TR/shacl/#implicit-targetClass)."""
    types: dict[object, set[str]] = {}
    for quad in material.quads("shapes"):
        if quad.predicate.value in TARGETS:
            return True
        if quad.predicate == TYPE:
            types.setdefault(quad.subject, set()).add(getattr(quad.object, "value", ""))
    return any(found & SHAPES and found & CLASSES for found in types.values())


RULE = Rule("no-shapes", "error", find, needs_all_files=True)
