"""Terms of queries as the store that screens them has them (`kgpub.check.kept_terms`).

A comparison may hold in Oxigraph that does not in rdflib. Literals that both take alike have their datatype there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.kept_terms import kept
from kgpub.check.shacl.terms import to_pyoxigraph
from kgpub.rdf.vocabularies import RDF, XSD

if TYPE_CHECKING:
    import rdflib

STRING, INTEGER, DATE = (str(XSD(name)) for name in ("string", "integer", "date"))
LANG_STRING = str(RDF("langString"))
MARK = "\0"
"""Stands for the focus node in what is written; no term of a query may hold it."""


class Unscreened(Exception):
    """What is not asked of Oxigraph, since rdflib may see it in another way."""


def constant(term: rdflib.URIRef | rdflib.Literal) -> str:
    """Give a term of a query as it is asked of Oxigraph. Raises Unscreened."""
    datatype = getattr(term, "datatype", None)
    if datatype is not None and f"<{datatype}>" == STRING:
        raise Unscreened  # rdflib tells it from a plain string
    try:
        found = to_pyoxigraph(term)
    except ValueError as error:
        raise Unscreened from error
    if MARK in (text := str(kept(found))):
        raise Unscreened
    return text
