"""What shapes demand, in words: of a class, of one of its properties, of a value.

The parameters of SHACL's core are written out (https://www.w3.org/TR/shacl/#core-components); what a query demands is
said by its message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.errors import UnsupportedPath
from kgpub.publication.layout import Words, order_of
from kgpub.publication.paths import read_path
from kgpub.rdf.vocabularies import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.publication.naming import Naming
    from kgpub.publication.paths import Path, Step
    from kgpub.publication.quad_index import QuadIndex
    from kgpub.rdf.terms import Node

MOST_CHOICES = 12
MAXIMUM_DEPTH = 4  # of alternatives within alternatives

_DATATYPES = {
    RDF("langString").value: "a text with its language",
    XSD("string").value: "a text",
    XSD("integer").value: "a whole number",
    XSD("decimal").value: "a number",
    XSD("double").value: "a number",
    XSD("boolean").value: "true or false",
    XSD("date").value: "a day",
    XSD("gYearMonth").value: "a month",
    XSD("gYear").value: "a year",
    XSD("dateTime").value: "a day and time",
    XSD("dateTimeStamp").value: "a day and time with its time zone",
    XSD("anyURI").value: "an address, as text",
}
_KINDS = {
    SH("IRI").value: "something with a URI",
    SH("Literal").value: "a text, a number or a date",
    SH("BlankNode").value: "something without a URI",
    SH("BlankNodeOrIRI").value: "a thing, no text",
    SH("BlankNodeOrLiteral").value: "nothing with a URI",
    SH("IRIOrLiteral").value: "a text, or something with a URI",
}
_BOUNDS = {
    "minInclusive": "{} or more",
    "minExclusive": "more than {}",
    "maxInclusive": "{} or less",
    "maxExclusive": "less than {}",
    "minLength": "length {} or more",
    "maxLength": "length {} or less",
    "pattern": "of the form {}",
}
_COMPARED = {
    "equals": "the same as “{}”",
    "disjoint": "never one that is also “{}”",
    "lessThan": "less than “{}”",
    "lessThanOrEquals": "not more than “{}”",
}
_SEVERITIES = {SH("Warning").value: "warning", SH("Info").value: "note"}


@dataclass(frozen=True)
class Constraint:
    """What must hold of one thing or property: `about` is its name, empty for the thing itself.

    `predicate` is the URI where one property stands behind the name; `severity` is empty where it is an error.
    """

    about: str
    predicate: str
    conditions: tuple[str, ...]
    message: str
    severity: str


@dataclass(frozen=True)
class ShapesInWords:
    """Reads shapes to a reader; `names` are statements that name what shapes list."""

    shapes: QuadIndex
    naming: Naming
    names: QuadIndex

    def constraints(self, shape: Node) -> Iterator[Constraint]:
        """Give what a shape demands: of the thing itself first, then of its properties in their order."""
        if conditions := tuple(self._conditions(shape, 0)):
            yield self._constraint(shape, "", "", conditions)
        yield from self._queries(shape)
        for property_ in sorted(self.shapes.values(shape, SH("property")), key=self._order):
            yield from self._of_property(property_)

    def _of_property(self, shape: Node) -> Iterator[Constraint]:
        if self._is_true(shape, "deactivated"):
            return
        conditions = tuple(self._conditions(shape, 0))
        if conditions or self.shapes.value(shape, SH("sparql")):
            name, predicate = self._path(shape)
            yield self._constraint(shape, name, predicate, conditions)
            yield from self._queries(shape, name)

    def _queries(self, shape: Node, about: str = "") -> Iterator[Constraint]:
        for query in sorted(self.shapes.values(shape, SH("sparql")), key=str):
            if message := self._words(query, "message"):
                yield Constraint(about, "", (), message, self._severity(shape))

    def _constraint(self, shape: Node, about: str, predicate: str, conditions: tuple[str, ...]) -> Constraint:
        return Constraint(about, predicate, conditions, self._words(shape, "message"), self._severity(shape))

    def _order(self, shape: Node) -> tuple[float, float, str]:
        group = self.shapes.value(shape, SH("group"))
        return (order_of(self.shapes, group) if group is not None else 0.0, order_of(self.shapes, shape), str(shape))

    def _severity(self, shape: Node) -> str:
        severity = self.shapes.value(shape, SH("severity"))
        return _SEVERITIES.get(severity.value, "") if isinstance(severity, NamedNode) else ""

    def _words(self, node: Node, property_: str) -> str:
        return Words(tuple(self.shapes.literals(node, SH(property_)))).best(self.naming.languages)

    def _is_true(self, shape: Node, name: str) -> bool:
        return any(literal.value in ("true", "1") for literal in self.shapes.literals(shape, SH(name)))

    # -- paths

    def _path(self, shape: Node) -> tuple[str, str]:
        """Give the name of what a property shape looks at, and its predicate where it is one."""
        name = self._words(shape, "name")
        node = self.shapes.value(shape, SH("path"))
        try:
            path = read_path(self.shapes, node) if node is not None else None
        except UnsupportedPath:
            path = None
        if path is None:
            return name, ""
        return name or self._written(path), path.predicate or ""

    def _written(self, path: Path) -> str:
        ways = (", then ".join(map(self._step, steps)) for steps in path.sequences)
        return " or ".join(ways)

    def _step(self, step: Step) -> str:
        names = " or ".join(map(self.naming.term, step.predicates))
        return f"what has it as “{names}”" if step.inverse else names

    # -- conditions

    def _conditions(self, shape: Node, depth: int) -> Iterator[str]:
        yield from self._count(shape)
        yield from self._kind_of_value(shape)
        yield from self._limits(shape)
        yield from self._choices(shape)
        yield from self._alternatives(shape, depth)
        if self._is_true(shape, "uniqueLang"):
            yield "one in each language"
        if self._is_true(shape, "closed"):
            yield "nothing may be said of it but what stands here"

    def _count(self, shape: Node) -> Iterator[str]:
        least, most = self._number(shape, "minCount") or 0, self._number(shape, "maxCount")
        if least and most is not None:
            yield f"exactly {least}" if least == most else f"{least} to {most}"
        elif least:
            yield f"{least} or more"
        elif most is not None:
            yield f"{most} at most" if most else "none"

    def _number(self, shape: Node, name: str) -> int | None:
        values = (literal.value for literal in self.shapes.literals(shape, SH(name)))
        return next((int(value) for value in values if value.isdecimal()), None)

    def _kind_of_value(self, shape: Node) -> Iterator[str]:
        for node in self.shapes.values(shape, SH("datatype")):
            if isinstance(node, NamedNode):
                yield _DATATYPES.get(node.value) or f"a value of the type {self.naming.shorten(node)}"
        for node in self.shapes.values(shape, SH("class")):
            yield f"of the class “{self._name(node)}”"
        for node in self.shapes.values(shape, SH("nodeKind")):
            if isinstance(node, NamedNode) and node.value in _KINDS:
                yield _KINDS[node.value]

    def _limits(self, shape: Node) -> Iterator[str]:
        for name, words in _BOUNDS.items():
            for literal in self.shapes.literals(shape, SH(name)):
                yield words.format(literal.value)
        for name, words in _COMPARED.items():
            for node in self.shapes.values(shape, SH(name)):
                yield words.format(self._name(node))

    def _choices(self, shape: Node) -> Iterator[str]:
        for head in self.shapes.values(shape, SH("in")):
            items = [self._name(item) for item in self.shapes.items(head)]
            shown = ", ".join(items[:MOST_CHOICES])
            yield f"one of: {shown}" + (f" and {len(items) - MOST_CHOICES} more" if len(items) > MOST_CHOICES else "")
        for node in self.shapes.values(shape, SH("hasValue")):
            yield f"among them: {self._name(node)}"
        for head in self.shapes.values(shape, SH("languageIn")):
            yield f"in one of the languages {', '.join(self._name(item) for item in self.shapes.items(head))}"

    def _alternatives(self, shape: Node, depth: int) -> Iterator[str]:
        if depth >= MAXIMUM_DEPTH:
            return
        for name, word in (("or", " or "), ("xone", " or else "), ("and", " and ")):
            for head in self.shapes.values(shape, SH(name)):
                parts = [self._in_short(item, depth + 1) for item in self.shapes.items(head)]
                if all(parts):
                    yield word.join(parts)
        for node in self.shapes.values(shape, SH("qualifiedValueShape")):
            least, most = (self._number(shape, f"qualified{end}Count") for end in ("Min", "Max"))
            counts = [f"{least} or more"] * bool(least) + [f"{most} at most"] * (most is not None)
            if counts and (words := self._in_short(node, depth + 1)):
                yield f"{' and '.join(counts)} of them: {words}"
        for node in self.shapes.values(shape, SH("not")):
            if words := self._in_short(node, depth + 1):
                yield f"not {words}"

    def _in_short(self, shape: Node, depth: int) -> str:
        """Give a shape's label, or what it demands."""
        label = self.naming.words(shape, self.shapes).best(self.naming.languages)
        return label[:1].lower() + label[1:] if label else " and ".join(self._conditions(shape, depth))

    def _name(self, node: Node) -> str:
        if isinstance(node, Literal):
            return node.value
        words = self.naming.words(node, self.names).best(self.naming.languages)
        return words or (self.naming.term(node.value) if isinstance(node, NamedNode) else str(node))


def listed(shapes: QuadIndex) -> Iterable[str]:
    """Give the URIs of what shapes list as values: they need names."""
    heads = (value for shape in shapes.subjects for value in shapes.values(shape, SH("in")))
    items = (item for head in heads for item in shapes.items(head))
    values = (value for shape in shapes.subjects for value in shapes.values(shape, SH("hasValue")))
    return {node.value for node in (*items, *values) if isinstance(node, NamedNode)}
