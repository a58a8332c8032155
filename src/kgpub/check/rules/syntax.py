"""A file is not what its format says.

What it does
    Parses every file of the archive: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML. After an error the parser
    goes on where it can, so that several errors of a file are told at once.

Why is this bad?
    What follows an error may be lost. Relative IRIs would mean something else in another folder; a remote JSON-LD
    context can change without notice; the entities of an RDF/XML document type can exhaust memory.

Example
    ``person:k1 skos:prefLabel "Ann .``

Use instead
    ``person:k1 skos:prefLabel "Ann" .``
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic, Span
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each that the parser met."""
    for parsed in material.parsed:
        file = material.places.files[parsed.file.path]
        for error in parsed.errors:
            place = error.place
            span = file.error_span(place.line, place.column) if place.line else Span(place.path)
            help_ = _help(error.message, material.config.prefixes)
            yield Diagnostic("syntax", "error", error.message, span, help=help_)


def _help(message: str, prefixes: Mapping[str, str]) -> str:
    """Give the line that declares a prefix which kgpub.toml knows."""
    match = re.search(r"The prefix (\S*): has not been declared", message)
    if match is None or match[1] not in prefixes:
        return ""
    return f"add @prefix {match[1]}: <{prefixes[match[1]]}> ."


RULE = Rule("syntax", "error", find, reads_each_file=True)
