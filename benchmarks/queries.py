"""The eight queries that are compared: one of each kind that researchers ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pyoxigraph import NamedNode, QuerySolutions

if TYPE_CHECKING:
    from pyoxigraph import Store

ROWS = 20_000
RESULTS_TYPE = "application/sparql-results+json"
GRAPH_TYPE = "application/n-triples"

PREFIXES = """\
PREFIX kg: <https://w3id.org/kgpub/ns#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX v: <https://w3id.org/kgpub/vocab/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@dataclass(frozen=True)
class Query:
    """A query with what is known of its answer."""

    name: str
    text: str
    form: Literal["solutions", "graph"] = "solutions"
    is_deterministic: bool = True
    """Whether every engine must give the same rows; a LIMIT without an order leaves them the choice."""
    is_heavy: bool = True

    @property
    def accept(self) -> str:
        """The media type to ask for."""
        return GRAPH_TYPE if self.form == "graph" else RESULTS_TYPE

    def distinct(self, mark: object) -> str:
        """Give the text with a comment that no other request has, so that no cache can answer."""
        return f"{self.text}\n# {mark}"


def queries(store: Store) -> tuple[Query, ...]:
    """Give the eight queries over a synthetic archive, about things that it has."""
    person, statement = _first(store, "kg:Person"), _first(store, "kg:Statement")
    return (
        Query("lookup", f"SELECT ?property ?value WHERE {{ {person} ?property ?value }}", is_heavy=False),
        Query("describe", f"DESCRIBE {statement}", form="graph", is_heavy=False),
        Query("join with filter", PREFIXES + _JOIN),
        Query("aggregate", PREFIXES + _AGGREGATE),
        Query("count", "SELECT (COUNT(*) AS ?triples) WHERE { ?subject ?property ?value }"),
        Query("regex", PREFIXES + _REGEX),
        Query("property path", PREFIXES + _PATH),
        Query(f"{ROWS:,} rows", PREFIXES + _ROWS, is_deterministic=False),
    )


def _first(store: Store, class_: str) -> str:
    found = store.query(
        f"{PREFIXES} SELECT ?it WHERE {{ ?it a {class_} }} ORDER BY ?it LIMIT 1", use_default_graph_as_union=True
    )
    assert isinstance(found, QuerySolutions)  # said to the type checker: it is a SELECT
    (row,) = found
    thing = row["it"]
    assert isinstance(thing, NamedNode)
    return str(thing)


_JOIN = """\
SELECT ?name ?article ?date WHERE {
  ?charge a kg:Charge ; kg:chargedPerson ?person ; kg:underProvision ?provision ;
    kg:onDate ?date ; kg:assertionStatus v:current .
  ?person skos:prefLabel ?name .
  ?provision skos:prefLabel ?article .
  FILTER(LANG(?article) = "en" && ?date >= "2022-03-01"^^xsd:date && ?date < "2022-04-01"^^xsd:date)
}"""

_AGGREGATE = """\
SELECT ?provision (COUNT(DISTINCT ?person) AS ?people) WHERE {
  ?charge kg:underProvision ?provision ; kg:chargedPerson ?person .
} GROUP BY ?provision ORDER BY DESC(?people) ?provision"""

_REGEX = """\
SELECT ?text WHERE {
  ?text schema:text ?words .
  FILTER(REGEX(STR(?words), "(lawyer|court) (verdict|letter).*invented", "i"))
}"""

_PATH = """\
SELECT ?whole (COUNT(DISTINCT ?charge) AS ?charges) WHERE {
  ?charge kg:underProvision/eli:is_part_of* ?whole .
} GROUP BY ?whole ORDER BY ?whole"""

_ROWS = f"""\
SELECT ?assertion ?value WHERE {{
  ?assertion kg:assertionStatus ?status ; ?property ?value .
}} LIMIT {ROWS}"""
