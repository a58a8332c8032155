"""Which terms there are: the archive's own, and those of standards whose lists rdflib has."""

from __future__ import annotations

import re
from keyword import kwlist
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.rdf.vocabularies import OWL, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

    from kgpub.check.material import Material

TERMS = frozenset(
    {RDFS("Class"), RDF("Property"), RDFS("Datatype")}
    | {OWL(name) for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
)
"""The classes that terms of an ontology are of."""
_LOCAL = re.compile(r"[^/#]*$")


def namespace(iri: str) -> str:
    """Give what stands before the last name of an IRI."""
    return _LOCAL.sub("", iri)


def declared(material: Material) -> dict[str, NamedNode]:
    """Give the terms that the ontology declares below the archive's base, by their IRIs."""
    base, quads = material.config.base, material.quads("ontology")
    typed = (quad.subject for quad in quads if quad.predicate == RDF("type") and quad.object in TERMS)
    return {term.value: term for term in typed if isinstance(term, NamedNode) and term.value.startswith(base)}


def own(material: Material) -> dict[str, frozenset[str]]:
    """Give the archive's own vocabularies: all that is described in each namespace that has a declared term."""
    found: dict[str, set[str]] = {namespace(iri): set() for iri in declared(material)}
    spaces = tuple(found)
    for uri in material.published.said.subjects:
        if uri.startswith(spaces) and (space := namespace(uri)) in found:
            found[space].add(uri)
    return {space: frozenset(terms) for space, terms in found.items()}


def standards() -> Mapping[str, frozenset[str]]:
    """Give the terms of standards by their namespaces."""
    # rdflib takes a while to import, and only who asks this rule waits.
    from rdflib import URIRef  # noqa: PLC0415
    from rdflib import namespace as lists  # noqa: PLC0415

    found = {str(each): set(map(str, dir(each))) for each in (lists.RDF, lists.RDFS, lists.OWL, lists.SKOS, lists.SH)}
    # Those that are words of Python are not listed, and those of RDF and SHACL 1.2 that kgpub reads are not known yet.
    for each in (lists.RDFS, lists.OWL, lists.SKOS, lists.SH):
        words = (URIRef(str(each) + word) for word in kwlist)
        found[str(each)].update(str(term) for term in words if term in each)
    found[RDF.iri].update(RDF(name).value for name in ("reifies", "dirLangString"))
    found[SH.iri].update(SH(name).value for name in ("describe", "SPARQLDescribeExecutable"))
    return {space: frozenset(terms) for space, terms in found.items()}


def used(quad: Quad) -> Iterable[tuple[str, NamedNode]]:
    """Give the IRIs that a statement uses, with the position of each."""
    yield "predicate", quad.predicate
    if isinstance(quad.object, NamedNode):
        yield "object", quad.object
