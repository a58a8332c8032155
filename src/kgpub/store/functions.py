"""The functions that engines have beyond SPARQL 1.1."""

from __future__ import annotations

from dataclasses import dataclass

_SPARQL = "http://www.w3.org/ns/sparql#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_GEOSPARQL = "http://www.opengis.net/def/function/geosparql/"


@dataclass(frozen=True)
class ExtensionFunction:
    """A function by its IRI. Where it has a keyword, queries call it by that and not by the IRI."""

    iri: str
    keyword: str = ""


_KEYWORDS = {
    # RDF 1.2: https://www.w3.org/TR/sparql12-query/#SparqlOps
    "triple": "TRIPLE",
    "subject": "SUBJECT",
    "predicate": "PREDICATE",
    "object": "OBJECT",
    "isTriple": "isTRIPLE",
    "langdir": "LANGDIR",
    "hasLang": "hasLANG",
    "hasLangdir": "hasLANGDIR",
    "strlangdir": "STRLANGDIR",
    # https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0002/sep-0002.md
    "adjust": "ADJUST",
}
_CASTS = (
    "date", "time", "duration", "dayTimeDuration", "yearMonthDuration", "gYear", "gYearMonth", "gMonth", "gMonthDay",
    "gDay",
)  # fmt: skip
"""Constructor functions of XPath beside those of SPARQL 1.1, 17.5."""
_GEOMETRY = (
    "area", "asGeoJSON", "centroid", "convexHull", "coordinateDimension", "difference", "dimension", "distance",
    "envelope", "getSRID", "intersection", "isEmpty", "isSimple", "length", "perimeter", "relate", "spatialDimension",
    "symDifference", "union", "sfContains", "sfCrosses", "sfDisjoint", "sfEquals", "sfIntersects", "sfOverlaps",
    "sfTouches", "sfWithin", "ehContains", "ehCoveredBy", "ehCovers", "ehDisjoint", "ehEquals", "ehInside", "ehMeet",
    "ehOverlap", "rcc8dc", "rcc8ec", "rcc8eq", "rcc8ntpp", "rcc8ntppi", "rcc8po", "rcc8tpp", "rcc8tppi",
)  # fmt: skip
"""What there is of GeoSPARQL: https://docs.ogc.org/is/22-047r1/22-047r1.html"""

OXIGRAPH = (
    *(ExtensionFunction(_SPARQL + name, keyword) for name, keyword in _KEYWORDS.items()),
    *(ExtensionFunction(_XSD + name) for name in _CASTS),
    *(ExtensionFunction(_GEOSPARQL + name) for name in _GEOMETRY),
)
"""Those of pyoxigraph 0.5; a test tries each, and that there are no others."""
