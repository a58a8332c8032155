"""Showing an answer on a terminal: rows as a table, a graph as Turtle."""

from __future__ import annotations

import sys
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from kgpub.rdf.turtle import turtle
from kgpub.rdf.vocabularies import RDF, XSD
from kgpub.store.contract import Form
from kgpub.web.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgpub.store.contract import Answer
    from kgpub.web.table import Cell

MOST_GRAPH_BYTES = 1024 * 1024
"""A graph up to this size, as N-Triples, is laid out with prefixes; a larger one is streamed as it is."""

_UNDRESSED = {RDF("langString"), *(XSD(name) for name in ("string", "integer", "decimal", "boolean", "date"))}
"""Datatypes that a value shows by itself, so that naming them would only be in the way."""

# What a literal holds must not steer the terminal: each control character is shown as its picture.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_PICTURES |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def show(answer: Answer, prefixes: Mapping[str, str], *, as_table: bool) -> None:
    """Show rows; a graph too as a table where that was asked for."""
    if answer.head.form is Form.GRAPH and not as_table:
        _show_graph(iter(answer), prefixes)
        return
    table = Table.read(answer.head.form, iter(answer))
    grid = Grid()
    for name in table.columns:
        grid.add_column(Text(_plain(name)), overflow="fold")
    for row in table.rows:
        grid.add_row(*(cell(value, prefixes) for value in row))
    console = Console()
    if table.columns:
        console.print(grid)
    left_out = table.left_out()
    console.print(_count(len(table.rows), left_out), highlight=False)


def cell(value: Cell, prefixes: Mapping[str, str]) -> Text:
    """Show a term: IRIs shortened, literals by their text, with language or datatype behind."""
    match value:
        case NamedNode():
            return Text(_plain(_shortened(value.value, prefixes)), style="cyan", overflow="fold")
        case Literal():
            return _literal(value, prefixes)
        case BlankNode():
            return Text(_plain(str(value)), style="dim", overflow="fold")
        case None:
            return Text("")
        case _:
            return Text(_plain(str(value)), overflow="fold")


def _literal(value: Literal, prefixes: Mapping[str, str]) -> Text:
    text = Text(_plain(value.value), overflow="fold")
    if value.language:
        text.append(f" @{value.language}", style="dim")
    elif value.datatype not in _UNDRESSED:
        text.append(f" ^^{_plain(_shortened(value.datatype.value, prefixes))}", style="dim")
    return text


def _shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    fitting = [(len(namespace), prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def _plain(text: str) -> str:
    return text.translate(_PICTURES)


def _count(shown: int, left_out: int) -> str:
    if left_out:
        return f"{shown:,} of {shown + left_out:,} rows; --output csv gives all"
    return "1 row" if shown == 1 else f"{shown:,} rows"


def _show_graph(parts: Iterator[bytes], prefixes: Mapping[str, str]) -> None:
    read: list[bytes] = []
    while sum(map(len, read)) <= MOST_GRAPH_BYTES:
        if (part := next(parts, None)) is None:
            triples = [quad.triple for quad in parse(b"".join(read), format=RdfFormat.N_TRIPLES)]
            sys.stdout.write(_plain(turtle(triples, prefixes).decode()))
            return
        read.append(part)
    for part in chain(read, parts):  # N-Triples are Turtle too; a letter that is cut in two comes out whole
        sys.stdout.buffer.write(part)
