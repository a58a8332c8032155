"""Terms as rdflib has them, and as pyoxigraph has them."""

from __future__ import annotations

import pyoxigraph
import rdflib

from kgpub.rdf.vocabularies import XSD

XSD_STRING = XSD("string").value


def to_rdflib(
    term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal,
) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """Give a term as rdflib has it. A plain string has no datatype there: `"x"` is not `"x"^^xsd:string`."""
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == XSD_STRING else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def to_pyoxigraph(term: rdflib.term.Node) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    """Give a term as pyoxigraph has it."""
    if isinstance(term, rdflib.URIRef):
        return pyoxigraph.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return pyoxigraph.BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return pyoxigraph.Literal(str(term), language=term.language)
    datatype = pyoxigraph.NamedNode(str(term.datatype or XSD_STRING))
    return pyoxigraph.Literal(str(term), datatype=datatype)
