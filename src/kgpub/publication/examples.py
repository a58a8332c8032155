"""The example queries that an archive holds.

They are `sh:SPARQLExecutable`s that no shape uses, as researchers share them
(https://github.com/sib-swiss/sparql-examples). A label is the title, `rdfs:comment` the question in words, `sh:order`
the place among the others. SHACL 1.0 has no word for a DESCRIBE: it is written with that collection's `spex:describe`
or with `sh:describe`, which SHACL 1.2 adds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kgpub.publication.layout import Words, order_of
from kgpub.publication.quad_index import QuadIndex
from kgpub.publication.queries import values
from kgpub.publication.view import natural_order
from kgpub.rdf.vocabularies import HYDRA, OWL, RDF, RDFS, SH, SPEX, XSD
from kgpub.store.reading import quads, solutions
from kgpub.store.sparql import unresolved_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kgpub.publication.naming import Naming
    from kgpub.store.contract import Engine

_TEXTS = {
    SH("select"): "SELECT",
    SH("ask"): "ASK",
    SH("construct"): "CONSTRUCT",
    SPEX("describe"): "DESCRIBE",
    SH("describe"): "DESCRIBE",
}
_CLASSES = (
    SPEX("SPARQLDescribeExecutable"),
    *(SH(f"SPARQL{form}Executable") for form in ("", "Select", "Ask", "Construct", "Describe")),
)
_PARTS_OF_SHAPES = tuple(
    SH(name)
    for name in (
        "SPARQLConstraint",
        "SPARQLAskValidator",
        "SPARQLSelectValidator",
        "SPARQLRule",
        "SPARQLFunction",
        "SPARQLTarget",
        "SPARQLTargetType",
    )
)
_USES = "|".join(
    str(SH(name)) for name in ("sparql", "validator", "nodeValidator", "propertyValidator", "rule", "target")
)

_EXAMPLES = """
  {classes} ?s a ?class FILTER(isIRI(?s))
  FILTER NOT EXISTS {{ ?user {uses} ?s }}
  FILTER NOT EXISTS {{ {parts} ?s a ?part }}
"""
_DECLARATIONS = """
SELECT DISTINCT ?s ?prefix ?namespace {{
  {examples} ?s {prefixes}/{imports}*/{declare} ?d . ?d {prefix} ?prefix ; {namespace} ?namespace
}}
"""


@dataclass(frozen=True)
class Example:
    """A query to learn from: its title, the question it answers, its kind (SELECT, ASK, …) and its whole text."""

    uri: str
    title: str
    question: str
    kind: str
    text: str


def examples(engine: Engine, naming: Naming) -> tuple[Example, ...]:
    """Ask for all examples of an archive: first those with the least `sh:order`, then by title."""
    statements = _statements(engine, naming)
    declared = _declared(engine)
    nodes = [node for node in statements.subjects if isinstance(node, NamedNode)]
    found = [(order_of(statements, node), _example(node, statements, naming, declared)) for node in nodes]
    known = [(order, example) for order, example in found if example is not None]
    known.sort(key=lambda entry: (entry[0], natural_order(entry[1].title.casefold()), entry[1].uri))
    return tuple(example for _, example in known)


def collection(base: str, found: Sequence[Example]) -> list[Quad]:
    """Describe the list of all examples, as a Hydra collection: https://www.hydra-cg.com/spec/latest/core/#collections."""
    uri = NamedNode(f"{base}sparql/examples")
    return [
        Quad(uri, RDF("type"), HYDRA("Collection")),
        Quad(uri, HYDRA("totalItems"), Literal(str(len(found)), datatype=XSD("integer"))),
        *(Quad(uri, HYDRA("member"), NamedNode(example.uri)) for example in found),
    ]


def _statements(engine: Engine, naming: Naming) -> QuadIndex:
    properties = (*(node.value for node in (*_TEXTS, RDFS("comment"), SH("order"))), *naming.labels)
    pattern = f"{_pattern()} {values('?p', properties)} GRAPH ?g {{ ?s ?p ?o }}"
    return QuadIndex(tuple(quads(engine, f"SELECT DISTINCT ?g ?s ?p ?o {{ {pattern} }}")))


def _declared(engine: Engine) -> dict[str, dict[str, str]]:
    """Ask which prefixes each example declares (SHACL, 5.2.1: https://www.w3.org/TR/shacl/#sparql-prefixes)."""
    terms = {name: SH(name) for name in ("prefixes", "declare", "prefix", "namespace")}
    query = _DECLARATIONS.format(examples=_pattern(), imports=OWL("imports"), **terms)
    declared: dict[str, dict[str, str]] = {}
    for row in solutions(engine, query):
        declared.setdefault(row["s"].value, {})[row["prefix"].value] = row["namespace"].value
    return declared


def _pattern() -> str:
    """Match each example as ?s."""
    classes = values("?class", (node.value for node in _CLASSES))
    parts = values("?part", (node.value for node in _PARTS_OF_SHAPES))
    return _EXAMPLES.format(classes=classes, uses=_USES, parts=parts)


def _example(
    node: NamedNode, statements: QuadIndex, naming: Naming, declared: Mapping[str, Mapping[str, str]]
) -> Example | None:
    """Read an example; None where it has no query."""
    texts = [(kind, text.value) for term, kind in _TEXTS.items() for text in statements.literals(node, term)]
    if not texts:
        return None
    kind, text = min(texts)  # a second one is the archive's mistake; which one is shown must not change by chance
    question = Words(tuple(statements.literals(node, RDFS("comment")))).best(naming.languages)
    title = naming.name(node, statements)
    return Example(node.value, title, question, kind, with_prefixes(text.strip(), declared.get(node.value, {})))


def with_prefixes(text: str, declared: Mapping[str, str]) -> str:
    """Write the PREFIX lines before a query that it needs and has not."""
    lines: dict[str, str] = {}
    while (name := unresolved_name("".join(lines.values()) + text, base="urn:x-kgpub:base")) is not None:
        prefix = name.prefix
        if prefix is None or prefix in lines or prefix not in declared:
            break  # the endpoint says what is wrong with such a query
        lines[prefix] = f"PREFIX {prefix}: <{declared[prefix]}>\n"
    return "".join(lines[prefix] for prefix in sorted(lines)) + text
