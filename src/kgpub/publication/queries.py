"""The SPARQL with which things are described: every query is plain SPARQL 1.1, so that any engine answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgpub.publication.layout import Field
    from kgpub.publication.paths import Step

_TYPE, _REST = RDF("type"), RDF("rest")
_QUAD = "GRAPH ?g { ?s ?p ?o }"
_ANY = "!<urn:x-kgpub:none>"  # a negated set that holds no predicate of anybody's: any predicate


def iri(uri: str) -> str:
    """Write a URI as SPARQL does; raise ValueError where it is none, so that nothing else can come in with it."""
    return str(NamedNode(uri))


def values(variable: str, uris: Iterable[str]) -> str:
    """Bind a variable to each of some URIs."""
    return f"VALUES {variable} {{ {' '.join(map(iri, uris))} }}"


def _first(variables: str, *patterns: str) -> str:
    """Give the solutions of patterns, each once, as a subquery.

    An engine that is free to order joins may begin with all statements of a predicate, of which a large archive has
    very many, and pick out those of the things last. What a subquery gives it looks up one by one.
    """
    return f"{{ SELECT DISTINCT {variables} {{ {' '.join(patterns)} }} }}"


def known(uris: Iterable[str]) -> str:
    """Ask whether anything is said of any of some things: one row or none."""
    return f"SELECT ?x {{ {values('?x', uris)} ?x ?p ?o }} LIMIT 1"


def types(uri: str) -> str:
    """Ask for the classes with names that a thing is of: ?t."""
    return f"SELECT DISTINCT ?t {{ {iri(uri)} {_TYPE} ?t FILTER(isIRI(?t)) }} ORDER BY ?t"


def statement_with(predicate: str, *, start: str, without: Iterable[str]) -> str:
    """Ask for a statement with a property, of a thing whose URI begins so; neither end is of some classes: ?s ?o."""
    hidden = values("?h", without)
    shown = " ".join(f"FILTER NOT EXISTS {{ {hidden} {end} {_TYPE} ?h }}" for end in ("?s", "?o") if without)
    return (
        f"SELECT ?s ?o {{ ?s {iri(predicate)} ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), {Literal(start)})) {shown} }} "
        "LIMIT 1"
    )


def labels(uris: Iterable[str], properties: Iterable[str]) -> str:
    """Ask for the names of things, as quads."""
    return f"SELECT ?g ?s ?p ?o {{ {_first('?s ?p', values('?s', uris), values('?p', properties))} {_QUAD} }}"


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


def own_statements(uris: Iterable[str], *, depth: int) -> str:
    """Ask for what is said of things and of their blank nodes, `depth` of them deep, as quads: ?g ?s ?p ?o.

    A list counts as one step, however long it is. It is one query, since blank nodes are the same only within one
    answer.
    """
    lead = partial(_start, uris)
    branches = [f"{lead('?s')} GRAPH ?g {{ ?s ?p ?o }}"]
    for level in range(depth):
        lead = partial(_into_blank_node, lead, level)
        branches.append(f"{lead('?s')} FILTER(isBlank(?s)) GRAPH ?g {{ ?s ?p ?o }}")
    return _union(branches)


Lead = Callable[[str], str]
"""Gives the pattern that leads to nodes, which it calls by a name. To BIND another name to them would read better, but
Virtuoso 7 fails at unions of such."""


def _start(uris: Iterable[str], name: str) -> str:
    return values(name, uris)


def _into_blank_node(lead: Lead, level: int, name: str) -> str:
    before, node = f"?b{level}", f"?l{level}"
    return f"{lead(before)} {before} {_ANY} {node} . FILTER(isBlank({node})) {node} {_REST}* {name} ."


def _on(lead: Lead, path: str, number: int, name: str) -> str:
    return f"{lead(f'?n{number}')} ?n{number} {path} {name} ."


@dataclass(frozen=True)
class Crowd:
    """The first of very many named things that point to a thing by one property."""

    predicate: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Reach:
    """Some things, and the fields along which to go on from them.

    Where there are `crowds` there is one thing only, and what points to it is followed from their members alone.
    """

    uris: tuple[str, ...]
    fields: tuple[Field, ...]
    crowds: tuple[Crowd, ...] = ()

    def members(self, predicates: Iterable[str]) -> list[tuple[str, str]]:
        """Give the predicate and the thing of each link by some predicates."""
        chosen = set(predicates)
        crowds = (crowd for crowd in self.crowds if crowd.predicate in chosen)
        return [(crowd.predicate, member) for crowd in crowds for member in crowd.members]


def statements_along(reaches: Iterable[Reach]) -> str:
    """Ask for the types of things and for the statements along the paths of fields, as quads: ?g ?s ?p ?o."""
    return _union([branch for reach in reaches for branch in _branches(reach)])


def _branches(reach: Reach) -> Iterator[str]:
    """Put single steps in the same direction together; a path of several steps needs patterns of its own."""
    start = partial(_start, reach.uris)
    sequences = [steps for field in reach.fields for steps in field.path.sequences]
    single = [steps[0] for steps in sequences if len(steps) == 1 and not steps[0].repeat]
    forward = {predicate for step in single if not step.inverse for predicate in step.predicates}
    inverse = {predicate for step in single if step.inverse for predicate in step.predicates}
    yield f"{_first('?s ?p', start('?s'), values('?p', sorted(forward | {_TYPE.value})))} {_QUAD}"
    if inverse:
        yield f"{_pointing(start, sorted(inverse), reach)} {_QUAD}"
    for steps in sequences:
        if len(steps) > 1 or steps[0].repeat:
            yield from _along(steps, start, reach)


def _pointing(lead: Lead, predicates: Sequence[str], reach: Reach) -> str:
    """Bind ?o to what a pattern leads to and ?p to predicates; of a crowded thing ?s as well, to members."""
    if not reach.crowds:
        return _first("?o ?p", lead("?o"), values("?p", predicates))
    rows = (f"({iri(predicate)} {iri(member)})" for predicate, member in reach.members(predicates))
    return _first("?o ?p ?s", lead("?o"), f"VALUES (?p ?s) {{ {' '.join(rows)} }}")


def _along(steps: Sequence[Step], lead: Lead, reach: Reach) -> Iterator[str]:
    """Write a branch for each step of a path: the pattern that leads there, then the step's statements."""
    rest = steps
    if reach.crowds and steps[0].inverse and not steps[0].repeat:
        yield f"{_pointing(lead, steps[0].predicates, reach)} {_QUAD}"
        members = dict.fromkeys(member for _, member in reach.members(steps[0].predicates))
        lead, rest = partial(_start, members), steps[1:]
    for number, step in enumerate(rest):
        # The statements from every node on the way, not only from the first.
        here = partial(_on, lead, f"({step.choice})*", number) if step.repeat in ("*", "+") else lead
        node = "?o" if step.inverse else "?s"
        yield f"{_first(f'{node} ?p', here(node), values('?p', step.predicates))} {_QUAD}"
        lead = partial(_on, lead, str(step), number)


def _union(branches: Iterable[str]) -> str:
    return "SELECT DISTINCT ?g ?s ?p ?o { " + " UNION ".join(f"{{ {branch} }}" for branch in branches) + " }"


def graph_content(uri: str) -> str:
    """Ask for all that a graph says."""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {iri(uri)} {{ ?s ?p ?o }} }}"


def graphs_content(uris: Iterable[str]) -> str:
    """Ask for all that some graphs say, as quads."""
    return f"SELECT ?g ?s ?p ?o {{ {values('?g', uris)} GRAPH ?g {{ ?s ?p ?o }} }}"
