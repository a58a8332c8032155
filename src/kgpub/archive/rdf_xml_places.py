"""A reader of RDF/XML that tells where each statement is written, as well as it can.

Elements come from expat, which tells the byte at which each begins; what is inside a tag is found from there. Document
types are not read, so no entity is expanded but XML's own five. It follows https://www.w3.org/TR/rdf-syntax-grammar/
and checks nothing: the parser accepted the document. Nothing here calls itself, so elements may nest as they like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from xml.parsers import expat

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgpub.archive.iris import resolved
from kgpub.archive.positions import FIRST, NIL, REST, TYPE, NoPositions, PlacedQuad
from kgpub.archive.written import NOTHING, Written, iri, text_literal
from kgpub.rdf.vocabularies import RDF

Resource = NamedNode | BlankNode

_BETWEEN = " "
"""Stands between a namespace and a local name in what expat tells; no IRI has one."""
_NAME = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG_END = re.compile(r"\s*/?>")

_BASE, _LANGUAGE = (f"http://www.w3.org/XML/1998/namespace{name}" for name in ("base", "lang"))
_RDF, _DESCRIPTION, _LI = (RDF(name).value for name in ("RDF", "Description", "li"))
_ABOUT, _ID, _NODE, _RESOURCE, _PARSE, _DATATYPE = (
    RDF(name).value for name in ("about", "ID", "nodeID", "resource", "parseType", "datatype")
)
_SYNTAX = frozenset({_ABOUT, _ID, _NODE, _RESOURCE, _PARSE, _DATATYPE, _BASE, _LANGUAGE})
"""The attributes that are no properties: https://www.w3.org/TR/rdf-syntax-grammar/#section-grammar-summary."""


def read(text: str, base: str) -> Written:
    """Give what is written where. Raises NoPositions for what is not XML, or has a document type."""
    return _Reader(text, base).read()


class _Attribute(NamedTuple):
    """An attribute: its value, and where its name and its value with quotes begin."""

    value: str
    name: int
    place: int


class _Scope(NamedTuple):
    """What holds inside an element."""

    base: str = ""
    language: str = ""


class _Element(NamedTuple):
    """A start tag: the IRI and the place of its name, its attributes by their IRIs, and where it ends."""

    iri: str
    place: int
    attributes: dict[str, _Attribute]
    end: int
    scope: _Scope


@dataclass
class _Outside:
    """The document, or `rdf:RDF`."""

    scope: _Scope


@dataclass
class _Node:
    """A node that is open."""

    scope: _Scope
    subject: Resource
    place: int
    items: int = 0
    """How many `rdf:li` it had."""


@dataclass
class _Property:
    """A property of a node that is open."""

    owner: _Node
    predicate: NamedNode
    element: _Element
    objects: list[_Node] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    is_told: bool = False
    """Whether its object is among its attributes."""

    @property
    def scope(self) -> _Scope:
        return self.element.scope


@dataclass
class _Markup:
    """A property whose value is the XML in it, or an element of that."""

    scope: _Scope
    value: _Property


class _Reader:
    """One reading of one document."""

    def __init__(self, text: str, base: str) -> None:
        self.text = text
        self.content = text.encode("utf-8", errors="replace")
        self.written = Written()
        self.open: list[_Outside | _Node | _Property | _Markup] = [_Outside(_Scope(base))]
        self.counted = 0, 0
        """A byte and the character that begins there: what comes is counted from these."""
        self.parser = expat.ParserCreate("utf-8", namespace_separator=_BETWEEN)
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.take
        self.parser.StartDoctypeDeclHandler = self.refuse

    def read(self) -> Written:
        try:
            self.parser.Parse(self.content, True)
        except expat.ExpatError as error:
            raise NoPositions(str(error)) from None
        return self.written

    def refuse(self, *_: object) -> None:
        raise NoPositions("a document type")

    def begin(self, name: str, given: list[str]) -> None:
        """Take a start tag."""
        parent = self.open[-1]
        if isinstance(parent, _Markup):
            self.open.append(parent)
            return
        element = self.element(name, given)
        if isinstance(parent, _Node):
            self.open.append(self.property(parent, element))
        elif element.iri == _RDF and isinstance(parent, _Outside):
            self.open.append(_Outside(element.scope))
        else:
            node = self.node(element)
            self.open.append(node)
            if isinstance(parent, _Property):
                parent.objects.append(node)

    def take(self, text: str) -> None:
        """Take a piece of text."""
        if isinstance(self.open[-1], _Property):
            self.open[-1].text.append(text)

    def end(self, _: str) -> None:
        """Take an end tag."""
        match self.open.pop():
            case _Property(is_told=False) as open_:
                self.value(open_)
            case _Markup() as open_ if not isinstance(self.open[-1], _Markup):
                self.link(open_.value, NOTHING, self.content_of(open_.value))

    def element(self, name: str, given: list[str]) -> _Element:
        """Find the places in a start tag."""
        start = self.offset()
        tag = _NAME.match(self.text, start)
        assert tag, "expat says that a tag begins here"
        attributes, end = self.attributes(tag.end(), given)
        scope = self.open[-1].scope
        if _BASE in attributes:
            scope = scope._replace(base=resolved(attributes[_BASE].value, scope.base))
        if language := attributes.get(_LANGUAGE):
            scope = scope._replace(language=language.value)
            self.written.tags.append((language.place + 1, self.written.ends[language.place] - 1))
        return _Element(name.replace(_BETWEEN, ""), self.at(*tag.span(1)), attributes, end, scope)

    def attributes(self, at: int, given: list[str]) -> tuple[dict[str, _Attribute], int]:
        """Find the attributes, of which expat knows the IRIs and values, and the end of the tag."""
        found: dict[str, _Attribute] = {}
        known = zip(given[::2], given[1::2], strict=True)
        while match := _ATTRIBUTE.match(self.text, at):
            at = match.end()
            if match[1] != "xmlns" and not match[1].startswith("xmlns:"):
                name, value = next(known)
                found[name.replace(_BETWEEN, "")] = _Attribute(value, self.at(*match.span(1)), self.at(*match.span(2)))
        closing = _TAG_END.match(self.text, at)
        return found, closing.end() if closing else at

    def node(self, element: _Element) -> _Node:
        """Read the start tag of a node: https://www.w3.org/TR/rdf-syntax-grammar/#nodeElement."""
        node = self.resource(element, (_ABOUT, _ID, _NODE))
        if element.iri != _DESCRIPTION:
            self.say(node, TYPE, element.place, iri(element.iri), element.place)
        self.properties(node, element)
        return node

    def resource(self, element: _Element, names: tuple[str, ...]) -> _Node:
        """Give the node that one of the attributes names, or a blank one."""
        for name in names:
            if found := element.attributes.get(name):
                id_ = f"#{found.value}" if name == _ID else found.value
                is_blank = name == _NODE
                subject = BlankNode(f"n{id_}") if is_blank else iri(resolved(id_, element.scope.base))
                return _Node(element.scope, subject, found.place)
        return _Node(element.scope, BlankNode(f"o{element.place}"), element.place)

    def properties(self, node: _Node, element: _Element) -> None:
        """Read the attributes that are properties."""
        for name, attribute in element.attributes.items():
            if name == TYPE.value:
                self.say(node, TYPE, attribute.name, iri(resolved(attribute.value, node.scope.base)), attribute.place)
            elif name not in _SYNTAX:
                literal = text_literal(attribute.value, node.scope.language)
                self.say(node, iri(name), attribute.name, literal, attribute.place)

    def property(self, owner: _Node, element: _Element) -> _Node | _Property | _Markup:
        """Read the start tag of a property: https://www.w3.org/TR/rdf-syntax-grammar/#propertyElt."""
        name = element.iri
        if name == _LI:
            owner.items += 1
            name = RDF(f"_{owner.items}").value
        made = _Property(owner, iri(name), element)
        how = element.attributes.get(_PARSE)
        if how is None:
            self.object_in_tag(made)
        elif how.value == "Resource":
            node = _Node(element.scope, BlankNode(f"o{element.place}"), element.place)
            self.link(made, node.subject, node.place)
            return node
        elif how.value != "Collection":
            return _Markup(element.scope, made)
        return made

    def object_in_tag(self, open_: _Property) -> None:
        """Read an object that a property's attributes name or describe."""
        if open_.element.attributes.keys() - {_ID, _DATATYPE, _BASE, _LANGUAGE}:
            node = self.resource(open_.element, (_RESOURCE, _NODE))
            self.properties(node, open_.element)
            self.link(open_, node.subject, node.place)
            open_.is_told = True

    def value(self, open_: _Property) -> None:
        """Read what a property holds, when it ends: a list, a node, or text."""
        attributes = open_.element.attributes
        if _PARSE in attributes:
            self.list(open_)
        elif open_.objects:
            for node in open_.objects:
                self.link(open_, node.subject, node.place)
        else:
            text = "".join(open_.text)
            datatype = attributes.get(_DATATYPE)
            literal = text_literal(text, open_.scope.language)
            if datatype:
                literal = Literal(text, datatype=iri(resolved(datatype.value, open_.scope.base)))
            self.link(open_, literal, self.content_of(open_))

    def list(self, open_: _Property) -> None:
        """Read a collection. Its statements are placed at the items that it holds."""
        cells = [*(_Node(item.scope, BlankNode(f"l{item.place}"), item.place) for item in open_.objects)]
        end = _Node(open_.scope, NIL, open_.element.place)
        self.link(open_, (cells or [end])[0].subject, open_.element.place)
        for item, (cell, rest) in zip(open_.objects, pairwise([*cells, end]), strict=True):
            self.say(cell, FIRST, item.place, item.subject, item.place)
            self.say(cell, REST, item.place, rest.subject, item.place)

    def content_of(self, open_: _Property) -> int:
        """Give where the content of a property begins that ends here; where it has none, the place of its tag."""
        end = self.offset()
        return self.at(open_.element.end, end) if open_.element.end < end else open_.element.place

    def link(self, open_: _Property, object_: Resource | Literal, place: int) -> None:
        """Note the statement of a property, and what makes a thing of the statement."""
        key = open_.element.place
        self.say(open_.owner, open_.predicate, key, object_, place)
        if reified := open_.element.attributes.get(_ID):
            statement = iri(resolved(f"#{reified.value}", open_.scope.base))
            terms = ("object", object_), ("predicate", open_.predicate), ("subject", open_.owner.subject)
            for name, term in (*terms, ("type", RDF("Statement"))):
                quad = Quad(statement, RDF(name), term)
                self.written.statements.append(PlacedQuad(quad, *[reified.place] * 3))

    def say(self, node: _Node, predicate: NamedNode, key: int, object_: Resource | Literal, place: int) -> None:
        """Note a statement."""
        quad = Quad(node.subject, predicate, object_)
        self.written.statements.append(PlacedQuad(quad, node.place, key, place))

    def at(self, start: int, end: int) -> int:
        """Note where a token ends, and give where it begins."""
        self.written.ends[start] = end
        return start

    def offset(self) -> int:
        """Give the character at which what expat tells of begins. It goes forward only."""
        byte, character = self.counted
        now = max(self.parser.CurrentByteIndex, byte)
        character += len(self.content[byte:now].decode("utf-8"))
        self.counted = now, character
        return character
