"""A thing is of another class than it was at a revision.

What it does
    With ``--since REV``, compares the classes of each of the archive's own things. Narrower and wider ones are no
    change, by the ``rdfs:subClassOf`` and ``owl:equivalentClass`` of the ontology then and now.

Why is this bad?
    A URI means one thing for ever. An author does not become a letter; rather, an id was copied, or used again.

Example
    ``author:k5d8fc3h a ex:Author`` then, ``author:k5d8fc3h a ex:Letter`` now

Use instead
    a new id for the letter; ``kgpub withdraw … --reason error`` for the old one if there never was such an author.
    Where a class itself has got another name, ``ex:Author owl:equivalentClass ex:Writer`` in the ontology
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.before import kept
from kgpub.check.diagnostic import Diagnostic
from kgpub.check.published import TYPE
from kgpub.check.rule import Rule
from kgpub.identity import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.check.diagnostic import Span
    from kgpub.check.material import Material
    from kgpub.check.published import Published

HELP = "a URI means one thing for ever: give the new thing an id of its own, and say what became of the old one"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each, where its class is given."""
    if material.before is None:
        return
    naming, before, now = material.naming, material.before.published, material.published
    for uri in kept(material.before, now, material.files):
        old, new = before.types(uri), now.types(uri)
        if old and new and not _are_related(old, new, ontologies=(before, now)):
            message = f"{naming.iri(uri)} was {_listed(material, old)} at {material.before.name}"
            message += f", and is {_listed(material, new)}"
            focus = naming.thing(NamedNode(uri))
            yield Diagnostic("changed-class", "error", message, _span(material, uri, new), focus=focus, help=HELP)


def _are_related(old: frozenset[str], new: frozenset[str], *, ontologies: Iterable[Published]) -> bool:
    """Tell whether one of the classes is one of the others, or is wider or narrower, by the ontology of then or now."""
    return any(each.widened(old) & new or each.widened(new) & old for each in ontologies)


def _span(material: Material, uri: str, types: Iterable[str]) -> Span:
    thing = NamedNode(uri)
    spans = (material.places.objects(thing, TYPE, NamedNode(type_)) for type_ in sorted(types))
    return next((span for found in spans for span in found), material.places.things(thing)[0])


def _listed(material: Material, types: Iterable[str]) -> str:
    return listed(map(material.naming.iri, sorted(types)))


RULE = Rule("changed-class", "error", find, needs_all_files=True, needs_revision=True)
