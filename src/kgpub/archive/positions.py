"""A reader of Turtle, TriG, N-Triples and N-Quads that knows where each term of each statement stands.

No parser of RDF for Python tells that (oxigraph's issue 1526, pySHACL's issue 321). This one reads documents that
pyoxigraph has accepted and so leaves errors to it: one regular expression cuts the text into tokens, and the rest
follows the grammar of TriG, of which the other three are parts, but for the graph at the end of an N-Quads line.

RDF 1.1 Turtle: https://www.w3.org/TR/turtle/#sec-grammar, TriG: https://www.w3.org/TR/trig/#sec-grammar
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kgpub.rdf.vocabularies import RDF, XSD

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

POSITIONED = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
"""The formats that are read here."""


class NoPositions(Exception):
    """A document that this reader does not read: RDF 1.2 syntax, or nesting deeper than Python's stack."""


class PlacedQuad(NamedTuple):
    """A statement, and the character offsets at which its terms begin. A tuple, since there are very many.

    A statement that a list stands for is placed at the item that it holds.
    """

    quad: Quad
    subject: int
    predicate: int
    object: int


_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = _LETTER + "_0-9\\-\u00b7\u0300-\u036f\u203f-\u2040"
_PREFIX = f"[{_LETTER}](?:[{_NAME}.]*[{_NAME}])?"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_LOCAL = rf"(?:[{_LETTER}_:0-9]|{_ESCAPED})(?:(?:[{_NAME}.:]|{_ESCAPED})*(?:[{_NAME}:]|{_ESCAPED}))?"
_IRI = r'<[^\x00-\x20<>"{}|^`]*>'
_PREFIXED = f"(?:{_PREFIX})?:(?:{_LOCAL})?"
_SKIP = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_STRING = r"""
    \"{3} (?: \"{0,2} (?: [^"\\]++ | \\. ) )*+ \"{3} | '{3} (?: '{0,2} (?: [^'\\]++ | \\. ) )*+ '{3}
    | \" [^"\\\n\r]*+ (?: \\. [^"\\\n\r]*+ )*+ \" | ' [^'\\\n\r]*+ (?: \\. [^'\\\n\r]*+ )*+ '
"""
_SUFFIX = rf"{_SKIP} (?: @(?!prefix\b|base\b)[A-Za-z]+(?:-[A-Za-z0-9]+)* | \^\^ {_SKIP} (?:{_IRI}|{_PREFIXED}) )"
_NUMBER = r"[+-]? (?: (?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+ )"


@cache
def token_pattern() -> re.Pattern[str]:
    """Give the expression that cuts a text into tokens. Compiling it takes 30 ms, so only who needs it waits."""
    return re.compile(
        rf"""{_SKIP} (?:
          (?P<iri> {_IRI} )
        | (?P<blank> _: [{_LETTER}_0-9] (?:[{_NAME}.]*[{_NAME}])? )
        | (?P<prefixed> {_PREFIXED} )
        | (?P<literal> (?:{_STRING}) (?:{_SUFFIX})?+ )
        | (?P<number> {_NUMBER} )
        | (?P<mark> [\[\](){{}};,.] )
        | (?P<word> @?[A-Za-z]+ )
        | (?P<end> \Z )
        | (?P<unknown> . )
        )""",
        re.VERBOSE | re.DOTALL,
    )


class Kind(IntEnum):
    """The kinds of tokens: the numbers of the groups of `token_pattern`."""

    IRI = 1
    BLANK = 2
    PREFIXED = 3
    LITERAL = 4
    NUMBER = 5
    MARK = 6
    WORD = 7
    END = 8
    UNKNOWN = 9


_LITERAL = re.compile(
    rf"(?P<string>{_STRING}) {_SKIP} (?: @(?P<language>.*) | \^\^ (?P<datatype>.*) )?", re.VERBOSE | re.DOTALL
)
_LEADING = re.compile(_SKIP)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

TYPE, FIRST, REST, NIL = map(RDF, ("type", "first", "rest", "nil"))
BOOLEAN, INTEGER, DECIMAL, DOUBLE = map(XSD, ("boolean", "integer", "decimal", "double"))
DEFAULT = DefaultGraph()


def placed_quads(text: str, format_: RdfFormat, *, base: str = "") -> list[PlacedQuad]:
    """Give every statement of a document with its places. Raises NoPositions where it cannot be read.

    Blank nodes that are written ``[]`` or ``()`` are named after their place, those with a label after it.
    """
    reader = _Reader(text, base)
    try:
        reader.read_lines() if format_ == RdfFormat.N_QUADS else reader.read()
    except RecursionError:
        raise NoPositions("nested too deeply") from None
    return reader.found


def token_end(text: str, offset: int) -> int:
    """Give where the token ends that begins at `offset`: a literal with its datatype, one bracket, one name."""
    match = token_pattern().match(text, offset)
    return match.end() if match else offset + 1


class _Reader:
    """One reading of one document. `self.at` is the index of the token that is read next."""

    def __init__(self, text: str, base: str) -> None:
        self.kinds, self.tokens, self.offsets = _cut(text)
        self.at = 0
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.terms: dict[str, Term] = {}
        """What tokens stand for; emptied when a prefix or the base changes its meaning."""
        self.graph: NamedNode | BlankNode | DefaultGraph = DEFAULT
        self.found: list[PlacedQuad] = []

    def read(self) -> None:
        """Read a document of Turtle, TriG or N-Triples."""
        while (kind := self.kinds[self.at]) != Kind.END:
            if kind == Kind.WORD:
                self.read_word(self.tokens[self.at].lower())
            elif self.tokens[self.at] == "{" or self.names_graph():
                self.read_graph()
            else:
                self.read_triples()
                self.at += 1

    def read_lines(self) -> None:
        """Read a document of N-Quads, in which each statement ends with its graph."""
        while self.kinds[self.at] != Kind.END:
            start = self.at
            terms = []
            while self.tokens[self.at] != ".":
                terms.append(self.node())
            subject, predicate, object_, *graph = terms
            quad = Quad(subject, predicate, object_, *graph)  # type: ignore[arg-type]  # pyoxigraph accepted it
            self.found.append(PlacedQuad(quad, *self.offsets[start : start + 3]))
            self.at += 1

    def read_word(self, word: str) -> None:
        """Read a directive, or a graph that ``GRAPH`` announces."""
        self.at += 1
        match word.removeprefix("@"):
            case "graph":
                self.read_graph()
                return
            case "prefix":
                self.declare(self.tokens[self.at][:-1], self.tokens[self.at + 1])
                self.at += 2
            case "base":
                self.base = self.resolved(self.tokens[self.at])
                self.terms.clear()
                self.at += 1
            case "version":
                self.at += 1
            case _:
                raise NoPositions(f"{word} is not of RDF 1.1")
        if word.startswith("@"):
            self.at += 1

    def declare(self, prefix: str, token: str) -> None:
        iri = self.resolved(token)
        if self.prefixes.get(prefix, iri) != iri:
            self.terms.clear()
        self.prefixes[prefix] = iri

    def names_graph(self) -> bool:
        """Tell whether what follows names a graph: ``name {`` or ``[] {``."""
        after = self.at + (2 if self.tokens[self.at] == "[" and self.tokens[self.at + 1] == "]" else 1)
        return self.tokens[after] == "{"

    def read_graph(self) -> None:
        """Read ``name? { statements }``."""
        if self.tokens[self.at] != "{":
            self.graph = self.node()  # type: ignore[assignment]  # pyoxigraph accepted it, so it is no literal
        self.at += 1
        while self.tokens[self.at] != "}":
            self.read_triples()
            if self.tokens[self.at] == ".":
                self.at += 1
        self.at += 1
        self.graph = DEFAULT

    def read_triples(self) -> None:
        place = self.offsets[self.at]
        subject = self.node()
        # `[ :p :o ] .` is whole without more.
        if self.tokens[self.at] not in (".", "}"):
            self.read_properties(subject, place)

    def read_properties(self, subject: Term, place: int) -> None:
        """Read ``verb object, object; verb object`` of one subject."""
        kinds, tokens, offsets, terms, graph = self.kinds, self.tokens, self.offsets, self.terms, self.graph
        while (verb := tokens[self.at]) not in _CLOSING:
            verb_place = offsets[self.at]
            predicate = TYPE if verb == "a" else terms.get(verb) or self.term(kinds[self.at], verb)
            self.at += 1
            while True:
                object_place = offsets[self.at]
                object_ = self.node()
                quad = Quad(subject, predicate, object_, graph)  # type: ignore[arg-type]  # pyoxigraph accepted it
                self.found.append(PlacedQuad(quad, place, verb_place, object_place))
                if tokens[self.at] != ",":
                    break
                self.at += 1
            while tokens[self.at] == ";":
                self.at += 1

    def node(self) -> Term:
        """Read a subject, object or the name of a graph, with all that brackets hold."""
        token = self.tokens[self.at]
        known = self.terms.get(token)
        if known is not None:
            self.at += 1
            return known
        if token == "[":
            return self.blank_node()
        if token == "(":
            return self.collection()
        self.at += 1
        return self.term(self.kinds[self.at - 1], token)

    def blank_node(self) -> BlankNode:
        place = self.offsets[self.at]
        node = BlankNode(f"o{place}")
        self.at += 1
        self.read_properties(node, place)
        self.at += 1
        return node

    def collection(self) -> Node:
        self.at += 1
        items: list[tuple[Term, int]] = []
        while self.tokens[self.at] != ")":
            place = self.offsets[self.at]
            items.append((self.node(), place))
        self.at += 1
        cells: list[Node] = [*(BlankNode(f"l{place}") for _, place in items), NIL]
        for (item, place), (cell, rest) in zip(items, pairwise(cells), strict=True):
            self.found.append(PlacedQuad(Quad(cell, FIRST, item, self.graph), place, place, place))
            self.found.append(PlacedQuad(Quad(cell, REST, rest, self.graph), place, place, place))
        return cells[0]

    def term(self, kind: int, token: str) -> Term:
        """Make the term that a token stands for, once."""
        made: Term
        match kind:
            case Kind.IRI:
                made = NamedNode(self.resolved(token))
            case Kind.BLANK:
                made = BlankNode("n" + token[2:])
            case Kind.PREFIXED:
                made = self.prefixed(token)
            case Kind.LITERAL:
                made = self.literal(token)
            case Kind.NUMBER:
                made = Literal(token, datatype=_number_type(token))
            case _:
                if token not in ("true", "false"):
                    raise NoPositions(f"{token} is not of RDF 1.1")
                made = Literal(token, datatype=BOOLEAN)
        self.terms[token] = made
        return made

    def prefixed(self, token: str) -> NamedNode:
        prefix, _, local = token.partition(":")
        return NamedNode(self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))

    def resolved(self, token: str) -> str:
        """Give the IRI of ``<…>``, resolved by pyoxigraph when it is relative, so that both agree."""
        iri = _unescaped(token[1:-1])
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri) or not self.base:
            return iri
        quad = next(iter(parse(f"<{iri}> <x:p> <x:o> .", format=RdfFormat.TURTLE, base_iri=self.base)))
        return str(quad.subject.value)

    def literal(self, token: str) -> Literal:
        match = _LITERAL.match(token)
        assert match, "the token was cut by the same expression"
        quotes = 3 if match["string"].startswith(('"""', "'''")) else 1
        value = _unescaped(match["string"][quotes:-quotes])
        if match["language"]:
            return Literal(value, language=match["language"])
        if match["datatype"]:
            name = _LEADING.sub("", match["datatype"], count=1)
            datatype = self.terms.get(name) or self.term(Kind.IRI if name.startswith("<") else Kind.PREFIXED, name)
            return Literal(value, datatype=datatype)  # type: ignore[arg-type]  # an IRI, by its kind
        return Literal(value)


_CLOSING = frozenset({".", "]", "}", ""})


def _cut(text: str) -> tuple[list[int], list[str], list[int]]:
    """Cut a text into tokens: their kinds, the tokens, their offsets; the last is the end of the text."""
    kinds: list[int] = []
    tokens: list[str] = []
    offsets: list[int] = []
    unknown, end = int(Kind.UNKNOWN), int(Kind.END)
    for match in token_pattern().finditer(text):
        kind = match.lastindex or unknown
        if kind == unknown:
            raise NoPositions(f"{match[kind]!r} at {match.start(kind)} is not of RDF 1.1")
        kinds.append(kind)
        tokens.append(match[kind])
        offsets.append(match.start(kind))
        if kind == end:
            break
    # Two more, so that looking ahead at the end of a text finds something that is no mark.
    return [*kinds, end, end], [*tokens, "", ""], [*offsets, len(text), len(text)]


def _number_type(token: str) -> NamedNode:
    if "e" in token or "E" in token:
        return DOUBLE
    return DECIMAL if "." in token else INTEGER


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CONTROL.get(match[3], match[3])
