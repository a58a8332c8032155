"""What the standards say of things that exist through others only."""

from __future__ import annotations

from kgpub.rdf.vocabularies import OA, OWL, PROV, RDF, SKOSXL

NEEDS = (
    *map(RDF, ("reifies", "subject", "predicate", "object")),
    *map(OWL, ("annotatedSource", "annotatedProperty", "annotatedTarget")),
    *map(OA, ("hasSource", "hasTarget")),
    PROV("wasQuotedFrom"),
)
"""What a note upon a statement, a note upon a thing, or a quotation is nothing without."""

PARTS = tuple(map(SKOSXL, ("prefLabel", "altLabel", "hiddenLabel")))
"""What leads from a thing to names that are things of their own."""
