"""The JSON-LD that stands in a page, for those who read pages only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from kgpub.rdf import documents
from kgpub.rdf.formats import JSON_LD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Quad

    from kgpub.rdf.documents import Names

MOST_EMBEDDED = 2000
"""Statements. A page that has more to say says it in documents of their own alone: it would take long to write."""


def embedded(quads: Sequence[Quad], names: Names) -> Markup:
    """Give a document for a script element; nothing where it would be too long.

    No `<` stands in it, so that no text can end the element: https://www.w3.org/TR/json-ld11/#restrictions-for-contents-of-json-ld-script-elements
    """
    if len(quads) > MOST_EMBEDDED:
        return Markup("")
    document = documents.serialize(quads, JSON_LD, names).decode()
    return Markup(document.replace("<", "\\u003c"))
