"""A URI that was merged into another one is still used.

What it does
    Looks up each URI below the path of an ``[identity.kinds.…]`` in the ledger, in data, ontology and shapes.

Why is this bad?
    The URI leads to another one (``kgpub merge``), so what is said of it stands in no document, and who asks for the
    survivor is not told.

Example
    ``person:k5d8fc3h ex:knows person:q0m3tb5d`` after ``merged person/k5d8fc3h person/m2x7qt98``

Use instead
    ``person:m2x7qt98 ex:knows person:q0m3tb5d``; ``kgpub undo person/k5d8fc3h`` if they are two after all
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.ids_in_use import changed, ledger_says, places
from kgpub.check.rule import Rule
from kgpub.identity import Merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each place, with the URI to use."""
    naming = material.naming
    for use, resolution in changed(material):
        if isinstance(resolution, Merged):
            message = f"{naming.iri(use.minted.uri)} was merged into {naming.iri(resolution.into)}"
            help_ = f"write {naming.thing(NamedNode(resolution.into + use.minted.rest))}"
            for span in places(material, use):
                yield Diagnostic(
                    "merged-id", "error", message, span, reason=ledger_says(material, resolution), help=help_
                )


RULE = Rule("merged-id", "error", find)
