"""N-Triples, made fast: terms are strings that are written as they are.

https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

BASE = "https://example.org/synthetic/"
ARCHIVE = "https://w3id.org/kgpub/"
XSD = "http://www.w3.org/2001/XMLSchema#"

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def namespace(start: str) -> Callable[[str], str]:
    """Give what makes an IRI of a local name."""
    return lambda name: f"<{start}{name}>"


own = namespace(BASE)
kg = namespace(f"{ARCHIVE}ns#")
vocab = namespace(f"{ARCHIVE}vocab/")
covenant = namespace(f"{ARCHIVE}iccpr")
code = namespace(f"{ARCHIVE}law/by/criminal-code/article/")
dcterms = namespace("http://purl.org/dc/terms/")
foaf = namespace("http://xmlns.com/foaf/0.1/")
oa = namespace("http://www.w3.org/ns/oa#")
prov = namespace("http://www.w3.org/ns/prov#")
schema = namespace("https://schema.org/")
skos = namespace("http://www.w3.org/2004/02/skos/core#")
skosxl = namespace("http://www.w3.org/2008/05/skos-xl#")
void = namespace("http://rdfs.org/ns/void#")
A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def text(words: str, language: str = "en") -> str:
    """Give a literal in a language."""
    return f'"{words.translate(_ESCAPES)}"@{language}'


def plain(words: str) -> str:
    """Give a string without a language."""
    return f'"{words.translate(_ESCAPES)}"'


def integer(number: int) -> str:
    """Give a whole number."""
    return f'"{number}"^^<{XSD}integer>'


def decimal(number: str) -> str:
    """Give a decimal number, written in canonical form."""
    return f'"{number}"^^<{XSD}decimal>'


def day(on: date) -> str:
    """Give a date."""
    return f'"{on.isoformat()}"^^<{XSD}date>'


def lines(subject: str, *statements: tuple[str, str]) -> Iterator[str]:
    """Give what is said of a subject, a line for each pair of predicate and object."""
    for predicate, value in statements:
        yield f"{subject} {predicate} {value} .\n"
