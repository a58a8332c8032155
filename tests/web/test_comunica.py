"""Comunica, which is not ours, asks documents of a live server by their addresses, as it does anywhere on the web."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

from kgpub.rdf.formats import RDF_FORMATS, Format
from tests.node_packages import install
from tests.publications import copy_thesaurus
from tests.servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

HERE = Path(__file__).parent / "comunica"

BASE = "https://thesaurus.example/"
PREFIXES = f"""
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX t: <{BASE}terms#>
PREFIX w: <{BASE}weather/>
"""
# What two documents say counts twice, as everywhere where sources are asked together; so queries are DISTINCT.
EVERYTHING = "SELECT DISTINCT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

BLANK = "a blank node"

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copy_thesaurus(tmp_path_factory.mktemp("thesaurus") / "archive")) as running:
        yield running


@pytest.fixture(scope="module")
def node() -> str:
    """The command that runs Comunica."""
    return install(HERE)


@pytest.fixture
def ask(server: Server, node: str) -> Asking:
    return Asking(server, node)


class Asking:
    """Asks Comunica about addresses on the server.

    Of a thing it likes N-Quads best, where each statement is in the graph that it is from. So a query is of all graphs
    together; documents in Turtle have no graphs, and need no option.
    """

    def __init__(self, server: Server, node: str) -> None:
        self._server, self._node = server, node

    def __call__(self, query: str, *paths: str) -> Rows:
        asked = {
            "query": PREFIXES + query,
            "sources": [self._server.url + path for path in paths],
            "unionDefaultGraph": not paths[0].endswith(".ttl"),
        }
        done = subprocess.run(
            [self._node, "ask.mjs"], cwd=HERE, input=json.dumps(asked), capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        rows = json.loads(done.stdout)["results"]["bindings"]
        return [{name: _shown(term) for name, term in row.items()} for row in rows]


def _shown(term: dict[str, str]) -> str:
    return BLANK if term["type"] == "bnode" else term["value"]


CODE_OF_WIDER = (
    "SELECT DISTINCT ?notation ?code { w:drizzle skos:notation ?notation ; skos:broader ?wider . ?wider t:code ?code }"
)


@pytest.mark.parametrize("ending", ["", ".ttl"], ids=["things", "documents"])
def test_it_joins_what_two_documents_say(ask: Asking, ending: str) -> None:
    joined = [{"notation": "R10", "code": "61"}]
    assert ask(CODE_OF_WIDER, f"weather/drizzle{ending}", f"weather/rain{ending}") == joined
    assert ask(CODE_OF_WIDER, f"weather/drizzle{ending}") == []


def test_it_goes_from_link_to_link(ask: Asking) -> None:
    """From snow to what it is related to, and on to what that is a kind of, each by the URI that was found."""
    asked = ["weather/snow"]
    for property_ in ("skos:related", "skos:broader"):
        (found,) = ask(f"SELECT DISTINCT ?next {{ <{BASE}{asked[-1]}> {property_} ?next }}", asked[-1])
        asked.append(found["next"].removeprefix(BASE))
    assert asked == ["weather/snow", "weather/rain", "weather/precipitation"]
    query = "SELECT DISTINCT ?name { w:snow skos:related/skos:broader/skos:prefLabel ?name } ORDER BY ?name"
    assert ask(query, *asked) == [{"name": "dyodiad"}, {"name": "precipitation"}]


@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda entry: entry.extension)
def test_it_reads_in_every_format_what_rdflib_reads(ask: Asking, server: Server, representation: Format) -> None:
    graph = rdflib.Graph().parse(f"{server.url}weather/rain.nt")
    rows = ask(EVERYTHING, f"weather/rain.{representation.extension}")
    assert sorted((row["s"], row["p"], row["o"]) for row in rows) == sorted(
        (shown(s), shown(p), shown(o)) for s, p, o in graph
    )


def shown(term: rdflib.term.Node) -> str:
    return BLANK if isinstance(term, rdflib.BNode) else str(term)
