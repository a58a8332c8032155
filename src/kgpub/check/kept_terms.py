"""Terms as an Oxigraph store can hold them without changing them.

It keeps numbers, booleans and dates by their value: `"01"^^xsd:integer` would come back as `"1"^^xsd:integer`, and
`"5"^^xsd:positiveInteger` as `"5"^^xsd:integer`. So a literal whose datatype it has an opinion of is kept under another
datatype, but for those that it gives back as they are.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from kgpub.rdf.vocabularies import RDF, XSD

Term = TypeVar("Term")

KEPT = "urn:kgpub:datatype:"
"""Before the datatype of a literal that Oxigraph shall not know the value of."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STRINGS = frozenset({XSD("string"), RDF("langString"), RDF("dirLangString")})
_INTEGERS, _DATES = XSD("integer"), XSD("date")


def kept(term: Term) -> Term:
    """Give the term that stands for another in a store."""
    if not isinstance(term, Literal) or term.datatype in _STRINGS or _is_alike(term):
        return term
    return Literal(term.value, datatype=NamedNode(KEPT + term.datatype.value))  # type: ignore[return-value]


def unkept(term: Term) -> Term:
    """Give the term that another stands for."""
    if not isinstance(term, Literal) or not (datatype := term.datatype.value).startswith(KEPT):
        return term
    return Literal(term.value, datatype=NamedNode(datatype.removeprefix(KEPT)))  # type: ignore[return-value]


def unkept_quad(quad: Quad) -> Quad:
    """Give the statement that another stands for."""
    object_ = quad.object
    if not isinstance(object_, Literal) or not object_.datatype.value.startswith(KEPT):
        return quad
    return Quad(quad.subject, quad.predicate, unkept(object_), quad.graph_name)


def _is_alike(literal: Literal) -> bool:
    """Tell whether a literal comes back as it is; that it is the only form of its value, SHACL's screening needs."""
    if literal.datatype == _INTEGERS:
        return _INTEGER.fullmatch(literal.value) is not None
    if literal.datatype == _DATES and _DATE.fullmatch(literal.value):
        try:
            date.fromisoformat(literal.value)
        except ValueError:
            return False
        return True
    return False
