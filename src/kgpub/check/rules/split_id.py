"""A URI that was split into several is still used.

What it does
    Looks up each URI below the path of an ``[identity.kinds.…]`` in the ledger, in data, ontology and shapes.

Why is this bad?
    The URI does not say any longer which of several things is meant (``kgpub split``), and neither does a statement
    that has it.

Example
    ``person:k5d8fc3h ex:knows person:c4g0rw7z`` after ``split person/k5d8fc3h person/m2x7qt98 person/q0m3tb5d``

Use instead
    ``person:m2x7qt98 ex:knows person:c4g0rw7z``, if that is who is meant
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.ids_in_use import changed, ledger_says, places
from kgpub.check.rule import Rule
from kgpub.identity import Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each place, with the URIs to choose from."""
    naming = material.naming
    for use, resolution in changed(material):
        if isinstance(resolution, Split):
            message = f"{naming.iri(use.minted.uri)} was split, so it does not say which is meant"
            parts = (naming.thing(NamedNode(uri + use.minted.rest)) for uri in resolution.into)
            help_ = f"write the one that is meant: {' or '.join(parts)}"
            for span in places(material, use):
                yield Diagnostic(
                    "split-id", "error", message, span, reason=ledger_says(material, resolution), help=help_
                )


RULE = Rule("split-id", "error", find)
