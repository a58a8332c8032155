"""Nothing that was said of a thing at a revision is said of it now.

What it does
    With ``--since REV``, compares all values that the archive's own things had then with those that they have now,
    whatever the property: texts without their languages, numbers, links, and what stands in their blank nodes. Links to
    what was merged since count as links to the survivor. Things with a single value are left alone.

Why is this bad?
    A URI means one thing for ever. When its name, its dates and its links are all others, it was given to another
    thing, and what others have said of it is now said of somebody else.

Example
    ``person:k5d8fc3h skos:prefLabel "Ann" ; ex:born "1970"`` then, ``person:k5d8fc3h skos:prefLabel "Ben"`` now

Use instead
    a new id for the other thing. Where it is the same and all was wrong, keep something that it was known by, such as
    the old name as an ``skos:altLabel``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.before import kept
from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule
from kgpub.identity import Merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material

ENOUGH = 2
"""Values that a thing must have had to be recognised by them."""
HELP = "give another thing an id of its own; for the same thing keep something that it was known by, such as its name"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each, where the thing is described."""
    before = material.before
    if before is None:
        return
    for uri in kept(before, material.published, material.files):
        old, new = before.published.values(uri), material.published.values(uri)
        if len(old) >= ENOUGH and new and old.isdisjoint(new) and _now(material, old).isdisjoint(new):
            thing = NamedNode(uri)
            message = f"nothing that was said of {material.naming.iri(uri)} at {before.name} is said of it now"
            span = material.places.things(thing)[0]
            yield Diagnostic("reused-uri", "error", message, span, focus=material.naming.thing(thing), help=HELP)


def _now(material: Material, values: frozenset[str]) -> frozenset[str]:
    """Give values with what survived in the place of what was merged."""
    changed = material.ledger.changed
    survivors = ((value, changed.get(value)) for value in values)
    return frozenset(found.into if isinstance(found, Merged) else value for value, found in survivors)


RULE = Rule("reused-uri", "error", find, needs_all_files=True, needs_revision=True)
