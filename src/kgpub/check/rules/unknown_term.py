"""A class, property or other term that its vocabulary does not have.

What it does
    Looks up what is used of the archive's own vocabularies (the namespaces in which its ontology declares classes or
    properties), of RDF, RDFS, OWL, SKOS and SHACL, and, where kgpub.toml has a prefix for them, of CSVW, DOAP, Dublin
    Core, FOAF, ODRL, ORG, PROV, the RDF Data Cube, VANN and VoID, as a property or an object, in data, ontology and
    shapes. What one of the first five standards does not have is an error. In the archive's own vocabulary, which may
    be growing, and in the others, of which a newer version may have more, it is a warning:
    ``errors = ["unknown-term"]`` in ``[check]`` makes it one.

Why is this bad?
    A mistyped property says nothing that anybody would find. A mistyped ``sh:minCuont`` lets everything pass, in
    silence, with nearly every engine.

Example
    ``ex:Shape sh:property [ sh:path ex:name ; sh:minCuont 1 ]``

Use instead
    ``ex:Shape sh:property [ sh:path ex:name ; sh:minCount 1 ]``; a term that is new is described in the ontology
"""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic, Span
from kgpub.check.rule import Rule
from kgpub.check.vocabularies import namespace, reused, standards, used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Quad

    from kgpub.check.diagnostic import Severity
    from kgpub.check.material import Material

NOTE = "unknown-term"
_MEMBER = re.compile(r"_[1-9]\d*")
"""`rdf:_1` and so on: https://www.w3.org/TR/rdf-schema/#ch_containermembershipproperty"""


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a finding for each place of each such term, with the nearest that there is."""
    others, theirs = _listed(material)
    known: dict[str, frozenset[str]] = {**others, **theirs, **material.own_terms}
    spaces = tuple(known)
    unknown = {iri for iri in material.used() if iri.startswith(spaces) and is_unknown(iri, known)}
    for quad in dict.fromkeys(material.quads("data", "ontology", "shapes", using=unknown)):
        for position, term in used(quad):
            if term.value in unknown:
                severity: Severity = "error" if namespace(term.value) in theirs else "warning"
                message, help_ = f"there is no {material.naming.iri(term.value)}", _help(material, term.value, known)
                for span in _spans(material, quad, position):
                    yield Diagnostic("unknown-term", severity, message, span, help=help_)


def _listed(material: Material) -> list[dict[str, frozenset[str]]]:
    """Give the terms of vocabularies that are reused, and of standards. rdflib has them, and takes long to import."""
    lists = json.loads(material.remembered_notes.get(NOTE, "null")) or [reused(material.config.prefixes), standards()]
    material.notes[NOTE] = json.dumps(lists, default=sorted)
    return [{space: frozenset(terms) for space, terms in vocabularies.items()} for vocabularies in lists]


def is_unknown(iri: str, known: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether an IRI is of a known vocabulary that does not have it; a namespace itself is no term."""
    space = namespace(iri)
    return space in known and iri != space and iri not in known[space] and not _MEMBER.fullmatch(iri[len(space) :])


def _spans(material: Material, quad: Quad, position: str) -> list[Span]:
    if position == "predicate":
        return material.places.predicates(quad.subject, quad.predicate)
    return material.places.objects(quad.subject, quad.predicate, quad.object)


def _help(material: Material, iri: str, known: Mapping[str, frozenset[str]]) -> str:
    close = get_close_matches(iri, known[namespace(iri)], n=1, cutoff=0.8)
    return f"did you mean {material.naming.iri(close[0])}?" if close else ""


RULE = Rule("unknown-term", "error", find, needs_all_files=True)
