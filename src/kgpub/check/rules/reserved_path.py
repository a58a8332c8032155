"""A URI of the archive's own at which the server answers for itself.

What it does
    Compares the URIs of things and graphs below the base with the paths that a server keeps for its services, and with
    the endings of documents. What follows a ``#`` does not matter.

Why is this bad?
    Whoever follows the URI gets the service, or nothing, and never what the archive says of the thing. What was
    published once cannot be renamed.

Example
    ``<https://example.org/sparql> a ex:Language .`` where the base is ``https://example.org/``

Use instead
    a path of its own, such as ``language/sparql``; docs/configuration.md lists the paths that are taken
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.diagnostic import Diagnostic, Span
from kgpub.check.rule import Rule
from kgpub.config import CONFIG_FILE
from kgpub.config.reserved_paths import ending, reserved, seem_reserved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

HELP = "give it a path of its own before it is published; docs/configuration.md lists what is taken"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each such URI, where it is written first."""
    base = material.config.base
    graphs = (graph.uri for graph in material.config.graphs)
    for uri in sorted(seem_reserved({*material.subjects(), *graphs}, base)):
        if reason := _reason(uri.removeprefix(base).partition("#")[0]):
            span = next(iter(material.places.things(NamedNode(uri))), Span(CONFIG_FILE))
            yield Diagnostic("reserved-path", "warning", f"{material.naming.iri(uri)} {reason}", span, help=HELP)


def _reason(path: str) -> str:
    if found := reserved(path):
        return f"cannot be reached: the server has {found.use} at /{path}"
    if end := ending(path):
        return f"cannot be reached: what ends in {end} is taken for a document about what stands before that"
    return ""


RULE = Rule("reserved-path", "warning", find)
