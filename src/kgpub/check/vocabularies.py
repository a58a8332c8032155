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
    from rdflib.namespace import DefinedNamespace

TERMS = frozenset(
    {RDFS("Class"), RDF("Property"), RDFS("Datatype")}
    | {OWL(name) for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
)
"""The classes that terms of an ontology are of."""
_LOCAL = re.compile(r"[^/#]*$")


def namespace(iri: str) -> str:
    """Give what stands before the last name of an IRI."""
    return _LOCAL.sub("", iri)


def declared(base: str, ontology: Iterable[Quad]) -> dict[str, NamedNode]:
    """Give the terms that an ontology declares below the archive's base, by their IRIs."""
    typed = (quad.subject for quad in ontology if quad.predicate == RDF("type") and quad.object in TERMS)
    return {term.value: term for term in typed if isinstance(term, NamedNode) and term.value.startswith(base)}


def own(terms: Iterable[str], described: Iterable[str]) -> dict[str, frozenset[str]]:
    """Give the archive's own vocabularies: all that is described in each namespace that has a declared term."""
    found: dict[str, set[str]] = {namespace(iri): set() for iri in terms}
    spaces = tuple(found)
    for uri in [uri for uri in described if uri.startswith(spaces)]:
        if (space := namespace(uri)) in found:
            found[space].add(uri)
    return {space: frozenset(terms) for space, terms in found.items()}


def standards() -> Mapping[str, frozenset[str]]:
    """Give the terms of standards by their namespaces."""
    # rdflib takes a while to import, and only who asks this rule waits.
    from rdflib import namespace as lists  # noqa: PLC0415

    found = {str(each): _listed(each) for each in (lists.RDF, lists.RDFS, lists.OWL, lists.SKOS, lists.SH)}
    # Those of RDF and SHACL 1.2 that kgpub reads are not known yet.
    found[RDF.iri] |= {RDF(name).value for name in ("reifies", "dirLangString")}
    found[SH.iri] |= {SH(name).value for name in ("describe", "SPARQLDescribeExecutable")}
    return found


def reused(prefixes: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """Give the terms of the vocabularies that an archive has a prefix for and of which rdflib has all terms.

    Of DCAT, schema.org, OWL-Time and others it has some only: they grow, or it says itself that its list is not whole.
    """
    from rdflib import namespace as lists  # noqa: PLC0415

    whole = (getattr(lists, name) for name in _WHOLE)
    wanted = set(prefixes.values())
    return {str(each): _listed(each) for each in whole if str(each) in wanted}


_WHOLE = ("CSVW", "DC", "DCAM", "DCMITYPE", "DCTERMS", "DOAP", "FOAF", "ODRL2", "ORG", "PROV", "QB", "VANN", "VOID")


def _listed(terms: type[DefinedNamespace]) -> frozenset[str]:
    # Words of Python are terms as others are, but not listed.
    words = (f"{terms}{word}" for word in kwlist)
    return frozenset(map(str, dir(terms))) | {word for word in words if word in terms}


def used(quad: Quad) -> Iterable[tuple[str, NamedNode]]:
    """Give the IRIs that a statement uses, with the position of each."""
    yield "predicate", quad.predicate
    if isinstance(quad.object, NamedNode):
        yield "object", quad.object
