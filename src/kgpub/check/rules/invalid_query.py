"""A query of a shape, or an example of a query, that is no SPARQL.

What it does
    Parses the values of sh:select, sh:ask, sh:construct, sh:describe and spex:describe as Oxigraph does, with the
    prefixes that ``sh:prefixes`` leads to, and evaluates nothing. The query must be of the form that its property says.

Why is this bad?
    A shape with such a query cannot be evaluated, and whoever tries the example gets an error for an answer.

Example
    ``ex:letters sh:select "SELECT ?letter { ?letter a ex:Letter }"`` without a prefix declared

Use instead
    ``ex:letters sh:select "PREFIX ex: <https://example.org/ns#> SELECT ?letter { ?letter a ex:Letter }"``
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, Store

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule
from kgpub.rdf.vocabularies import OWL, SH, SPEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import NamedNode, Quad

    from kgpub.check.diagnostic import Span
    from kgpub.check.index import Index
    from kgpub.check.material import Material

FORMS = {
    SH("select"): "SELECT",
    SH("ask"): "ASK",
    SH("construct"): "CONSTRUCT",
    SH("describe"): "DESCRIBE",
    SPEX("describe"): "DESCRIBE",
}
BASE = "urn:x-kgpub:base"
NOTE = "sound-queries"
"""The note of the digests of queries in which nothing was wrong."""
DEEPEST = 100
LONGEST = 100_000
"""Levels and characters beyond which a query is not parsed: a thousand levels end Oxigraph, and the process with it."""

_WHERE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_MANY_SIGNS = re.compile(rf"(?:[!+-]\s*){{{DEEPEST}}}")
_BRACKETS = re.compile(r"[(\[{]|[)\]}]")
_PATH = "$PATH"
"""What stands for the path of the property shape: https://www.w3.org/TR/shacl/#sparql-constraints-prebound."""


class _Parsed(Exception):
    """Ends a query that could be parsed before it is evaluated."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a query, and at which line and column of it, if that is known."""

    message: str
    line: int = 0
    column: int = 0
    prefix: str = ""
    """The prefix that it lacks."""


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each such query, where it is broken, or where it begins."""
    store = Store()
    was_sound, sound = set(material.remembered_notes.get(NOTE, "").split()), set[str]()
    quads = material.quads("data", "ontology", "shapes", using={term.value for term in FORMS})
    for quad in dict.fromkeys(quads):
        if quad.predicate in FORMS and isinstance(quad.object, Literal):
            query, wanted, declared = quad.object.value, FORMS[quad.predicate], _declared(material.index, quad)
            digest = hashlib.sha256(f"{wanted} {declared} {query}".encode()).hexdigest()
            fault = None if digest in was_sound else fault_of(query, wanted, declared, store)
            if fault:
                yield from _findings(material, quad, query, fault)
            else:
                sound.add(digest)
    material.notes[NOTE] = " ".join(sorted(sound))


def fault_of(query: str, wanted: str, declared: Mapping[str, str], store: Store) -> Fault | None:
    """Parse a query with some prefixes declared before it; give what is wrong with it."""
    # As long as what it stands for, so that columns stay; rdflib and pySHACL put the path there.
    text = query.replace(_PATH, "<x:P>")
    prologue = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in declared.items()) + "\n"
    if len(text) > LONGEST or _MANY_SIGNS.search(text) or _depth(text) > DEEPEST:
        return Fault(f"this query is too long, or nested deeper than {DEEPEST} levels")
    return _of_tokens(prologue + text) or _of_parser(prologue + text, text, wanted, store)


def _of_tokens(whole: str) -> Fault | None:
    """Tell of what the parser would say less about."""
    from kgpub.store.sparql import form, unresolved_name  # noqa: PLC0415 - slow, and for new queries only

    if form(whole) is None:
        return Fault("this is no query: there is no SELECT, ASK, CONSTRUCT or DESCRIBE where it begins")
    name = unresolved_name(whole, base=BASE)
    if name is None or name.prefix is None:
        return None
    return Fault(f"no PREFIX declares {name.prefix}:", name.line - 1, name.column, name.prefix)


def _of_parser(whole: str, text: str, wanted: str, store: Store) -> Fault | None:
    from kgpub.store.sparql import form  # noqa: PLC0415 - the same

    try:
        store.query(whole, base_iri=BASE, default_graph=_stop())
    except _Parsed:
        found = form(whole)
        return None if found == wanted else Fault(f"this is no {wanted} query, but {found}")
    except SyntaxError as error:
        return _of_syntax(str(error), text)
    except ValueError as error:
        return Fault(f"this query is no SPARQL: {error}")
    return None


def _stop() -> Any:  # noqa: ANN401 - pyoxigraph takes any iterable
    """Raise when the dataset is read: pyoxigraph does so when it has parsed, and not begun to evaluate."""
    raise _Parsed
    yield


def _depth(text: str) -> int:
    deepest = depth = 0
    for match in _BRACKETS.finditer(text):
        depth += 1 if match[0] in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def _of_syntax(message: str, text: str) -> Fault:
    match = _WHERE.match(message)
    if match is None:
        return Fault(f"this query is no SPARQL: {' '.join(message.split())}")
    line, column = int(match[1]) - 1, int(match[2])
    lines = text.split("\n")
    rest = " ".join(lines[line - 1][column - 1 :].split()) if 0 < line <= len(lines) else ""
    if "variable that is unbound" in match[3]:
        return Fault("this query is no SPARQL: SELECT has a variable that GROUP BY leaves open", line, column)
    # What could stand there is not told: a list of all that may begin a term helps nobody.
    where = (
        f"from “{rest[:30].rstrip()}” on" if rest else "it ends too early" if line >= len(lines) else "at a line's end"
    )
    return Fault(f"this query is no SPARQL: {where}", line, column)


def _declared(index: Index, quad: Quad) -> dict[str, str]:
    """Give the prefixes that the owner of a query declares: https://www.w3.org/TR/shacl/#sparql-prefixes."""
    nodes = [found.object for found in index.matching(quad.subject, SH("prefixes"))]
    for node in nodes:
        nodes.extend(found.object for found in index.matching(node, OWL("imports")) if found.object not in nodes)
    declared: dict[str, str] = {}
    for node in nodes:
        for declaration in index.matching(node, SH("declare")):
            prefixes, namespaces = (_texts(index, declaration.object, SH(name)) for name in ("prefix", "namespace"))
            declared.update(zip(prefixes, namespaces, strict=False))
    return dict(sorted(declared.items()))


def _texts(index: Index, node: object, predicate: NamedNode) -> list[str]:
    found = (quad.object for quad in index.matching(node, predicate))
    return [term.value for term in found if isinstance(term, Literal)]


def _findings(material: Material, quad: Quad, query: str, fault: Fault) -> Iterator[Diagnostic]:
    namespace = material.config.prefixes.get(fault.prefix) if fault.prefix else None
    help_ = f"write PREFIX {fault.prefix}: <{namespace}> before it" if namespace else ""
    for span in material.places.objects(quad.subject, quad.predicate, quad.object):
        exact = _within(material, span, query, fault)
        yield Diagnostic("invalid-query", "error", fault.message, exact, help=help_)


def _within(material: Material, span: Span, query: str, fault: Fault) -> Span:
    """Give the place within the literal, if the file has there what the query has: no escapes, the same lines."""
    lines = query.split("\n")
    if not (span.line and 1 < fault.line <= len(lines)):
        return span
    file = material.places.files[span.path]
    line = span.line + fault.line - 1
    wanted = lines[fault.line - 1].rstrip("\r")
    return file.error_span(line, fault.column) if wanted and file.lines.line(line).startswith(wanted) else span


RULE = Rule("invalid-query", "error", find)
