"""A URI of the archive's own that nothing describes.

What it does
    Looks for what is linked to below the base and is neither described in any file, nor a graph, nor in the ledger. One
    that differs from a described URI by case, a slash at its end or percent-encoding only is an error, others are
    warnings. Ids that were never minted are told by ``unminted-id``.

Why is this bad?
    The URI is answered 404. Either something was forgotten, or the link leads to a misspelt name.

Example
    ``ex:letter ex:about <https://example.org/place/minsk>`` where ``<https://example.org/place/Minsk>`` is described

Use instead
    ``ex:letter ex:about <https://example.org/place/Minsk>``
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.minted_uris import MintedUris
from kgpub.check.rule import Rule
from kgpub.check.vocabularies import namespace
from kgpub.identity import Unknown, resolve

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from kgpub.check.material import Material

SERVICES = ("sparql", "sparql/examples", "graph-store")
"""What a server answers of itself."""


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a finding for each place where such a URI is an object."""
    described = _described(material)
    dangling = {uri: _folded(uri.partition("#")[0]) for uri in _dangling(material, described)}
    similar = _similar(described, frozenset(dangling.values())) if dangling else {}
    for uri, folded in dangling.items():
        near = similar.get(folded)
        name = material.naming.iri(uri)
        message = f"nothing describes {name}"
        help_ = f"did you mean {material.naming.iri(near)}?" if near else ""
        for span in material.places.links(NamedNode(uri)):
            yield Diagnostic("dangling-uri", "error" if near else "warning", message, span, help=help_)


def _similar(described: Iterable[str], folded: Container[str]) -> dict[str, str]:
    """Give, for each of some folded forms, the first URI that has it."""
    found: dict[str, str] = {}
    for uri in described:
        if (form := _folded(uri)) in folded:
            found[form] = min(uri, found.get(form, uri))
    return found


def _dangling(material: Material, described: AbstractSet[str]) -> list[str]:
    """Give the URIs that are linked to and not described."""
    vocabularies = material.own_terms
    minted = MintedUris(material.config.base, material.config.identity.kinds)
    linked = {uri for uri in material.objects() if uri.startswith(material.config.base)}
    found: list[str] = []
    for uri in sorted(linked - described):
        if uri.partition("#")[0] in described:
            continue
        parts = minted.parse(uri)
        is_never_minted = parts is not None and isinstance(resolve(material.ledger, parts.uri), Unknown)
        if not is_never_minted and namespace(uri) not in vocabularies and uri not in vocabularies:
            found.append(uri)
    return found


def _described(material: Material) -> frozenset[str]:
    config = material.config
    graphs = {graph.uri for graph in config.graphs}
    services = {config.base + path for path in SERVICES}
    return (
        material.published.answered
        | graphs
        | services
        | {config.base, config.dataset, config.identity.graph, config.contact}
    )


def _folded(uri: str) -> str:
    return unquote(uri).rstrip("/").casefold()


RULE = Rule("dangling-uri", "error", find, needs_all_files=True)
