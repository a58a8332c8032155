"""A reader of JSON-LD that tells where each statement is written, as well as it can.

It follows https://www.w3.org/TR/json-ld11-api/#expansion-algorithm and
https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm, but checks nothing and needs no graphs.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgpub.archive.json_ld_context import NO_TERM, Context, Term, extended
from kgpub.archive.json_text import Array, Json, Object, Scalar, Text, plain, read_json
from kgpub.archive.positions import FIRST, NIL, REST, TYPE, NoPositions, PlacedQuad
from kgpub.archive.written import NOTHING, Written, iri, text_literal
from kgpub.rdf.vocabularies import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = NamedNode | BlankNode

MAPS = frozenset({"@language", "@index", "@id", "@type"})
"""Containers whose values stand under keys that say something of them."""
MOST_DIGITS = 20
"""Digits of an integer that the parser gives as one."""
MOST_TERMS = 200_000
"""Definitions that are made of one file's contexts, all in all."""


def read(text: str, base: str) -> Written:
    """Give what is written where. Raises NoPositions for what is nested too deeply, or has too many contexts."""
    reader = _Reader(text)
    try:
        reader.nodes(read_json(text), Context(base))
    except RecursionError:
        raise NoPositions("nested too deeply") from None
    return reader.written


class _Link(NamedTuple):
    """What leads to an object: a subject and a predicate with their places."""

    subject: Node
    place: int
    predicate: NamedNode
    key: int
    is_reverse: bool = False


class _Member(NamedTuple):
    """A key of a node, what it stands for, and its value."""

    name: str
    term: Term
    key: Text
    value: Json


class _Opened(NamedTuple):
    """An object whose keys are known: `place` is where its `@id` is written, or where it begins."""

    subject: Node
    place: int
    context: Context
    members: list[_Member]

    def of(self, name: str) -> Iterator[Json]:
        """Give the values of a keyword."""
        return (member.value for member in self.members if member.name == name)


class _Reader:
    """One reading of one document."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.written = Written()
        self.contexts: dict[tuple[int, object, bool], tuple[Context, Context]] = {}
        self.terms = 0

    def nodes(self, value: Json, context: Context) -> None:
        """Read nodes that nothing leads to: those of a document, of a graph, or `@included`."""
        match value:
            case Array():
                for item in value.items:
                    self.nodes(item, context)
            case Object():
                self.describe(self.opened(value, context))

    def opened(self, value: Object, context: Context, *, key: Text | None = None) -> _Opened:
        """Find out what an object's keys stand for, and which node it is; `key` may be its `@id`."""
        names = {name.value for name, _ in value.members}
        if context.previous and not any(context.expanded(name) == "@value" for name in names) and names != {"@id"}:
            context = context.previous
        for name, item in value.members:
            if name.value == "@context":
                self.note_tags(item)
                context = self.extended(context, plain(item), key=self.text[item.start : item.end])
        context = self.for_types(value, context)
        members = list(self.members(value, context))
        named = [member.value for member in members if member.name == "@id"]
        identity = key or next((item for item in named if isinstance(item, Text)), None)
        if identity:
            return _Opened(_node(context.resolved(identity.value)), self.at(identity), context, members)
        return _Opened(BlankNode(f"o{value.start}"), self.at(value), context, members)

    def for_types(self, value: Object, context: Context) -> Context:
        """Add the contexts of a node's types."""
        before = context
        types = [item for name, item in value.members if before.expanded(name.value) == "@type"]
        for name in sorted({text.value for item in types for text in _texts(item)}):
            term = before.terms.get(name, NO_TERM)
            for inner in term.contexts:
                context = self.extended(context, inner, key=term, propagates=False)
        return context

    def extended(self, context: Context, local: object, *, key: object, propagates: bool = True) -> Context:
        """Extend a context, once for each pair. The result keeps what its key is made of from being used again."""
        known = self.contexts.get((id(context), key, propagates))
        if known is None:
            made = extended(context, local, propagates=propagates)
            known = self.contexts[id(context), key, propagates] = made, context
            self.terms += len(made.terms)
            if self.terms > MOST_TERMS:
                raise NoPositions("too many contexts")
        return known[0]

    def members(self, value: Object, context: Context) -> Iterator[_Member]:
        for key, item in value.members:
            term = context.terms.get(key.value, NO_TERM)
            name = context.expanded(key.value)
            if name == "@nest":
                for nested in _objects(item):
                    yield from self.members(nested, context)
            elif name:
                yield _Member(name, term, key, item)

    def describe(self, node: _Opened) -> None:
        """Read what is said of a node: its types first, since the parser needs them first."""
        for member in sorted(node.members, key=lambda member: member.name != "@type"):
            match member.name:
                case "@type":
                    self.types(node, member)
                case "@graph" | "@included":
                    self.nodes(member.value, node.context)
                case "@reverse":
                    self.reversed(node, member.value)
                case name if not name.startswith("@"):
                    self.property(node, member)

    def types(self, node: _Opened, member: _Member) -> None:
        for text in _texts(member.value):
            class_ = _node(node.context.expanded(text.value, is_relative=True))
            self.say(_Link(node.subject, node.place, TYPE, self.at(member.key)), class_, self.at(text))

    def reversed(self, node: _Opened, value: Json) -> None:
        for inner in _objects(value):
            for member in self.members(inner, node.context):
                self.property(node, member, is_reverse=True)

    def property(self, node: _Opened, member: _Member, *, is_reverse: bool = False) -> None:
        """Read the values of one key."""
        term, value, context = member.term, member.value, node.context
        is_reverse = is_reverse != term.is_reverse
        link = _Link(node.subject, node.place, iri(member.name), self.at(member.key), is_reverse)
        for inner in term.contexts:
            context = self.extended(context, inner, key=term)
        if term.type == "@json":
            self.say(link, NOTHING, self.at(value, whole=True))
        elif term.container & MAPS and isinstance(value, Object):
            self.entries(link, term, value, context)
        elif "@list" in term.container:
            self.list(link, term, value, context)
        else:
            self.values(link, term, value, context)

    def entries(self, link: _Link, term: Term, value: Object, context: Context) -> None:
        """Read a map: by language, by index, by `@id` or by type."""
        for key, item in value.members:
            if "@language" in term.container:
                self.tag(key)
                language = "" if context.expanded(key.value) == "@none" else key.value
                for text in _texts(item):
                    self.say(link, text_literal(text.value, language), self.at(text))
            elif "@id" in term.container and isinstance(item, Object):
                self.node(link, self.opened(item, context, key=key))
            elif "@type" in term.container and isinstance(item, Object):
                self.typed(link, key, item, context=context)
            else:
                self.values(link, term, item, context)

    def typed(self, link: _Link, key: Text, value: Object, *, context: Context) -> None:
        """Read a node whose type is the key that leads to it."""
        for inner in context.terms.get(key.value, NO_TERM).contexts:
            context = self.extended(context, inner, key=context.terms[key.value], propagates=False)
        node = self.opened(value, context)
        type_ = _node(context.expanded(key.value, is_relative=True))
        self.say(_Link(node.subject, node.place, TYPE, self.at(key)), type_, self.at(key))
        self.node(link, node)

    def values(self, link: _Link, term: Term, value: Json, context: Context) -> None:
        match value:
            case Array():
                for item in value.items:
                    self.values(link, term, item, context)
            case Object():
                self.object(link, term, value, context)
            case Text() | Scalar():
                self.scalar(link, term, value, context)

    def object(self, link: _Link, term: Term, value: Object, context: Context) -> None:
        """Read a value object, a list, a set, or a node."""
        opened = self.opened(value, context)
        names = {member.name for member in opened.members}
        if "@value" in names:
            self.literal(link, opened)
        elif "@list" in names:
            for items in opened.of("@list"):
                self.list(link, term, items, opened.context)
        elif "@set" in names:
            for items in opened.of("@set"):
                self.values(link, term, items, opened.context)
        elif "@graph" in term.container and "@graph" not in names:
            self.say(link, BlankNode(f"g{value.start}"), self.at(value))
            self.describe(opened)
        else:
            self.node(link, opened)

    def node(self, link: _Link, node: _Opened) -> None:
        self.say(link, node.subject, node.place)
        self.describe(node)

    def list(self, link: _Link, term: Term, value: Json, context: Context) -> None:
        """Read a list. Its statements are placed at the items that they hold."""
        items = [item for item in (value.items if isinstance(value, Array) else (value,)) if not _is_null(item)]
        cells: list[Node] = [*(BlankNode(f"l{item.start}") for item in items), NIL]
        self.say(link, cells[0], self.at(value))
        for item, (cell, rest) in zip(items, pairwise(cells), strict=True):
            inner = _Link(cell, self.at(item), FIRST, self.at(item))
            if isinstance(item, Array):
                self.list(inner, term, item, context)
            else:
                self.values(inner, term, item, context)
            self.say(inner._replace(predicate=REST), rest, self.at(item))

    def literal(self, link: _Link, opened: _Opened) -> None:
        """Read a value object."""
        type_ = next((item.value for item in opened.of("@type") if isinstance(item, Text)), "")
        language = next((item for item in opened.of("@language") if isinstance(item, Text)), None)
        if language:
            self.tag(language)
        for value in opened.of("@value"):
            datatype = opened.context.expanded(type_, is_relative=True) if type_ else ""
            if datatype == "@json":
                self.say(link, NOTHING, self.at(value, whole=True))
            elif isinstance(value, Text) and not datatype:
                self.say(link, text_literal(value.value, language.value if language else ""), self.at(value))
            elif isinstance(value, Text | Scalar) and not _is_null(value):
                self.say(link, _typed(value, datatype), self.at(value))

    def scalar(self, link: _Link, term: Term, value: Text | Scalar, context: Context) -> None:
        """Read a string, number or boolean as its key says that it is to be read."""
        if _is_null(value):
            return
        if isinstance(value, Text) and term.type in ("@id", "@vocab"):
            is_name = term.type == "@vocab"
            name = context.expanded(value.value, is_relative=True) if is_name else context.resolved(value.value)
            self.say(link, _node(name), self.at(value))
        elif isinstance(value, Scalar) or (term.type and term.type != "@none"):
            self.say(link, _typed(value, term.type.replace("@none", "")), self.at(value))
        else:
            language = context.language if term.language is None else term.language
            self.say(link, text_literal(value.value, language), self.at(value))

    def say(self, link: _Link, object_: Node | Literal, place: int) -> None:
        """Note a statement."""
        if not link.is_reverse:
            quad = Quad(link.subject, link.predicate, object_)
            self.written.statements.append(PlacedQuad(quad, link.place, link.key, place))
        elif not isinstance(object_, Literal):
            quad = Quad(object_, link.predicate, link.subject)
            self.written.statements.append(PlacedQuad(quad, place, link.key, link.place))

    def at(self, token: Json, *, whole: bool = False) -> int:
        """Note where a token ends, which is one bracket unless the whole is meant, and give where it begins."""
        is_bracket = isinstance(token, Array | Object) and not whole
        self.written.ends[token.start] = token.start + 1 if is_bracket else token.end
        return token.start

    def tag(self, text: Text) -> None:
        self.written.tags.append((text.start + 1, text.end - 1))

    def note_tags(self, value: Json) -> None:
        """Note the language tags of a context."""
        match value:
            case Array():
                for item in value.items:
                    self.note_tags(item)
            case Object():
                for key, item in value.members:
                    if key.value == "@language" and isinstance(item, Text):
                        self.tag(item)
                    else:
                        self.note_tags(item)


def _texts(value: Json) -> Iterator[Text]:
    items = value.items if isinstance(value, Array) else (value,)
    return (item for item in items if isinstance(item, Text))


def _objects(value: Json) -> Iterator[Object]:
    items = value.items if isinstance(value, Array) else (value,)
    return (item for item in items if isinstance(item, Object))


def _is_null(value: Json) -> bool:
    return isinstance(value, Scalar) and value.token == "null"


def _node(name: str) -> Node:
    return BlankNode("n" + name[2:]) if name.startswith("_:") else iri(name)


def _typed(value: Text | Scalar, datatype: str) -> Literal:
    """Give a literal as https://www.w3.org/TR/json-ld11-api/#object-to-rdf-conversion makes it."""
    if isinstance(value, Text):
        return Literal(value.value, datatype=iri(datatype)) if datatype else Literal(value.value)
    if value.token in ("true", "false"):
        return Literal(value.token, datatype=iri(datatype) if datatype else XSD("boolean"))
    try:
        return Literal(_number(value.token, datatype), datatype=_number_type(value.token, datatype))
    except InvalidOperation:  # an exponent of twenty digits, say
        return Literal(value.token)


def _number(token: str, datatype: str) -> str:
    """Give the digits of a number as the parser writes them; no float of ours comes between."""
    sign, digits, exponent = Decimal(token).as_tuple()
    assert isinstance(exponent, int), "JSON has neither infinity nor NaN"
    figures = "".join(map(str, digits)).strip("0")
    if not figures:
        return "0.0E0" if datatype == XSD("double").value else "0"
    scale = len(digits) + exponent - 1
    if datatype != XSD("double").value and _is_integer(token):
        return "-" * sign + figures.ljust(scale + 1, "0")
    return f"{'-' * sign}{figures[0]}.{figures[1:] or '0'}E{scale}"


def _number_type(token: str, datatype: str) -> NamedNode:
    return iri(datatype) if datatype else XSD("integer" if _is_integer(token) else "double")


def _is_integer(token: str) -> bool:
    """Tell whether a number is written as an integer; beyond 20 digits, the parser makes it a double."""
    number = Decimal(token)
    return number.adjusted() < MOST_DIGITS and number == number.to_integral_value()
