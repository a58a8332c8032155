"""The formats in which documents and answers are given, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Format:
    """A representation that a client can ask for.

    `media_type` is what `Accept` names, `aliases` what it may name instead, `extension` what a URI ends with,
    `parameters` what is added to the media type in `Content-Type`. `iri` is the format's name among those of
    https://www.w3.org/ns/formats/, if it is there.
    """

    name: str
    extension: str
    media_type: str
    parameters: str = ""
    aliases: tuple[str, ...] = ()
    iri: str = ""

    def __hash__(self) -> int:
        """Give what tells nearly all of them apart: formats are looked up at each request."""
        return hash(self.media_type)

    @property
    def names(self) -> frozenset[str]:
        """All that the format is called, in lower case."""
        return frozenset({self.name.lower(), self.extension, self.media_type, *self.aliases})

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        return f"{self.media_type}{self.parameters}"


_UTF8 = "; charset=utf-8"
_IRIS = "http://www.w3.org/ns/formats/"

HTML = Format("HTML", "html", "text/html", _UTF8, ("application/xhtml+xml",))
TURTLE = Format("Turtle", "ttl", "text/turtle", _UTF8, iri=f"{_IRIS}Turtle")
JSON_LD = Format("JSON-LD", "jsonld", "application/ld+json", aliases=("application/json",), iri=f"{_IRIS}JSON-LD")
N_TRIPLES = Format("N-Triples", "nt", "application/n-triples", iri=f"{_IRIS}N-Triples")
RDF_XML = Format("RDF/XML", "rdf", "application/rdf+xml", aliases=("rdf+xml",), iri=f"{_IRIS}RDF_XML")
TRIG = Format("TriG", "trig", "application/trig", iri=f"{_IRIS}TriG")
N_QUADS = Format("N-Quads", "nq", "application/n-quads", iri=f"{_IRIS}N-Quads")
CSV = Format("CSV", "csv", "text/csv", _UTF8)

RDF_FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS)
"""Every syntax of RDF, the server's preference first."""

DOCUMENT_FORMATS = (HTML, *RDF_FORMATS, CSV)
"""What a resource's document can be had in, the server's preference first."""

LINKSET = Format("Link set", "linkset", "application/linkset+json")
"""All links of a document, its own and those of what it links to (RFC 9264). It is no document of the thing."""

RESULTS_JSON = Format(
    "JSON",
    "json",
    "application/sparql-results+json",
    aliases=("application/json",),
    iri=f"{_IRIS}SPARQL_Results_JSON",
)
RESULTS_XML = Format(
    "XML",
    "xml",
    "application/sparql-results+xml",
    aliases=("application/xml", "text/xml"),
    iri=f"{_IRIS}SPARQL_Results_XML",
)
RESULTS_CSV = replace(CSV, iri=f"{_IRIS}SPARQL_Results_CSV")
RESULTS_TSV = Format("TSV", "tsv", "text/tab-separated-values", _UTF8, iri=f"{_IRIS}SPARQL_Results_TSV")

RESULTS_FORMATS = (RESULTS_JSON, RESULTS_XML, RESULTS_CSV, RESULTS_TSV)
"""What the answer to SELECT or ASK can be had in, the server's preference first."""


def by_name(formats: tuple[Format, ...], name: str) -> Format | None:
    """Find a format by whatever people and clients call it: Turtle, ttl, text/turtle."""
    folded = name.strip().lower()
    return next((entry for entry in formats if folded in entry.names), None)


def by_extension(formats: tuple[Format, ...], extension: str) -> Format | None:
    """Find a format by the ending of a URI, without its dot."""
    return next((entry for entry in formats if entry.extension == extension), None)
