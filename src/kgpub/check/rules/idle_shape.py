"""A shape that is never evaluated.

What it does
    Warns of a shape with constraints that has no target and that no other shape refers to. Notes a shape whose targets
    meet nothing in the archive: no thing of its classes or of their subclasses, no statement with its
    properties, nothing that is said of its nodes. (Shapes count as things, since a shape may lay out their pages.)
    Shapes with ``sh:deactivated true`` or ``sh:target`` are left alone.

Why is this bad?
    What such a shape asks for is not asked of anything, and nobody notices: the check passes. That a shape meets
    nothing is a note only, and none while there is no data, since shapes may be there before what they are for:
    ``warnings = ["idle-shape"]`` in ``[check]`` makes it a warning.

Example
    ``ex:Letter a sh:NodeShape ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .``

Use instead
    ``ex:Letter a sh:NodeShape ; sh:targetClass ex:Letter ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule
from kgpub.check.shape_graph import CLASSES, TARGETS, ShapeGraph
from kgpub.rdf.vocabularies import OWL, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.index import Index
    from kgpub.check.material import Material
    from kgpub.check.shape_graph import Term

CLASS, NODE, SUBJECTS_OF, OBJECTS_OF = TARGETS
IMPLICIT = frozenset({RDFS("Class"), OWL("Class")})
"""A shape that is a class has its instances as targets: https://www.w3.org/TR/shacl/#implicit-targetClass."""


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for a shape that nothing asks, and a note for one that meets nothing, where they begin."""
    graph = ShapeGraph(material.quads("shapes"))
    targets = {shape: list(_targets(graph, shape)) for shape in graph.shapes if not graph.first(shape, SH("target"))}
    if not any(targets.values()):
        return  # the rule no-shapes says so, once
    referred = _referred(graph)
    has_data = any(file.facts.predicates for file in material.files if file.kind == "data")
    for shape, found in targets.items():
        if not found and shape not in referred:
            help_ = "give it a target, such as sh:targetClass, or let another shape refer to it"
            message = "this shape is never evaluated: it has no target, and no other shape refers to it"
            for span in material.places.things(shape)[:1]:
                yield Diagnostic("idle-shape", "warning", message, span, help=help_)
        elif (
            found
            and has_data
            and shape not in referred
            and not any(_meets(material.index, *target) for target in found)
        ):
            yield from _unmet(material, shape, found)


def _targets(graph: ShapeGraph, shape: Term) -> Iterator[tuple[NamedNode, Term]]:
    for kind in TARGETS:
        yield from ((kind, value) for value in graph.values(shape, kind))
    types = set(graph.values(shape, RDF("type")))
    if types & CLASSES and types & IMPLICIT:
        yield CLASS, shape


def _meets(index: Index, kind: NamedNode, value: Term) -> bool:
    """Tell whether a target is met by anything."""
    if kind == CLASS:
        return any(_is_said(index, None, RDF("type"), each) for each in _with_subclasses(index, value))
    if kind == NODE:
        return isinstance(value, Literal) or _is_said(index, value)
    return isinstance(value, NamedNode) and _is_said(index, None, value)


def _is_said(index: Index, *pattern: Term | None) -> bool:
    return next(index.matching(*pattern), None) is not None


def _with_subclasses(index: Index, class_: Term) -> Iterator[Term]:
    seen = {class_}
    waiting = [class_]
    for each in waiting:
        yield each
        found = {quad.subject for quad in index.matching(None, RDFS("subClassOf"), each)} - seen
        waiting.extend(found)
        seen |= found


def _referred(graph: ShapeGraph) -> set[Term]:
    """Give what shapes refer to: by a word of SHACL, in a list, or by a parameter that the archive declares."""
    own = {
        path
        for quad in graph.quads
        if quad.predicate == SH("parameter")
        for path in graph.values(quad.object, SH("path"))
    }
    return {
        quad.object
        for quad in graph.quads
        if (quad.predicate.value.startswith(SH.iri) or quad.predicate == RDF("first") or quad.predicate in own)
        and quad.object != quad.subject
    }


def _unmet(material: Material, shape: Term, found: list[tuple[NamedNode, Term]]) -> Iterator[Diagnostic]:
    """Give the note, at the first target that is written."""
    term = material.naming.term
    kind, value = found[0]
    said = ", ".join(f"{term(kind)} {term(value)}" for kind, value in found)
    spans = material.places.objects(shape, kind, value) or material.places.things(shape)
    message = f"this shape meets nothing in the archive: {said}"
    for span in spans[:1]:
        yield Diagnostic("idle-shape", "note", message, span)


RULE = Rule("idle-shape", "warning", find, needs_all_files=True)
