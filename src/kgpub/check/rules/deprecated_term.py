"""A term that the ontology says is deprecated is still used.

What it does
    Finds what is ``owl:deprecated`` in the ontology where data, ontology or shapes use it as a property or an object.

Why is this bad?
    Who queries by the new term does not find what is said by the old one.

Example
    ``ex:letter ex:writer ex:ann`` where ``ex:writer owl:deprecated true ; dcterms:isReplacedBy ex:author``

Use instead
    ``ex:letter ex:author ex:ann``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule
from kgpub.check.vocabularies import used
from kgpub.rdf.vocabularies import OWL, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

TRUE = Literal("true", datatype=XSD("boolean"))
REPLACED_BY = NamedNode("http://purl.org/dc/terms/isReplacedBy")


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each place, with what replaces the term if the ontology says so."""
    ontology = material.quads("ontology")
    deprecated = {quad.subject for quad in ontology if quad.predicate == OWL("deprecated") and quad.object == TRUE}
    if not deprecated:
        return
    instead = {quad.subject: quad.object for quad in ontology if quad.predicate == REPLACED_BY}
    term, places = material.naming.term, material.places
    using = {name.value for name in deprecated if isinstance(name, NamedNode)}
    for quad in dict.fromkeys(material.quads("data", "ontology", "shapes", using=using)):
        for position, name in used(quad):
            if name not in deprecated:
                continue
            is_verb = position == "predicate"
            spans = places.predicates(quad.subject, name) if is_verb else places.objects(quad.subject, None, name)
            help_ = f"{term(instead[name])} is used instead" if name in instead else ""
            for span in spans:
                yield Diagnostic("deprecated-term", "warning", f"{term(name)} is deprecated", span, help=help_)


RULE = Rule("deprecated-term", "warning", find)
