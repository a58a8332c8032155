"""A class or property that the ontology declares without saying what it is.

What it does
    Looks at the classes, properties and datatypes that the archive's ontology declares below its base: each has a name
    (``rdfs:label``, or a property of ``labels`` in ``[archive]``), a description (``rdfs:comment``,
    ``skos:definition`` or ``dcterms:description``) and says which ontology it is of (``rdfs:isDefinedBy``).

Why is this bad?
    The term is published for ever. Who finds it cannot know what it means, and uses it for something else.

Example
    ``ex:author a owl:ObjectProperty .``

Use instead
    ``ex:author a owl:ObjectProperty ; rdfs:label "author"@en ; rdfs:comment "Who wrote a letter."@en ; rdfs:isDefinedBy
    <https://example.org/ns> .``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule
from kgpub.rdf.vocabularies import DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

COMMENTS = frozenset(node.value for node in (RDFS("comment"), SKOS("definition"), DCTERMS("description")))
DEFINED_BY = frozenset({RDFS("isDefinedBy").value})


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each such term, where it is declared, with all that it lacks."""
    wanted = {
        "rdfs:label": frozenset({RDFS("label").value, *material.config.labels}),
        "rdfs:comment": COMMENTS,
        "rdfs:isDefinedBy": DEFINED_BY,
    }
    said: dict[object, set[str]] = {}
    for quad in material.quads("ontology"):
        said.setdefault(quad.subject, set()).add(quad.predicate.value)
    for term in material.declared_terms.values():
        lacks = [name for name, properties in wanted.items() if properties.isdisjoint(said[term])]
        if lacks:
            message = f"{material.naming.term(term)} has no {' and no '.join(lacks)}"
            for span in material.places.things(term)[:1]:
                yield Diagnostic("undocumented-term", "warning", message, span)


RULE = Rule("undocumented-term", "warning", find, needs_all_files=True)
