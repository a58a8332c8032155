"""What things are called on pages: names in the reader's languages, abbreviated URIs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.publication.layout import Words
from kgpub.rdf.vocabularies import RDF, RDFS, SD, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgpub.publication.quad_index import QuadIndex
    from kgpub.rdf.terms import Node

_BUILT_IN = {
    RDF("type").value: "type",
    RDFS("label").value: "label",
    SD("NamedGraph").value: "named graph",
    VOID("triples").value: "RDF statements",
}


def _reads(wanted: str, language: str) -> bool:
    return f"{wanted}-".startswith(f"{language.casefold()}-")


@dataclass(frozen=True)
class Naming:
    """How an archive names things: its label properties, its languages, its prefixes, its ontology's labels."""

    labels: tuple[str, ...]
    languages: tuple[str, ...]
    prefixes: Mapping[str, str]
    ontology: QuadIndex

    def preferring(self, wanted: Iterable[str]) -> Naming:
        """Give the naming for a reader of some languages, best first: of those that the archive has, theirs first.

        A reader of `be-BY` reads `be` (RFC 4647, lookup).
        """
        ranges = [language.casefold() for language in wanted]
        chosen = [language for entry in ranges for language in self.languages if _reads(entry, language)]
        return replace(self, languages=tuple(dict.fromkeys([*chosen, *self.languages])))

    def words(self, node: Node, statements: QuadIndex) -> Words:
        """Give a thing's names: those of the first property that it has."""
        for predicate in self.labels:
            if literals := statements.literals(node, NamedNode(predicate)):
                return Words(tuple(literals))
        return Words(())

    def name(self, node: Node, statements: QuadIndex) -> str:
        """Name a thing in the best language, or by its abbreviated URI."""
        if isinstance(node, Literal):
            return node.value
        built_in = _BUILT_IN.get(node.value) if isinstance(node, NamedNode) else None
        return self.words(node, statements).best(self.languages) or built_in or self.shorten(node)

    def term(self, uri: str) -> str:
        """Name a class or property: by its label in the ontology, or abbreviated."""
        return self.name(NamedNode(uri), self.ontology)

    def explain(self, uri: str) -> str:
        """Give the comment that the ontology has on a term, or nothing."""
        return Words(tuple(self.ontology.literals(NamedNode(uri), RDFS("comment")))).best(self.languages)

    def shorten(self, node: Node) -> str:
        """Abbreviate a URI with the archive's longest prefix that fits."""
        if not isinstance(node, NamedNode):
            return str(node)
        fitting = [(len(iri), prefix) for prefix, iri in self.prefixes.items() if node.value.startswith(iri)]
        if not fitting:
            return node.value
        length, prefix = max(fitting)
        return f"{prefix}:{node.value[length:]}"
