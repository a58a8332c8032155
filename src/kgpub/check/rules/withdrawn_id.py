"""A URI that was withdrawn is still used.

What it does
    Looks up each URI below the path of an ``[identity.kinds.…]`` in the ledger, in data, ontology and shapes. The
    archive can be published all the same, so this is a warning: a withdrawal must not wait until all files are mended.

Why is this bad?
    Nothing of the thing is published (``kgpub withdraw``): statements with its URI are left out of the release. The
    files and git's history go on saying it.

Example
    ``person:k5d8fc3h ex:knows person:q0m3tb5d`` after ``withdrawn person/k5d8fc3h privacy``

Use instead
    the statements may stay. From the thing's names the build knows what to black out in other texts, and from what
    hangs on the thing which URIs it has to answer for
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.ids_in_use import changed, ledger_says, places
from kgpub.check.rule import Rule
from kgpub.identity import Withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

HELP = "leave the names of the thing, from which the build knows what to black out, and whatever has a URI of its own"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each place."""
    for use, resolution in changed(material):
        if isinstance(resolution, Withdrawn):
            message = f"{material.naming.iri(use.minted.uri)} was withdrawn, so this is not published"
            for span in places(material, use):
                yield Diagnostic(
                    "withdrawn-id", "warning", message, span, reason=ledger_says(material, resolution), help=HELP
                )


RULE = Rule("withdrawn-id", "warning", find)
