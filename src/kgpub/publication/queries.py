"""The SPARQL with which things are described: every query is plain SPARQL 1.1, so that any engine answers it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgpub.publication.layout import Field
    from kgpub.publication.paths import Step

_TYPE, _REST = RDF("type"), RDF("rest")
_ANY = "!<urn:x-kgpub:none>"  # a negated set that holds no predicate of anybody's: any predicate


def iri(uri: str) -> str:
    """Write a URI as SPARQL does; raise ValueError where it is none, so that nothing else can come in with it."""
    return str(NamedNode(uri))


def values(variable: str, uris: Iterable[str]) -> str:
    """Bind a variable to each of some URIs."""
    return f"VALUES {variable} {{ {' '.join(map(iri, uris))} }}"


def known(uris: Iterable[str]) -> str:
    """Ask whether anything is said of any of some things: one row or none."""
    return f"SELECT ?x {{ {values('?x', uris)} ?x ?p ?o }} LIMIT 1"


def types(uris: Iterable[str]) -> str:
    """Ask for the types of things: ?x ?type."""
    return f"SELECT ?x ?type {{ {values('?x', uris)} ?x {_TYPE} ?type }}"


def labels(uris: Iterable[str], properties: Iterable[str]) -> str:
    """Ask for the names of things, as quads."""
    return f"SELECT ?g ?s ?p ?o {{ {values('?s', uris)} {values('?p', properties)} GRAPH ?g {{ ?s ?p ?o }} }}"


def incoming_counts(uris: Iterable[str]) -> str:
    """Ask how many named things point to others, by property: ?x ?p ?n."""
    return (
        f"SELECT ?x ?p (COUNT(DISTINCT ?s) AS ?n) {{ {values('?x', uris)} ?s ?p ?x FILTER(isIRI(?s)) }} "
        "GROUP BY ?x ?p ORDER BY ?x ?p"
    )


def incoming_page(uri: str, predicate: str, *, offset: int, limit: int) -> str:
    """Ask for one page of the named things that point to another by a property: ?s."""
    return (
        f"SELECT DISTINCT ?s {{ ?s {iri(predicate)} {iri(uri)} FILTER(isIRI(?s)) }} "
        f"ORDER BY ?s OFFSET {offset} LIMIT {limit}"
    )


def statements(subjects: Sequence[tuple[str, tuple[Field, ...]]], *, depth: int, limit: int) -> str:
    """Ask for all that describes some things, as quads: ?g ?s ?p ?o.

    That is each subject's statements with its blank nodes, `depth` of them deep, and the statements along the paths
    of its fields. A path that begins backwards is followed from the first `limit` things only. One query for all of
    it, since blank nodes are the same only within one answer.
    """
    fresh = (f"?n{number}" for number in count())
    branches = [
        branch
        for uri, fields in subjects
        for branch in (*_own(iri(uri), depth), *_paths(fields, iri(uri), "", fresh, limit))
    ]
    return "SELECT DISTINCT ?g ?s ?p ?o { " + " UNION ".join(f"{{ {branch} }}" for branch in branches) + " }"


def _own(subject: str, depth: int) -> Iterator[str]:
    """Write the branches for a subject's statements, and those of its blank nodes; a list is one step, however long."""
    yield f"GRAPH ?g {{ {subject} ?p ?o }} BIND({subject} AS ?s)"
    pattern, node = "", subject
    for level in range(depth):
        pattern += f"{node} {_ANY} ?l{level} . FILTER(isBlank(?l{level})) ?l{level} {_REST}* ?b{level} . "
        node = f"?b{level}"
        yield f"{pattern} FILTER(isBlank({node})) GRAPH ?g {{ {node} ?p ?o }} BIND({node} AS ?s)"


def _paths(fields: Iterable[Field], start: str, pattern: str, fresh: Iterator[str], limit: int) -> Iterator[str]:
    """Write the branches for the statements along paths; `pattern` leads to `start`, which is a URI at first."""
    is_top = not pattern
    for field in fields:
        for steps in field.path.sequences:
            node, before = start, pattern
            for number, step in enumerate(steps):
                if not (is_top and number == 0 and _is_plain(step)):
                    yield f"{before} {_along(node, step, fresh)}"
                following = next(fresh)
                link = f"{node} {step} {following} ."
                is_wide = is_top and number == 0 and step.inverse
                before += _first(following, link, limit) if is_wide else f" {link}"
                node = following
            if field.nested or steps[-1].inverse:
                yield f"{before} GRAPH ?g {{ {node} {_TYPE} ?o }} BIND({node} AS ?s) BIND({_TYPE} AS ?p)"
            yield from _paths(field.nested, node, before, fresh, limit)


def _is_plain(step: Step) -> bool:
    """Whether the step's statements are the subject's own, which are there anyway."""
    return not step.inverse and not step.repeat


def _first(variable: str, link: str, limit: int) -> str:
    return f" {{ SELECT DISTINCT {variable} {{ {link} }} ORDER BY {variable} LIMIT {limit} }}"


def _along(node: str, step: Step, fresh: Iterator[str]) -> str:
    """Write the pattern for the statements of one step; of a repeated one, those from every node on the way."""
    arrow = "^" if step.inverse else ""
    choice = "|".join(f"{arrow}{iri(predicate)}" for predicate in step.predicates)
    lead = ""
    if step.repeat in ("*", "+"):
        onward = next(fresh)
        lead, node = f"{node} ({choice})* {onward} . ", onward
    triple, end = (f"?s ?p {node}", "?o") if step.inverse else (f"{node} ?p ?o", "?s")
    return f"{lead}{values('?p', step.predicates)} GRAPH ?g {{ {triple} }} BIND({node} AS {end})"


def graph_content(uri: str) -> str:
    """Ask for all that a graph says."""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {iri(uri)} {{ ?s ?p ?o }} }}"
