"""JSON-LD as people write it: compacted with a context, lists by their items.

PyLD compacts. Its reader of N-Quads (3.0) misreads backslashes before letters, and its lists forget what else is said
of their cells, so the expanded form is made here: https://www.w3.org/TR/json-ld11-api/#serialize-rdf-as-json-ld-algorithm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode

from kgpub.rdf.lists import lists
from kgpub.rdf.vocabularies import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Triple

    from kgpub.rdf.terms import Node

_TYPE, _FIRST, _NIL = RDF("type"), RDF("first"), RDF("nil")


def json_ld(triples: Sequence[Triple], context: Mapping[str, Any], *, url: str) -> dict[str, Any]:
    """Give triples as a compact document; `url` is where the context is published.

    Raises ValueError for RDF 1.2 triple terms.
    """
    own = _without_schemes(triples, context)
    expanded = _Expansion(triples).nodes()
    options = {"documentLoader": _refuse_to_load, "graph": True}
    compacted: dict[str, Any] = jsonld.compact(expanded, [dict(context), own] if own else dict(context), options)
    compacted["@context"] = [url, own] if own else url
    return compacted


def _without_schemes(triples: Sequence[Triple], context: Mapping[str, Any]) -> dict[str, None]:
    """Give a context that takes back the prefixes that are the scheme of some IRI: `geo:1,2` is one as it stands."""
    terms = {term for triple in triples for term in (triple.subject, triple.predicate, triple.object)}
    schemes = {term.value.partition(":")[0] for term in terms if isinstance(term, NamedNode)}
    entries = context.get("@context", context)
    return {name: None for name in sorted(schemes) if not isinstance(entries, str) and name in entries}


class _Expansion:
    """Makes the expanded form: one object a subject, in the order of the triples."""

    def __init__(self, triples: Sequence[Triple]) -> None:
        self._triples = triples
        self._lists = lists(triples)
        self._inside = {cell for cells in self._lists.values() for cell in cells}
        self._firsts: dict[Node, Node] = {
            triple.subject: triple.object for triple in triples if triple.predicate == _FIRST
        }

    def nodes(self) -> list[dict[str, Any]]:
        nodes: dict[str, dict[str, Any]] = {}
        for subject, predicate, value in self._triples:
            if subject in self._inside:
                continue
            name = _name(subject)
            node = nodes.setdefault(name, {"@id": name})
            if predicate == _TYPE and not isinstance(value, Literal):
                node.setdefault("@type", []).append(_name(value))
            else:
                node.setdefault(predicate.value, []).append(self._value(value))
        return list(nodes.values())

    def _value(self, node: Node) -> dict[str, Any]:
        if isinstance(node, Literal):
            return _literal(node)
        if node == _NIL or node in self._lists:
            return {"@list": [self._value(self._firsts[cell]) for cell in self._lists.get(node, ())]}
        return {"@id": _name(node)}


def _name(node: Node) -> str:
    match node:
        case NamedNode():
            return node.value
        case BlankNode():
            return str(node)
    raise ValueError("RDF 1.2 triple terms have no JSON-LD that is read everywhere")


def _literal(literal: Literal) -> dict[str, str]:
    value = {"@value": literal.value}
    if literal.language:
        direction = {"@direction": literal.direction.value} if literal.direction else {}
        return value | {"@language": literal.language} | direction
    return value if literal.datatype == XSD("string") else value | {"@type": literal.datatype.value}


def _refuse_to_load(url: str, _options: object) -> None:
    raise LookupError(f"{url} is not loaded: kgpub reads no context from the network")
