"""Turtle as people write it: prefixes, nested blank nodes, lists."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph
import rdflib
from rdflib.plugins.serializers.turtle import TurtleSerializer

from kgpub.rdf.lists import lists

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

# The literals that Turtle takes without quotes: https://www.w3.org/TR/turtle/#abbrev
_BARE = {
    rdflib.XSD.integer: re.compile(r"[+-]?[0-9]+"),
    rdflib.XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    rdflib.XSD.boolean: re.compile(r"true|false"),
}
_LIST_TERMS = (rdflib.RDF.first, rdflib.RDF.rest)  # lists are written without them
# A prefixed name (PNAME_LN) as rdflib escapes it: https://www.w3.org/TR/turtle/#grammar-production-PN_LOCAL
_PREFIXED_NAME = re.compile(
    r"(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:"
    r"(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.))?)?"
)


class _Spelled(rdflib.Literal):
    """A literal that rdflib moves about without looking into it.

    rdflib reads a literal's value and writes the value's spelling (1.0E0 becomes 1e+00), which is another literal.
    So it is given plain text, unlike for unlike literals, and the literal itself stays beside it.
    """

    literal: pyoxigraph.Literal

    @classmethod
    def of(cls, literal: pyoxigraph.Literal) -> _Spelled:
        spelled = cls(str(literal))
        spelled.literal = literal
        return spelled

    @property
    def own_datatype(self) -> rdflib.URIRef | None:
        """The datatype where Turtle has to write one."""
        datatype = rdflib.URIRef(self.literal.datatype.value)
        return None if self.literal.language or datatype == rdflib.XSD.string else datatype


class _LosslessTurtle(TurtleSerializer):
    """rdflib's serializer, with every literal in its own spelling."""

    heads: Container[rdflib.term.Node] = ()
    """The heads of the lists that can be written by their items: rdflib looks at less and would lose something."""

    def isValidList(self, l_: rdflib.term.Node) -> bool:  # noqa: N802 - rdflib's name
        return l_ in self.heads

    def get_pname(self, uri: rdflib.term.Node, gen_prefix: bool = True) -> str | None:
        name = super().get_pname(uri, gen_prefix and uri not in _LIST_TERMS)
        return name if name is not None and _PREFIXED_NAME.fullmatch(name) else None

    def preprocessTriple(self, triple: tuple[rdflib.term.Node, ...]) -> None:  # noqa: N802 - rdflib's name
        super().preprocessTriple(triple)  # type: ignore[arg-type]
        if isinstance(triple[2], _Spelled) and triple[2].own_datatype:
            self.get_pname(triple[2].own_datatype, gen_prefix=False)  # so that its prefix is declared

    def label(self, node: rdflib.term.Node, position: int) -> str:
        if isinstance(node, _Spelled):
            return self._spell(node)
        return str(super().label(node, position))

    def _spell(self, node: _Spelled) -> str:
        datatype, lexical = node.own_datatype, node.literal.value
        if datatype is None:
            return _quote(lexical) + _tag(node.literal)
        if datatype in _BARE and _BARE[datatype].fullmatch(lexical):
            return lexical
        return f"{_quote(lexical)}^^{self.get_pname(datatype, gen_prefix=False) or datatype.n3()}"


def turtle(triples: Sequence[pyoxigraph.Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write triples as Turtle; raise ValueError for RDF 1.2 triple terms, which few readers know."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in prefixes.items():
        graph.bind(prefix, iri)
    for triple in sorted(triples, key=str):  # prefixes for foreign properties are numbered as they come
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    output = io.BytesIO()
    serializer = _LosslessTurtle(graph)
    serializer.heads = {_term(head) for head in lists(triples)}
    try:
        serializer.serialize(output)
    except RecursionError:  # it nests blank nodes by recursion; so deep a nest, nobody reads either
        return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    return output.getvalue()


def _quote(text: str) -> str:
    if "\n" not in text:
        return str(pyoxigraph.Literal(text))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r")
    return f'"""{escaped}"""'


def _tag(literal: pyoxigraph.Literal) -> str:
    direction = f"--{literal.direction.value}" if literal.direction else ""
    return f"@{literal.language}{direction}" if literal.language else ""


def _term(
    term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple,
) -> rdflib.term.Node:
    match term:
        case pyoxigraph.NamedNode():
            return rdflib.URIRef(term.value)
        case pyoxigraph.BlankNode():
            return rdflib.BNode(term.value)
        case pyoxigraph.Literal():
            return _Spelled.of(term)
    raise ValueError("RDF 1.2 triple terms have no Turtle that is read everywhere")
