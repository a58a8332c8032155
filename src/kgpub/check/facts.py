"""What rules ask of a file before they look at its statements. It is small, and remembered between checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.check.seeming_prefixes import seeming_prefixes
from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kgpub.archive import ParsedFile

TYPE = RDF("type")
MARK = b"kgpub:"
"""What a comment that suppresses findings has in it."""


@dataclass(frozen=True)
class Facts:
    """The IRIs of a file by their positions, and what is known of the file as a whole."""

    is_understood: bool
    """Whether it could be parsed. Of a file that could not, nothing else is known."""
    may_suppress: bool
    """Whether it may have comments that suppress findings."""
    subjects: frozenset[str] = frozenset()
    typed: tuple[str, ...] = ()
    """The subjects of statements of a type, each as often as there are such statements."""
    predicates: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    graphs: frozenset[str] = frozenset()
    prefixes: frozenset[tuple[str, str]] = frozenset()
    """The prefixes that it seems to declare, each with its namespace."""

    def uses(self, iris: Collection[str]) -> bool:
        """Tell whether one of these is a property or an object."""
        return not (self.predicates.isdisjoint(iris) and self.objects.isdisjoint(iris))


def facts_of(parsed: ParsedFile) -> Facts:
    """Look through a file."""
    may_suppress = MARK in parsed.file.content
    if parsed.errors:
        return Facts(is_understood=False, may_suppress=may_suppress)
    quads = parsed.quads
    return Facts(
        is_understood=True,
        may_suppress=may_suppress,
        subjects=_iris({quad.subject for quad in quads}),
        typed=tuple(sorted(_named(quad.subject for quad in quads if quad.predicate == TYPE))),
        predicates=_iris({quad.predicate for quad in quads}),
        objects=_iris({quad.object for quad in quads}),
        graphs=_iris({quad.graph_name for quad in quads}),
        prefixes=frozenset(seeming_prefixes(parsed.file)),
    )


def _iris(terms: Iterable[object]) -> frozenset[str]:
    return frozenset(_named(terms))


def _named(terms: Iterable[object]) -> Iterable[str]:
    return (term.value for term in terms if isinstance(term, NamedNode))
