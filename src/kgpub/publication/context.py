"""The JSON-LD context of an archive, made from its prefixes and its ontology."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kgpub.rdf.vocabularies import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgpub.publication.quad_index import QuadIndex

_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_CLASSES = (OWL("Class"), RDFS("Class"))
_PROPERTIES = (OWL("ObjectProperty"), OWL("DatatypeProperty"), OWL("AnnotationProperty"), RDF("Property"))
# A range of plain or tagged strings says how values look already; coercing to it would hide the language.
_NOT_COERCED = {RDF("langString").value, RDFS("Literal").value, XSD("string").value}


def json_ld_context(prefixes: Mapping[str, str], ontology: QuadIndex) -> dict[str, Any]:
    """Give the document that is published as the context: prefixes, then the ontology's terms by local name.

    JSON-LD has no empty prefix.
    """
    terms: dict[str, Any] = {name: {"@id": uri, "@prefix": True} for name, uri in sorted(prefixes.items()) if name}
    for term in sorted(_terms(ontology), key=lambda term: term.value):
        name = re.split(r"[#/]", term.value)[-1]
        if _SIMPLE.fullmatch(name) and name not in terms:
            terms[name] = _definition(term, ontology)
    return {"@context": {"@version": 1.1, **terms}}


def digest(context: Mapping[str, Any]) -> str:
    """Name a context by its content, so that a document's context never changes under it."""
    return hashlib.sha256(json.dumps(context, sort_keys=True).encode()).hexdigest()[:12]


def _terms(ontology: QuadIndex) -> set[NamedNode]:
    kinds = (*_CLASSES, *_PROPERTIES)
    return {term for kind in kinds for term in ontology.instances(kind) if isinstance(term, NamedNode)}


def _definition(term: NamedNode, ontology: QuadIndex) -> dict[str, str]:
    types = ontology.values(term, RDF("type"))
    if OWL("ObjectProperty") in types:
        return {"@id": term.value, "@type": "@id"}
    if OWL("DatatypeProperty") in types and (datatype := _datatype(term, ontology)):
        return {"@id": term.value, "@type": datatype}
    return {"@id": term.value}


def _datatype(term: NamedNode, ontology: QuadIndex) -> str | None:
    ranges = ontology.values(term, RDFS("range"))
    match ranges:
        case [NamedNode(value=datatype)] if datatype not in _NOT_COERCED:
            return str(datatype)
    return None
