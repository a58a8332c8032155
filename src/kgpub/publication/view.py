"""How a description is arranged on a page: sections of fields of values, nested as the shapes nest them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from kgpub.publication.layout import NO_GROUP, Group
from kgpub.rdf.vocabularies import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgpub.publication.description import Description, Subject
    from kgpub.publication.layout import Field
    from kgpub.publication.naming import Naming
    from kgpub.publication.quad_index import QuadIndex
    from kgpub.rdf.terms import Node

MAXIMUM_BLANK_DEPTH = 6
LINE_LENGTH = 60
CODE_LINES = 3
DATES = frozenset(XSD(name).value for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"))
Number = tuple[int, str]
"""A number of any length, as what it is ordered by: how many digits, and which."""
UNDATED = "\uffff"  # after every date


@dataclass(frozen=True)
class Value:
    """One value: a literal (`language` and `datatype` where they matter), or a thing with its name."""

    text: str
    uri: str = ""
    language: str = ""
    datatype: str = ""
    types: tuple[str, ...] = ()
    fields: tuple[FieldView, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether the text reads as a sentence or more."""
        is_sentence = " " in self.text and self.text.rstrip().endswith((".", "!", "?", ":", ";"))
        return is_sentence or len(self.text) > LINE_LENGTH or "\n" in self.text

    @property
    def is_code(self) -> bool:
        """Whether the text is many lines in no language, such as a query: its spaces matter."""
        return not (self.uri or self.language or self.datatype) and len(self.text.strip().splitlines()) >= CODE_LINES


@dataclass(frozen=True)
class FieldView:
    """A name with its values; `hint` explains the name, `predicate` is set where a property stands behind it."""

    name: str
    values: tuple[Value, ...]
    hint: str = ""
    predicate: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether the values are things with fields of their own, or code: these need the whole width."""
        return any((value.uri and value.fields) or value.is_code for value in self.values)


@dataclass(frozen=True)
class Section:
    """A heading, which may be empty, with its fields."""

    heading: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True)
class SubjectView:
    """A thing as its page shows it; `types` are URIs, `other_names` are names in other languages."""

    uri: str
    name: str
    language: str
    types: tuple[Value, ...]
    other_names: tuple[Value, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Arrangement:
    """Arranges the subjects of one description.

    `other_heading` stands over what no shape lays out; `shown` are texts that the page shows already; `page_of` is
    the thing being arranged.
    """

    description: Description
    naming: Naming
    other_heading: str = ""
    shown: frozenset[str] = frozenset()
    page_of: str = ""

    def subjects(self) -> list[SubjectView]:
        """Give every subject of which something is said."""
        known = [subject for subject in self.description.subjects if self._is_known(subject)]
        return [replace(self, page_of=subject.uri).arranged(subject) for subject in known]

    def arranged(self, subject: Subject) -> SubjectView:
        """Give the page of one subject."""
        node = NamedNode(subject.uri)
        words = self.naming.words(node, self._statements)
        name = self.naming.name(node, self._statements)
        others = [_literal(literal) for literal in words.literals if literal.value != name]
        language = next((literal.language or "" for literal in words.literals if literal.value == name), "")
        types = tuple(self._value(value, (), 0) for value in self._statements.values(node, RDF("type")))
        sections = (*self._laid_out(node, subject.fields), *self._others(node, subject.fields))
        return SubjectView(subject.uri, name, language, types, tuple(others), sections)

    @property
    def _statements(self) -> QuadIndex:
        return self.description.statements

    def _is_known(self, subject: Subject) -> bool:
        return bool(self._statements.predicates(NamedNode(subject.uri)))

    def _laid_out(self, node: Node, fields: Sequence[Field]) -> Iterable[Section]:
        groups: dict[Group, list[FieldView]] = {}
        for field in fields:
            if view := self._field(node, field):
                groups.setdefault(field.group, []).append(view)
        for group, views in groups.items():
            heading = group.label.best(self.naming.languages) if group is not NO_GROUP else ""
            yield Section(heading, tuple(views))

    def _field(self, node: Node, field: Field) -> FieldView | None:
        values = [value for value in field.path.follow(node, self._statements) if not self._is_shown(value)]
        if not values or field.path.predicate == RDF("type").value:
            return None  # types stand beside a thing's name
        languages = self.naming.languages
        return FieldView(
            name=field.name.best(languages),
            values=tuple(self._value(value, field.nested, 0) for value in self._ordered(values, field.nested)),
            hint=field.description.best(languages) or self.naming.explain(field.path.predicate or "urn:x-kgpub:none"),
            predicate=field.path.predicate or "",
        )

    def _is_shown(self, node: Node) -> bool:
        return isinstance(node, Literal) and node.value in self.shown

    def _others(self, node: Node, fields: Sequence[Field]) -> Iterable[Section]:
        views = [self._other(node, name) for name in self._unshown(node, fields)]
        if views:
            yield Section(self.other_heading, tuple(sorted(views, key=lambda view: view.name)))

    def _unshown(self, node: Node, fields: Sequence[Field]) -> list[str]:
        shown = frozenset({RDF("type").value}).union(*(field.path.own for field in fields))
        return [name for name in self._statements.predicates(node) if name not in shown]

    def _other(self, node: Node, predicate: str) -> FieldView:
        values = self._ordered(self._statements.values(node, NamedNode(predicate)))
        naming = self.naming
        views = tuple(self._value(value, (), 0) for value in values)
        return FieldView(naming.term(predicate), views, naming.explain(predicate), predicate)

    def _value(self, node: Node, nested: Sequence[Field], depth: int) -> Value:
        match node:
            case Literal():
                return _literal(node)
            case BlankNode() if depth < MAXIMUM_BLANK_DEPTH:
                return Value("", types=self._type_names(node), fields=tuple(self._blank(node, nested, depth + 1)))
            case NamedNode():
                name = self.naming.name(node, self._statements)
                views = (self._field(node, field) for field in nested)
                fields = tuple(view for view in views if view and not self._repeats(view, name))
                return Value(name, uri=node.value, types=self._type_names(node), fields=fields)
        return Value(str(node))

    def _repeats(self, view: FieldView, name: str) -> bool:
        """Tell whether a nested field says again what stands in the heading above it, or whose page this is."""
        match view.values:
            case (only,):
                return only.text == name or bool(only.uri and only.uri == self.page_of)
        return False

    def _type_names(self, node: Node) -> tuple[str, ...]:
        types = self._statements.values(node, RDF("type"))
        return tuple(self.naming.term(value.value) for value in types if isinstance(value, NamedNode))

    def _blank(self, node: Node, nested: Sequence[Field], depth: int) -> Iterable[FieldView]:
        """Show a blank node by its fields and what else is said of it; a list by its items."""
        if items := self._statements.items(node):
            yield FieldView("", tuple(self._value(item, nested, depth) for item in items))
            return
        yield from (view for field in nested if (view := self._field(node, field)))
        for name, predicate in sorted((self.naming.term(uri), uri) for uri in self._unshown(node, nested)):
            values = self._ordered(self._statements.values(node, NamedNode(predicate)))
            yield FieldView(name, tuple(self._value(value, (), depth) for value in values))

    def _ordered(self, values: Iterable[Node], nested: Sequence[Field] = ()) -> list[Node]:
        """Put things in the order of their dates, then of their URIs; texts by language and words.

        It is an order that does not change from release to release.
        """
        return sorted(values, key=lambda value: (self._date(value, nested), *_order(value)))

    def _date(self, node: Node, nested: Iterable[Field]) -> str:
        """Give the first date that a thing's fields show; those that have none come last."""
        for predicate in (field.path.predicate for field in nested):
            for literal in self._statements.literals(node, NamedNode(predicate)) if predicate else ():
                if literal.datatype.value in DATES:
                    return literal.value
        return UNDATED


def _order(node: Node) -> tuple[int, str, list[str | Number]]:
    match node:
        case Literal():
            return (0, node.language or "", natural_order(node.value))
        case NamedNode():
            return (1, "", natural_order(node.value))
    return (2, "", [str(node)])


def natural_order(text: str) -> list[str | Number]:
    """Split a text so that article 10 comes after article 9: words and numbers in turn."""
    parts = re.split(r"([0-9]+)", text)
    return [_number(part) if index % 2 else part for index, part in enumerate(parts)]


def _number(digits: str) -> Number:
    significant = digits.lstrip("0")
    return len(significant), significant


def _literal(literal: Literal) -> Value:
    plain = literal.language or literal.datatype == XSD("string")
    return Value(literal.value, language=literal.language or "", datatype="" if plain else literal.datatype.value)
