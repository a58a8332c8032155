"""A query of a shape that says nobody in words what it finds.

What it does
    Warns of a SPARQL-based constraint (``sh:sparql``) that has no ``sh:message``, gives no ``?message``, and is used by
    a shape that has no ``sh:message`` either. Other constraints need none: what was found and what was expected is told
    of them.

Why is this bad?
    Whoever meets the finding is shown a value, and must read a query to learn what is wrong with it.

Example
    ``ex:Letter sh:sparql [ sh:select "SELECT $this { … }" ] .``

Use instead
    ``ex:Letter sh:sparql [ sh:message "A letter is dated."@en ; sh:select "SELECT $this { … }" ] .``
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule
from kgpub.check.shape_graph import ShapeGraph
from kgpub.rdf.vocabularies import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material
    from kgpub.check.shape_graph import Term

_GIVES_MESSAGE = re.compile(r"[?$]message\b")
HELP = "give it a sh:message that says what must hold, or what to do"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each such constraint, at its query."""
    graph = ShapeGraph(material.quads("shapes"))
    shapes: dict[Term, list[Term]] = {}
    for shape in graph.shapes:
        for constraint in graph.values(shape, SH("sparql")):
            shapes.setdefault(constraint, []).append(shape)
    for constraint, users in shapes.items():
        query = graph.first(constraint, SH("select"))
        if isinstance(query, Literal) and _is_silent(graph, constraint, users, query.value):
            for span in material.places.objects(constraint, SH("select"), query)[:1]:
                message = "no words say what this query finds"
                yield Diagnostic("no-message", "warning", message, span, help=HELP)


def _is_silent(graph: ShapeGraph, constraint: Term, shapes: list[Term], query: str) -> bool:
    if graph.is_off(constraint) or _GIVES_MESSAGE.search(query) or graph.first(constraint, SH("message")) is not None:
        return False
    return any(graph.first(shape, SH("message")) is None for shape in shapes)


RULE = Rule("no-message", "warning", find)
