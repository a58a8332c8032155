"""IRIs, literals and things as people know them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kgpub.rdf.vocabularies import RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Triple

    from kgpub.check.index import Index

_LOCAL = re.compile(r"[\w.-]*[\w-]|")

WELL_KNOWN = {
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "sh": SH.iri,
    "xsd": XSD.iri,
}
"""Prefixes that messages may use though the archive does not declare them."""


class Naming:
    """Names things by the archive's prefixes and labels. `labels` are the naming properties, best first."""

    def __init__(
        self, prefixes: Mapping[str, str], *, labels: Sequence[str], languages: Sequence[str], index: Index
    ) -> None:
        # The longest namespace first, since one may begin with another.
        known = (WELL_KNOWN | dict(prefixes)).items()
        self._namespaces = sorted(((iri, name) for name, iri in known), key=lambda pair: -len(pair[0]))
        self._languages = [language.lower() for language in languages]
        self._properties = {NamedNode(label): place for place, label in enumerate(labels)}
        self._index = index
        self._found: dict[object, str] = {}

    def iri(self, iri: str) -> str:
        """Give `prefix:name`, or `<iri>` where no prefix fits."""
        for namespace, prefix in self._namespaces:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def term(self, term: NamedNode | BlankNode | Literal | Triple) -> str:
        """Give a term as Turtle writes it, cut short when it is long."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        return "a blank node" if isinstance(term, BlankNode) else str(term)

    def thing(self, term: NamedNode | BlankNode | Literal) -> str:
        """Give a term with the label that the archive has for it."""
        label = self.label(term)
        return f'{self.term(term)} "{label}"' if label else self.term(term)

    def label(self, term: object) -> str:
        """Give the label of the best property, in the best language, or nothing."""
        if term not in self._found:
            self._found[term] = min(self._labels(term), default=(0, 0, ""))[2]
        return self._found[term]

    def in_best_language(self, texts: Iterable[tuple[str, str]]) -> str:
        """Give, of (text, language tag) pairs, the text in the language that the archive prefers, or nothing."""
        return min(((self._rank(language), text) for text, language in texts), default=(0, ""))[1]

    def _labels(self, term: object) -> Iterator[tuple[int, int, str]]:
        if not isinstance(term, NamedNode | BlankNode):
            return
        for quad in self._index.matching(term):
            place = self._properties.get(quad.predicate)
            if place is not None and isinstance(quad.object, Literal):
                yield place, self._rank(quad.object.language or ""), _short(quad.object.value)

    def _rank(self, language: str) -> int:
        """Give the place of a language among the archive's; a tag with subtags counts as its language."""
        for tag in (language.lower(), language.lower().partition("-")[0]):
            if tag in self._languages:
                return self._languages.index(tag)
        return len(self._languages) + (1 if language else 0)

    def _literal(self, literal: Literal) -> str:
        quoted = f'"{_short(literal.value)}"'
        if literal.language:
            return f"{quoted}@{literal.language}"
        if literal.datatype == XSD("string"):
            return quoted
        return f"{quoted}^^{self.iri(literal.datatype.value)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"  # noqa: PLR2004 - what a line of a report can bear
