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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

SH = "http://www.w3.org/ns/shacl#"
TARGETS = {SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")}
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLASSES = {"http://www.w3.org/2000/01/rdf-schema#Class", "http://www.w3.org/2002/07/owl#Class"}


def find(material: Material) -> Iterator[Diagnostic]:
    """Give one error for the archive. Shapes that do not parse are told of as such."""
    if has_target(material) or any(parsed.errors for parsed in material.parsed if parsed.file.kind == "shapes"):
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
        if quad.predicate.value == RDF_TYPE:
            types.setdefault(quad.subject, set()).add(getattr(quad.object, "value", ""))
    shapes = {SH + "NodeShape", SH + "PropertyShape"}
    return any(found & shapes and found & CLASSES for found in types.values())
