"""Serialising a document: a small set of quads, for people and programs to read.

Turtle is written by rdflib, which nests blank nodes and lists; JSON-LD is compacted by PyLD; the rest by pyoxigraph.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from kgpub.errors import NotAcceptable
from kgpub.rdf import formats
from kgpub.rdf.json_ld import json_ld
from kgpub.rdf.turtle import turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kgpub.rdf.formats import Format


@dataclass(frozen=True)
class Names:
    """How a document abbreviates: prefixes, and a JSON-LD context with the address where it is published."""

    prefixes: Mapping[str, str]
    context: Mapping[str, Any]
    context_url: str


def serialize(quads: Sequence[Quad], target: Format, names: Names) -> bytes:
    """Write quads in a format; raise NotAcceptable where it cannot say them.

    Formats without graphs get the union of the graphs.
    """
    return _WRITERS[target](quads, names)


def serialize_plainly(quads: Sequence[Quad], target: Format, names: Names) -> bytes:
    """Write quads, of which there may be many, in a format of RDF as pyoxigraph does: quickly, and without nesting."""
    syntax = RdfFormat.from_media_type(target.media_type)
    if syntax is None:
        raise NotAcceptable(f"{target.name} is no syntax of RDF.")
    content = quads if syntax.supports_datasets else triples(quads)
    return pyoxigraph.serialize(content, format=syntax, prefixes=dict(names.prefixes)) or b""


def triples(quads: Sequence[Quad]) -> list[Triple]:
    """Drop the graphs' names, and what two graphs say both; keep the order."""
    return list(dict.fromkeys(quad.triple for quad in quads))


def _turtle(quads: Sequence[Quad], names: Names) -> bytes:
    return turtle(triples(quads), names.prefixes)


def _n_triples(quads: Sequence[Quad], _names: Names) -> bytes:
    return pyoxigraph.serialize(triples(quads), format=RdfFormat.N_TRIPLES) or b""


# What RDF/XML can name an element by: https://www.w3.org/TR/xml-names/#NT-NCName
_XML_NAME = re.compile(r"(?:[^\W\d]|_)[\w.\-·]*\Z")


def _rdf_xml(quads: Sequence[Quad], names: Names) -> bytes:
    for predicate in sorted({quad.predicate.value for quad in quads}):
        if not _XML_NAME.search(predicate):
            message = f"RDF/XML cannot name the property <{predicate}>, since it does not end like an XML name"
            raise NotAcceptable(f"{message}. Ask for another format, such as text/turtle.")
    return pyoxigraph.serialize(triples(quads), format=RdfFormat.RDF_XML, prefixes=dict(names.prefixes)) or b""


def _trig(quads: Sequence[Quad], names: Names) -> bytes:
    by_graph = sorted(quads, key=lambda quad: str(quad.graph_name))
    return pyoxigraph.serialize(by_graph, format=RdfFormat.TRIG, prefixes=dict(names.prefixes)) or b""


def _n_quads(quads: Sequence[Quad], _names: Names) -> bytes:
    return pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""


def _json_ld(quads: Sequence[Quad], names: Names) -> bytes:
    return json_bytes(json_ld(triples(quads), names.context, url=names.context_url))


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """Write JSON for people and programs: indented, in one order."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _csv(quads: Sequence[Quad], _names: Names) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["subject", "predicate", "object", "datatype", "language"])
    writer.writerows(_row(triple) for triple in triples(quads))
    return text.getvalue().encode()


def _row(triple: Triple) -> list[str]:
    value = triple.object
    literal = [value.datatype.value, value.language or ""] if isinstance(value, Literal) else ["", ""]
    return [_cell(triple.subject), triple.predicate.value, _cell(value), *literal]


def _cell(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return str(term) if isinstance(term, BlankNode | Triple) else term.value


_WRITERS: dict[Format, Callable[[Sequence[Quad], Names], bytes]] = {
    formats.TURTLE: _turtle,
    formats.JSON_LD: _json_ld,
    formats.N_TRIPLES: _n_triples,
    formats.RDF_XML: _rdf_xml,
    formats.TRIG: _trig,
    formats.N_QUADS: _n_quads,
    formats.CSV: _csv,
}
