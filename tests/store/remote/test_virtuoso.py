"""Publishing from Virtuoso, where it is installed: what it keeps, what it does not, and what is said of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from kgpub.errors import AnswerBroken, EndpointUnfit, EngineError, LoadError, QueryForbidden, QuerySyntaxError
from kgpub.publication import Publication
from kgpub.rdf.canonical import canonical_lines
from kgpub.store.contract import Lane, Query
from kgpub.store.remote.credentials import Credentials
from kgpub.store.remote.endpoint import Endpoint, UpdateService
from kgpub.store.remote.loading.load import Loading
from kgpub.store.remote.loading.writing import GraphStore, Writer
from kgpub.store.remote.publishing import release_engine
from kgpub.store.settings import EngineSettings
from tests.endpoints import VIRTUOSO, VIRTUOSO_USER, virtuoso_server
from tests.engines import started, trig, write_release
from tests.publications import built
from tests.servers import copy_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgpub.store.contract import Engine
    from kgpub.store.releases import Release
    from tests.endpoints import Addresses

pytestmark = pytest.mark.skipif(VIRTUOSO is None, reason="Virtuoso is not installed (Debian: virtuoso-opensource-7)")

CREDENTIALS = Credentials(*VIRTUOSO_USER)


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """Virtuoso with the settings that Debian packages it with."""
    with virtuoso_server(tmp_path_factory.mktemp("packaged"), most_rows=10_000) as addresses:
        yield addresses


def writer(at: Addresses, *, has_graph_store: bool = True) -> Writer:
    graph_store = GraphStore(at.graph_store, CREDENTIALS) if has_graph_store else None
    return Writer(UpdateService(at.update, CREDENTIALS), graph_store)


def load(release: Release, at: Addresses, *, has_graph_store: bool = True) -> None:
    order = Loading(release, Endpoint(at.query), writer(at, has_graph_store=has_graph_store))
    order.carry_out(order.plan(), lambda *_: None)
    assert Loading(release, Endpoint(at.query), writer(at)).plan(verify=True).is_done


def described(publication: Publication, uri: str) -> list[bytes]:
    description = publication.describe(uri.partition("#")[0])
    return canonical_lines(publication.quads(description)) if description else []


def engine_at(release: Release, at: Addresses) -> Engine:
    return release_engine(release, EngineSettings(endpoint=at.query), {})


def ask(engine: Engine, text: str, **fields: object) -> list[str]:
    query = Query(text, **{"results": "text/csv", "lane": Lane.PUBLIC, **fields})  # type: ignore[arg-type]
    with engine.answer(query) as answer:
        return b"".join(answer).decode().splitlines()


@pytest.mark.parametrize("has_graph_store", [True, False], ids=["graph store", "updates alone"])
def test_this_repository_s_archive_is_published_from_it(
    virtuoso: Addresses, tmp_path: Path, has_graph_store: bool
) -> None:
    release = built(copy_archive(tmp_path / "archive"))
    load(release, virtuoso, has_graph_store=has_graph_store)
    there = Publication.open(release, engine_at(release, virtuoso))
    with started(release, tmp_path / "engine.sock", EngineSettings()) as running:
        here = Publication.open(release, running.engine)
        for path in ("iccpr/article/19/3/b", "ns#Person", "source/7cace155", "shapes#Person", "graph/iccpr", "dataset"):
            uri = here.config.base + path
            described = [publication.describe(uri.partition("#")[0]) for publication in (here, there)]
            quads = [
                publication.quads(found) for publication, found in zip((here, there), described, strict=True) if found
            ]
            assert len(quads) == 2, path
            assert canonical_lines(quads[0]) == canonical_lines(quads[1]), path
        assert here.examples == there.examples


KNOTTED = """
<g:1> { <a:s> <a:p> [ <a:q> ( 1 true ) ] }
<g:2> { <a:s> <a:p> 3 , [ <a:q> 2 ] }
<g:3> { <a:s> <a:p> 3 , 4 }
"""


@pytest.mark.parametrize("has_graph_store", [True, False], ids=["graph store", "updates alone"])
def test_graphs_and_blank_nodes_are_kept(virtuoso: Addresses, tmp_path: Path, has_graph_store: bool) -> None:
    release = write_release(tmp_path, trig(KNOTTED))
    writer(virtuoso).run(['INSERT DATA { GRAPH <g:foreign> { <a:s> <a:p> "not of the archive" } }'])
    load(release, virtuoso, has_graph_store=has_graph_store)
    engine = engine_at(release, virtuoso)
    count = str(release.manifest["dataset"]["triples"])
    assert ask(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == ["n", count]
    assert ask(engine, "SELECT ?g { GRAPH ?g { ?s <a:q> 2 } ?s <a:q> 2 }") == ["g", "g:2"]
    with pytest.raises(QueryForbidden, match="more than once"):
        ask(engine, "SELECT ?n FROM <g:2> FROM <g:3> { <a:s> <a:p> ?n }")
    assert ask(engine, "SELECT DISTINCT ?g FROM <g:foreign> FROM NAMED <g:foreign> { GRAPH ?g { ?s ?p ?o } }") == ["g"]
    json = "application/sparql-results+json"
    assert ask(engine, "ASK { ?s ?p true }", results=json) == ['{"head":{},"boolean":true}']
    content = "\n".join(ask(engine, "CONSTRUCT WHERE { ?s <a:q> ?o }", graph="application/trig"))
    assert len(list(parse(content, format=RdfFormat.TRIG))) == 2


def test_it_takes_no_blank_nodes_that_graphs_share(virtuoso: Addresses, tmp_path: Path) -> None:
    release = write_release(tmp_path, trig("<g:2> { <a:s> <a:p> _:x } <g:3> { _:x <a:q> 2 }"))
    with pytest.raises(LoadError, match="did not run an update"):
        load(release, virtuoso)


CHANGED = [
    ("a double", '"1.0E0"^^<http://www.w3.org/2001/XMLSchema#double>', '"1.0"^^'),
    ("a whole decimal", '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1"^^'),
    ("a duration", '"P1D"^^<http://www.w3.org/2001/XMLSchema#duration>', '"86400.0"^^'),
    ("a large number", "12345678901234567890", "XMLSchema#decimal"),
]


@pytest.mark.parametrize(("literal", "read"), [row[1:] for row in CHANGED], ids=[row[0] for row in CHANGED])
def test_what_it_spells_in_another_way_is_found(virtuoso: Addresses, tmp_path: Path, literal: str, read: str) -> None:
    release = write_release(tmp_path, trig(f"<g:odd> {{ <a:s> <a:p> {literal} }}"))
    with pytest.raises(EndpointUnfit, match="read back, but not written") as caught:
        load(release, virtuoso)
    assert read in str(caught.value)


def test_its_syntax_errors_tell_the_line(virtuoso: Addresses, tmp_path: Path) -> None:
    release = write_release(tmp_path, trig("<g:x> { <a:s> <a:p> 1 }"))
    load(release, virtuoso)
    with pytest.raises(QuerySyntaxError, match="syntax error") as caught:
        ask(engine_at(release, virtuoso), "SELECT * {\n ?s ?p ! }")
    assert (caught.value.line, caught.value.column) == (2, 0)


def test_its_way_out_is_shut(virtuoso: Addresses, tmp_path: Path) -> None:
    release = write_release(tmp_path, trig("<g:x> { <a:s> <a:p> 1 }"))
    load(release, virtuoso)
    for text in ("SELECT (bif:http_get('http://127.0.0.1/') AS ?x) {}", "SELECT * { SERVICE <http://127.0.0.1/> {} }"):
        with pytest.raises(QueryForbidden):
            ask(engine_at(release, virtuoso), text)
    with pytest.raises(EngineError):
        ask(engine_at(release, virtuoso), 'DEFINE get:soft "soft" SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }')


def test_as_it_is_packaged_it_cuts_answers_which_is_known_and_told(packaged: Addresses, tmp_path: Path) -> None:
    many = " ".join(f"<a:s{number}> <a:p> {number} ." for number in range(12_000))
    release = write_release(tmp_path, trig(f"<g:many> {{ {many} }}"))
    load(release, packaged)
    engine = engine_at(release, packaged)
    assert ask(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == ["n", "12000"]
    assert len(ask(engine, "SELECT ?s { ?s ?p ?o } LIMIT 9999")) == 10_000
    for text in ("SELECT ?s { ?s ?p ?o }", "SELECT ?s { ?s ?p ?o } LIMIT 10000"):
        with pytest.raises(AnswerBroken, match="after 10,000 rows"):
            ask(engine, text)
    with pytest.raises(QueryForbidden, match="Ask with SELECT"):
        ask(engine, "CONSTRUCT WHERE { ?s ?p ?o }")
