"""Bringing releases to an endpoint: a real one, and ones that lie."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest
from pyoxigraph import RdfFormat, parse

from kgpub.errors import AnswerBroken, EndpointUnfit, EngineUnavailable, LoadError, QueryForbidden
from kgpub.rdf.canonical import canonical_lines
from kgpub.store.contract import Lane, Query
from kgpub.store.releases import DATASET, MANIFEST, Releases, compress
from kgpub.store.remote.call import Call
from kgpub.store.remote.endpoint import Endpoint, UpdateService
from kgpub.store.remote.loading.load import Loading, alone
from kgpub.store.remote.loading.writing import GraphStore, Writer
from kgpub.store.remote.publishing import release_engine
from tests.endpoints import Given, free_port, middleman, oxigraph_server
from tests.engines import FOREIGN, SMALL, load, loading, trig, write_release

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgpub.store.releases import Release
    from tests.endpoints import Addresses, Asked, Forward, OxigraphServer

FIRST = """PREFIX : <https://example.org/>
:stays { :a :p "a text with \\"quotes\\", \\\\ and\\na line" , "Беларусь 🙂"@be , true ; :q [ :p [ :p ( 1 2 ) ] ] }
:changes { :a :p 1 . [] :p 2 }
:goes { :a :p 3 }
:shares { :a :knows _:x } :shares-too { _:x :p 4 }
"""
SECOND = """PREFIX : <https://example.org/>
:stays { :a :p "a text with \\"quotes\\", \\\\ and\\na line" , "Беларусь 🙂"@be , true ; :q [ :p [ :p ( 1 2 ) ] ] }
:changes { :a :p 1 . [] :p 5 }
:comes { :a :p 1 , 6 }
:shares { :a :knows _:x } :shares-too { _:x :p 7 }
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_release(tmp_path_factory.mktemp("first"), trig(FIRST))


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_release(tmp_path_factory.mktemp("second"), trig(SECOND))


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks in between, and no endpoint here cuts at more than a hundred rows."""
    monkeypatch.setattr("kgpub.store.remote.loading.load.PAUSE_SECONDS", 0)
    monkeypatch.setattr("kgpub.store.remote.loading.probing.SIDE", 6)


def dump(server: OxigraphServer) -> list[bytes]:
    """Give all that a server holds, as canonical lines."""
    request = Request(server.addresses.graph_store, headers={"Accept": "application/n-quads"})
    with urlopen(request, timeout=10) as response:
        return canonical_lines(parse(response.read(), format=RdfFormat.N_QUADS))


def ask(release: Release, addresses: Addresses, text: str) -> str:
    engine = release_engine(release, replace(SMALL, endpoint=addresses.query), {})
    with engine.answer(Query(text, results="text/csv", lane=Lane.PUBLIC)) as answer:
        return b"".join(answer).decode()


def run_update(server: OxigraphServer, text: str) -> None:
    UpdateService(server.addresses.update).update(text, Call(patience_seconds=10))


# -- what is there afterwards


@pytest.mark.parametrize("has_graph_store", [True, False], ids=["graph store", "updates alone"])
def test_a_release_is_there_and_nothing_else_was_touched(
    oxigraph: OxigraphServer, first: Release, has_graph_store: bool
) -> None:
    run_update(oxigraph, FOREIGN)
    before = dump(oxigraph)
    at = oxigraph.addresses
    writer = Writer(UpdateService(at.update), GraphStore(at.graph_store) if has_graph_store else None)
    order = Loading(first, Endpoint(at.query), writer)
    order.carry_out(order.plan(), lambda *_: None)
    own = [line for line in dump(oxigraph) if b"urn:x-kgpub:" not in line and line not in before]
    assert canonical_lines(parse(b"".join(own), format=RdfFormat.N_QUADS)) == first.lines()
    assert set(before) <= set(dump(oxigraph))
    assert ask(first, at, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == f"n\r\n{len(first.lines())}\r\n"


def test_what_is_loaded_once_needs_no_other_load(oxigraph: OxigraphServer, first: Release) -> None:
    load(first, oxigraph.addresses)
    for verify in (False, True):
        plan = loading(first, oxigraph.addresses).plan(verify=verify)
        assert (plan.is_done, plan.touched) == (True, ())


def test_only_what_changed_is_written(oxigraph: OxigraphServer, first: Release, second: Release) -> None:
    load(first, oxigraph.addresses)
    labels = "SELECT ?b { GRAPH <https://example.org/stays> { ?b ?p ?o FILTER(isBlank(?b)) } } ORDER BY ?b"
    before = ask(first, oxigraph.addresses, labels)
    plan = loading(second, oxigraph.addresses).plan()
    assert ([unit.graphs for unit in plan.changing], [unit.graphs for unit in plan.same], plan.gone) == (
        [
            ("https://example.org/changes",),
            ("https://example.org/comes",),
            ("https://example.org/shares", "https://example.org/shares-too"),
            ("urn:x-kgpub:merged:https%3A%2F%2Fexample.org%2F",),
        ],
        [("https://example.org/stays",)],
        ("https://example.org/goes",),
    )
    load(second, oxigraph.addresses)
    assert ask(second, oxigraph.addresses, labels) == before
    assert ask(second, oxigraph.addresses, "SELECT ?n { GRAPH ?g { ?s ?p ?n FILTER(?n > 2) } } ORDER BY ?n") == (
        "n\r\n5\r\n6\r\n7\r\n"
    )


def test_a_release_that_differs_in_its_settings_only_is_signed_and_not_written(
    oxigraph: OxigraphServer, first: Release, tmp_path: Path
) -> None:
    load(first, oxigraph.addresses)
    manifest = json.dumps({**first.manifest, "configuration": "another"}).encode()
    other = Releases(tmp_path).write({MANIFEST: manifest, DATASET: first.read(DATASET)})
    assert ask(other, oxigraph.addresses, "ASK {}")  # what is there is the same
    plan = loading(other, oxigraph.addresses).plan()
    assert (plan.is_done, plan.touched) == (False, ())
    load(other, oxigraph.addresses)
    assert loading(other, oxigraph.addresses).plan().is_done


def test_blank_nodes_that_graphs_share_are_the_same_there(oxigraph: OxigraphServer, first: Release) -> None:
    load(first, oxigraph.addresses)
    text = "SELECT ?n { GRAPH ?g { ?a <https://example.org/knows> ?x } GRAPH ?h { ?x <https://example.org/p> ?n } }"
    assert ask(first, oxigraph.addresses, text) == "n\r\n4\r\n"


def test_what_two_graphs_say_is_merged_with_its_blank_nodes(oxigraph: OxigraphServer, second: Release) -> None:
    load(second, oxigraph.addresses)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert ask(second, oxigraph.addresses, count) == f"n\r\n{second.manifest['dataset']['triples']}\r\n"
    both = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(isBlank(?s)) GRAPH ?g { ?s ?p ?o } }"
    assert ask(second, oxigraph.addresses, both) == "n\r\n8\r\n"


def test_two_archives_live_beside_each_other(oxigraph: OxigraphServer, first: Release, tmp_path: Path) -> None:
    load(first, oxigraph.addresses)
    lines = b"".join(canonical_lines(trig("<https://other.example/g> { <a:a> <a:p> 1 }")))
    manifest = {
        "base": "https://other.example/",
        "dataset": {"sha256": sha256(lines).hexdigest(), "quads": 1, "triples": 1},
        "graphs": {"https://other.example/g": 1},
    }
    other = Releases(tmp_path).write({MANIFEST: json.dumps(manifest).encode(), DATASET: compress(lines)})
    load(other, oxigraph.addresses)
    assert loading(first, oxigraph.addresses).plan(verify=True).is_done
    assert ask(other, oxigraph.addresses, "SELECT ?s { ?s ?p ?o }") == "s\r\na:a\r\n"


def test_an_empty_archive_can_be_loaded(oxigraph: OxigraphServer, tmp_path: Path) -> None:
    empty = write_release(tmp_path, [])
    run_update(oxigraph, FOREIGN)
    load(empty, oxigraph.addresses)
    count = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert ask(empty, oxigraph.addresses, count) == "n\r\n0\r\n"


def test_a_graph_that_somebody_changed_is_found_and_mended(oxigraph: OxigraphServer, first: Release) -> None:
    load(first, oxigraph.addresses)
    run_update(oxigraph, "INSERT DATA { GRAPH <https://example.org/goes> { <a:a> <a:p> 1 } }")
    assert loading(first, oxigraph.addresses).plan().is_done
    order = loading(first, oxigraph.addresses)
    plan = order.plan(verify=True)
    assert [unit.graphs for unit in plan.changing] == [("https://example.org/goes",)]
    order.carry_out(plan, lambda *_: None)
    assert loading(first, oxigraph.addresses).plan(verify=True).is_done


# -- interruptions


def until(is_now: Callable[[], bool], *, afterwards: bool) -> Callable[[Asked, Forward], Given | list[bytes]]:
    """Give a rule by which writes are done until a moment. The last is not done, or it is and nobody hears of it."""

    def rule(request: Asked, forward: Forward) -> Given | list[bytes]:
        if not request.is_write or not is_now():
            return forward(request)
        if afterwards:
            forward(request)
        return []

    return rule


@pytest.fixture(scope="module")
def after_second(second: Release, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """What a server holds after one load of the second release."""
    with pytest.MonkeyPatch.context() as patch, oxigraph_server() as server:
        patch.setattr("kgpub.store.remote.loading.load.PAUSE_SECONDS", 0)
        run_update(server, FOREIGN)
        load(second, server.addresses)
        return dump(server)


def test_whenever_a_load_is_broken_off_it_is_mended_by_the_next(
    first: Release, second: Release, after_second: list[bytes]
) -> None:
    """Break it off before and after each of its writes."""
    moments = 0
    while not all(_broken_off(first, second, after_second, moments, afterwards=after) for after in (False, True)):
        moments += 1
    assert moments > 20


def _broken_off(first: Release, second: Release, expected: list[bytes], moment: int, *, afterwards: bool) -> bool:
    """Break a load off at its write of a number, and load again; tell whether it has no write of that number."""
    with oxigraph_server() as server:
        run_update(server, FOREIGN)
        load(first, server.addresses)
        writes = iter(range(1_000_000))
        with middleman(server.port, until(lambda: next(writes) >= moment, afterwards=afterwards)) as man:
            try:
                load(second, man.addresses)
            except LoadError:
                _expect_one_release_or_none(server, first, second)
                load(second, server.addresses)
                assert dump(server) == expected, (moment, afterwards)
                return False
    return True


def _expect_one_release_or_none(server: OxigraphServer, first: Release, second: Release) -> None:
    text = "SELECT ?n { GRAPH ?g { ?s ?p ?n FILTER(isNumeric(?n)) } } ORDER BY ?n"
    for release, numbers in ((first, "1 1 2 2 3 4"), (second, "1 1 1 2 5 6 7")):
        try:
            assert ask(release, server.addresses, text).split()[1:] == numbers.split()
        except EngineUnavailable:
            continue


def test_a_graph_that_comes_and_goes_in_a_broken_load_leaves_nothing(
    oxigraph: OxigraphServer, first: Release, second: Release
) -> None:
    load(first, oxigraph.addresses)
    rule = until(lambda: _holds_comes(oxigraph), afterwards=False)
    with middleman(oxigraph.port, rule) as man, pytest.raises(LoadError):
        load(second, man.addresses)
    assert _holds_comes(oxigraph)
    load(first, oxigraph.addresses)
    assert not _holds_comes(oxigraph)


def _holds_comes(server: OxigraphServer) -> bool:
    return any(b"/comes> ." in line for line in dump(server))


def test_while_graphs_change_nothing_is_answered_and_then_the_new_release(
    oxigraph: OxigraphServer, first: Release, second: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(first, oxigraph.addresses)
    engine = release_engine(first, replace(SMALL, endpoint=oxigraph.addresses.query), {})
    query = Query("ASK {}", lane=Lane.PUBLIC)
    engine.answer(query).close()
    rule = until(lambda: _holds_comes(oxigraph), afterwards=False)
    with middleman(oxigraph.port, rule) as man, pytest.raises(LoadError):
        load(second, man.addresses)
    monkeypatch.setattr("kgpub.store.remote.held.FRESH_SECONDS", 0)
    with pytest.raises(EngineUnavailable, match="kgpub load"):
        engine.answer(query)
    load(second, oxigraph.addresses)
    with pytest.raises(EngineUnavailable, match=r"another release.*kgpub load"):
        engine.answer(query)


def test_a_load_waits_until_engines_have_seen_that_the_last_release_goes(
    oxigraph: OxigraphServer, first: Release, second: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("kgpub.store.remote.loading.load.time.sleep", pauses.append)
    monkeypatch.setattr("kgpub.store.remote.loading.load.PAUSE_SECONDS", 2)
    load(first, oxigraph.addresses)
    assert pauses == []
    load(second, oxigraph.addresses)
    assert pauses == [2]


def test_two_loads_of_an_archive_at_once_are_refused(tmp_path: Path) -> None:
    with alone(tmp_path / "load.lock"), pytest.raises(LoadError, match="under way"), alone(tmp_path / "load.lock"):
        pass


def test_where_nobody_listens_nothing_can_be_loaded(first: Release) -> None:
    with oxigraph_server() as server:
        addresses = server.addresses
    with pytest.raises(LoadError, match="cannot be found out what the endpoint holds"):
        loading(first, addresses).plan()
    assert free_port()


# -- endpoints that do it their way


def _where(pattern: str, change: Callable[[bytes], bytes]) -> Callable[[Asked, Forward], Given]:
    """Change the answers to queries in which something stands."""

    def rule(request: Asked, forward: Forward) -> Given:
        given = forward(request)
        return replace(given, body=change(given.body)) if re.search(pattern, request.query) else given

    return rule


def _cut(number: int) -> Callable[[bytes], bytes]:
    def change(body: bytes) -> bytes:
        if b'"bindings"' not in body:
            return body
        answer = json.loads(body)
        del answer["results"]["bindings"][number:]
        return json.dumps(answer).encode()

    return change


def _relabel(body: bytes) -> bytes:
    """Number blank nodes as they come, as Fuseki does."""
    known: dict[bytes, bytes] = {}
    return re.sub(
        rb'("type":"bnode","value":")([^"]+)',
        lambda found: found[1] + known.setdefault(found[2], b"b%d" % len(known)),
        body,
    )


def _without(name: str) -> Callable[[Asked, Forward], Given]:
    """Take no notice of a parameter."""

    def rule(request: Asked, forward: Forward) -> Given:
        fields = [field for field in request.body.split(b"&") if not field.startswith(name.encode())]
        body = b"&".join(fields)
        headers = request.headers
        if "Content-Length" in headers:
            headers.replace_header("Content-Length", str(len(body)))
        return forward(replace(request, body=body))

    return rule


UNFIT = [
    ("other literals", _where("VALUES .g", lambda body: body.replace(b'"value":"1"', b'"value":"01"')),
     r'does not keep .*\n  written, but not read back \(1\):\n.* "1".*\n  read back.*\n.* "01"'),
    ("fewer statements", _where("VALUES .g", _cut(0)), "written, but not read back"),
    ("other labels", _where("", _relabel), "another label in each answer"),
    ("no default graphs", _without("default-graph-uri"), "does not keep to the dataset"),
    ("no named graphs", _without("named-graph-uri"), "does not keep to the dataset"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "message"), [row[1:] for row in UNFIT], ids=[row[0] for row in UNFIT])
def test_an_endpoint_that_does_not_do_as_it_must_is_unfit(
    oxigraph: OxigraphServer, first: Release, rule: Callable[[Asked, Forward], Given], message: str
) -> None:
    run_update(oxigraph, FOREIGN)
    with middleman(oxigraph.port, rule) as man, pytest.raises(EndpointUnfit, match=message):
        load(first, man.addresses)
    with pytest.raises(EngineUnavailable, match="kgpub load"):
        ask(first, oxigraph.addresses, "ASK {}")
    assert not [line for line in dump(oxigraph) if b"probe" in line]


def test_where_an_endpoint_cuts_answers_that_is_remembered_and_told(oxigraph: OxigraphServer, tmp_path: Path) -> None:
    many = " ".join(f"<a:s{number}> <a:p> {number} ." for number in range(250))
    release = write_release(tmp_path, trig(f"<https://example.org/many> {{ {many} }}"))
    with middleman(oxigraph.port, _where("", _cut(100))) as man:
        load(release, man.addresses)
        assert loading(release, man.addresses).plan(verify=True).is_done
        rows = "SELECT ?s { ?s ?p ?o } LIMIT "
        assert len(ask(release, man.addresses, f"{rows} 99").split()) == 100
        for text in (f"{rows} 100", f"{rows} 1000", "SELECT ?s { ?s ?p ?o }"):
            with pytest.raises(AnswerBroken, match="leaves out what comes after 100 rows"):
                ask(release, man.addresses, text)
        assert ask(release, man.addresses, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "n\r\n250\r\n"
        for text in ("CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <a:s1>"):
            with pytest.raises(QueryForbidden, match="Ask with SELECT"):
                ask(release, man.addresses, text)
        assert "true" in ask(release, man.addresses, "ASK { ?s ?p 1 }")


def test_a_refusal_is_told_in_the_endpoint_s_words(oxigraph: OxigraphServer, first: Release) -> None:
    def refuse(request: Asked, forward: Forward) -> Given:
        return Given(403, {}, b"read only") if request.is_write else forward(request)

    with middleman(oxigraph.port, refuse) as man, pytest.raises(LoadError, match=r"did not run an update.*credentials"):
        load(first, man.addresses)


def test_what_is_sent_is_what_is_said(oxigraph: OxigraphServer, first: Release) -> None:
    with middleman(oxigraph.port) as man:
        load(first, man.addresses)
        ask(first, man.addresses, "SELECT * FROM <g:foreign> { ?s ?p ?o }")
    fields = man.log[-2].fields if "release" in man.log[-1].query else man.log[-1].fields
    assert ["FROM" in query for query in fields["query"]] == [False]
    assert fields["default-graph-uri"] == fields["named-graph-uri"] == ["urn:x-kgpub:nothing"]


SHARED = "<g:a> { <a:s> <a:p> 1 , 2 } <g:b> { <a:s> <a:p> 2 , 3 } <g:c> { <a:s> <a:p> 3 , 4 }"
MERGES = [
    ("nothing said", "", "1 2 3 4"),
    ("one graph", "FROM <g:a>", "1 2"),
    ("one graph twice", "FROM <g:a> FROM <g:a>", "1 2"),
    ("all graphs", "FROM <g:a> FROM <g:b> FROM <g:c>", "1 2 3 4"),
    ("one, and one that is not there", "FROM <g:a> FROM <g:no>", "1 2"),
    ("some graphs", "FROM <g:a> FROM <g:b>", None),
]


@pytest.mark.parametrize(("clauses", "found"), [row[1:] for row in MERGES], ids=[row[0] for row in MERGES])
def test_what_an_endpoint_would_count_twice_is_not_asked_of_it(
    oxigraph: OxigraphServer, tmp_path: Path, clauses: str, found: str | None
) -> None:
    release = write_release(tmp_path, trig(SHARED))
    load(release, oxigraph.addresses)
    text = f"SELECT ?n {clauses} {{ ?s ?p ?n }} ORDER BY ?n"
    if found is None:
        with pytest.raises(QueryForbidden, match="more than once"):
            ask(release, oxigraph.addresses, text)
    else:
        assert ask(release, oxigraph.addresses, text).split()[1:] == found.split()
    assert ask(release, oxigraph.addresses, "ASK FROM <g:a> FROM <g:no> { ?s ?p 2 }")


def test_graphs_that_share_nothing_are_taken_together(oxigraph: OxigraphServer, tmp_path: Path) -> None:
    release = write_release(tmp_path, trig("<g:a> { <a:s> <a:p> 1 } <g:b> { <a:s> <a:p> 2 } <g:c> { <a:s> <a:p> 3 }"))
    load(release, oxigraph.addresses)
    text = "SELECT ?n FROM <g:a> FROM <g:b> { ?s ?p ?n } ORDER BY ?n"
    assert ask(release, oxigraph.addresses, text) == "n\r\n1\r\n2\r\n"
