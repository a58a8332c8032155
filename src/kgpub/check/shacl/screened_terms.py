"""Terms in the store that screens queries: each is another one there, too.

Oxigraph keeps numbers, booleans and dates by their value: `"01"^^xsd:integer` would be `"1"^^xsd:integer`, and a
comparison may hold in it that does not in rdflib. So only literals that both take alike keep their datatype.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.check.shacl.terms import to_pyoxigraph
from kgpub.rdf.vocabularies import RDF, XSD

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import BlankNode

STRING, INTEGER, DATE = (str(XSD(name)) for name in ("string", "integer", "date"))
LANG_STRING = str(RDF("langString"))
MARK = "\0"
"""Stands for the focus node in what is written; no term of a query may hold it."""

KEPT = "urn:kgpub:datatype:"
"""Before the datatype of a literal that Oxigraph shall not know the value of."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STRINGS = frozenset({XSD("string"), RDF("langString")})


class Unscreened(Exception):
    """What is not asked of Oxigraph, since rdflib may see it in another way."""


def screened(term: NamedNode | BlankNode | Literal) -> NamedNode | BlankNode | Literal:
    """Give the term that stands for another."""
    if not isinstance(term, Literal) or term.datatype in _STRINGS or _is_alike(term):
        return term
    return Literal(term.value, datatype=NamedNode(KEPT + term.datatype.value))


def unscreened(term: NamedNode | BlankNode | Literal) -> NamedNode | BlankNode | Literal:
    """Give the term that another stands for."""
    if not isinstance(term, Literal) or not (kept := term.datatype.value).startswith(KEPT):
        return term
    return Literal(term.value, datatype=NamedNode(kept.removeprefix(KEPT)))


def _is_alike(literal: Literal) -> bool:
    """Tell whether both engines take a literal for the same value, of which this is the only form."""
    if literal.datatype == XSD("integer"):
        return _INTEGER.fullmatch(literal.value) is not None
    if literal.datatype == XSD("date") and _DATE.fullmatch(literal.value):
        try:
            date.fromisoformat(literal.value)
        except ValueError:
            return False
        return True
    return False


def constant(term: rdflib.URIRef | rdflib.Literal) -> str:
    """Give a term of a query as it is asked of Oxigraph. Raises Unscreened."""
    datatype = getattr(term, "datatype", None)
    if datatype is not None and f"<{datatype}>" == STRING:
        raise Unscreened  # rdflib tells it from a plain string
    try:
        found = to_pyoxigraph(term)
    except ValueError as error:
        raise Unscreened from error
    if MARK in (text := str(screened(found))):
        raise Unscreened
    return text
