"""How a thing is laid out: the fields that its shapes give, in their order.

The shapes that validate a thing also say what its page shows: `sh:name`, `sh:description`, `sh:group`, `sh:order`.
A property shape with `sh:node` shows its values with that shape's own fields, which is how a page leads on.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.errors import UnsupportedPath
from kgpub.publication.paths import Path, read_path
from kgpub.rdf.vocabularies import OWL, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgpub.publication.quad_index import QuadIndex
    from kgpub.rdf.terms import Node

LAST = 1_000_000.0  # where no order is given
MAXIMUM_DEPTH = 5  # views that lead back to themselves end here


@dataclass(frozen=True)
class Words:
    """The same words in several languages."""

    literals: tuple[Literal, ...]

    def best(self, languages: Iterable[str]) -> str:
        """Give the words in the first language that there is; else what there is; else nothing."""
        by_language = {literal.language or "": literal.value for literal in reversed(self.literals)}
        for language in (*languages, "", *by_language):
            if language in by_language:
                return by_language[language]
        return ""


@dataclass(frozen=True)
class Group:
    """A `sh:PropertyGroup`: the heading over some fields."""

    order: float
    uri: str
    label: Words


NO_GROUP = Group(LAST, "", Words(()))


@dataclass(frozen=True)
class Field:
    """A property shape as a page sees it."""

    order: float
    shape: str
    name: Words
    description: Words
    path: Path
    group: Group
    nested: tuple[Field, ...]

    @property
    def is_own_statement(self) -> bool:
        """Whether the field shows a thing's own statements and goes no further."""
        return self.path.predicate is not None and not self.nested

    @property
    def place(self) -> tuple[float, str, float, str]:
        """Where the field stands among others."""
        return (self.group.order, self.group.uri, self.order, self.shape)


@dataclass(frozen=True)
class Layouts:
    """The layouts of an archive, read from its shapes and its ontology."""

    shapes: QuadIndex
    superclasses: Mapping[str, frozenset[str]]

    @cached_property
    def shapes_of_class(self) -> dict[str, list[Node]]:
        """The shapes that say what must hold of things of a class, by the class."""
        found: dict[str, list[Node]] = {}
        for shape in self.shapes.subjects:
            for target in self.shapes.values(shape, SH("targetClass")):
                found.setdefault(str(target.value), []).append(shape)  # type: ignore[union-attr]
        for shape in self.shapes.instances(RDFS("Class")) + self.shapes.instances(OWL("Class")):
            if isinstance(shape, NamedNode) and self.shapes.value(shape, SH("property")) is not None:
                found.setdefault(shape.value, []).append(shape)
        return found

    def fields(self, types: Iterable[str]) -> tuple[Field, ...]:
        """Give the fields of a thing of these types, in the order of its page."""
        key = frozenset(types)
        if key not in self._known:  # there are as many keys as combinations of types in the data: few
            self._known[key] = self._fields_of(self._shapes(key), 0)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[frozenset[str], tuple[Field, ...]]:
        return {}

    def _shapes(self, types: Iterable[str]) -> Iterable[Node]:
        classes = with_superclasses(types, self.superclasses)
        return dict.fromkeys(shape for name in sorted(classes) for shape in self.shapes_of_class.get(name, ()))

    def _fields_of(self, shapes: Iterable[Node], depth: int) -> tuple[Field, ...]:
        properties = dict.fromkeys(value for shape in shapes for value in self.shapes.values(shape, SH("property")))
        fields = [field for shape in properties if (field := self._field(shape, depth)) is not None]
        by_path: dict[Path, Field] = {}
        for field in sorted(fields, key=lambda field: field.place):
            by_path.setdefault(field.path, field)  # two shapes may constrain one path; a page shows it once
        return tuple(by_path.values())

    def _field(self, shape: Node, depth: int) -> Field | None:
        name = Words(tuple(self.shapes.literals(shape, SH("name"))))
        path_node = self.shapes.value(shape, SH("path"))
        if not name.literals or path_node is None or self._is_deactivated(shape):
            return None
        try:
            path = read_path(self.shapes, path_node)
        except UnsupportedPath:
            return None  # such a path is checked all the same; it is not shown
        return Field(
            order=order_of(self.shapes, shape),
            shape=str(shape),
            name=name,
            description=Words(tuple(self.shapes.literals(shape, SH("description")))),
            path=path,
            group=self._group(self.shapes.value(shape, SH("group"))),
            nested=self._fields_of(self.shapes.values(shape, SH("node")), depth + 1) if depth < MAXIMUM_DEPTH else (),
        )

    def _is_deactivated(self, shape: Node) -> bool:
        return any(literal.value in ("true", "1") for literal in self.shapes.literals(shape, SH("deactivated")))

    def _group(self, node: Node | None) -> Group:
        if node is None:
            return NO_GROUP
        return Group(order_of(self.shapes, node), str(node), Words(tuple(self.shapes.literals(node, RDFS("label")))))


def order_of(statements: QuadIndex, node: Node) -> float:
    """Give the `sh:order` of a thing; what has none comes last."""
    for literal in statements.literals(node, SH("order")):
        with suppress(ValueError):  # what is no number is the check's to tell; it must not keep pages from opening
            return float(literal.value)
    return LAST


def superclasses(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Give all classes above each class, from (class, direct superclass) pairs; circles do no harm."""
    direct: dict[str, set[str]] = {}
    for below, above in pairs:
        direct.setdefault(below, set()).add(above)
    return {name: frozenset(_above(name, direct)) for name in direct}


def with_superclasses(types: Iterable[str], superclasses: Mapping[str, Iterable[str]]) -> set[str]:
    """Give some classes with all that are above them."""
    return {above for name in types for above in (name, *superclasses.get(name, ()))}


def _above(name: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    frontier = {name}
    while frontier:
        frontier = {above for below in frontier for above in direct.get(below, ())} - found
        found |= frontier
    return found
