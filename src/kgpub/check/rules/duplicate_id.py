"""One minted URI is declared in two places.

What it does
    Finds minted URIs whose type is given in two files of data graphs, or in two separate blocks of one file. A second
    file may say more about a thing; but only one place says what it is.

Why is this bad?
    Two people who add a thing at the same time, or copy a block and forget to change its id, make one thing of two:
    it has two names, two dates, and nothing says which are whose.

Example
    ``author:k5d8fc3h a ex:Author`` in ``data/a.ttl`` and in ``data/b.ttl``

Use instead
    one block that gives the type; a new id from ``kgpub mint`` for the other thing
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.minted_uris import MintedUris
from kgpub.check.rule import Rule
from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.diagnostic import Span
    from kgpub.check.material import Material

TYPE = RDF("type")


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each declaration after the first, in the order of the files."""
    for uri in _typed_twice(material):
        first, *others = _declarations(material, uri)
        for span in others:
            message = f"{material.naming.iri(uri.value)} is declared a second time"
            help_ = f"the first is at {first.path}:{first.line}; give one of the two a new id, or join them"
            yield Diagnostic("duplicate-id", "error", message, span, focus=material.naming.thing(uri), help=help_)


def _typed_twice(material: Material) -> Iterator[NamedNode]:
    """Give minted URIs with more than one statement of a type: the candidates, found without a scan."""
    uris = MintedUris(material.config.base, material.config.identity.kinds)
    counts: Counter[str] = Counter()
    for file in material.files:
        counts.update(file.facts.typed if file.kind == "data" else ())
    for uri, count in counts.items():
        found = uris.parse(uri) if count > 1 else None
        if found and not found.rest:
            yield NamedNode(uri)


def _declarations(material: Material, uri: NamedNode) -> list[Span]:
    """Give the subject of each block of a data graph that gives the URI a type."""
    blocks = {
        (file.path, item.subject): file.span(item.subject)
        for file, item in material.places.about(uri)
        if item.quad.predicate == TYPE and file.file.kind == "data"
    }
    return [blocks[key] for key in sorted(blocks)] or material.places.things(uri)[:1]


RULE = Rule("duplicate-id", "error", find)
