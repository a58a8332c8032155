"""What HTTP says around an answer: tags, codings, HEAD, limits; and answers as pages."""

from __future__ import annotations

import gzip
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph
import pytest
import requests
from pyoxigraph import RdfFormat

from tests.servers import copy_archive, eventually, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

JSON, CSV, TURTLE, HTML = "application/sparql-results+json", "text/csv", "text/turtle", "text/html"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PEOPLE = "SELECT ?person { ?person a <https://w3id.org/kgpub/ns#Person> } ORDER BY ?person"
EVERYTHING = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
VOLATILE = ["SELECT (NOW() AS ?now) {}", "SELECT (RAND() AS ?x) {}", "ASK { FILTER(STRLEN(STRUUID()) > 1) }",
            "CONSTRUCT { [] <urn:p> ?s } { ?s a <https://w3id.org/kgpub/ns#Person> }"]  # fmt: skip


def ask(server: Server, query: str, *, method: str = "GET", accept: str = JSON, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.request(
        method,
        f"{server.url}sparql?{urlencode({'query': query})}",
        headers={"Accept": accept, "Accept-Encoding": "identity", **named},
        timeout=60,
    )


# -- entity tags


@pytest.mark.parametrize("accept", [JSON, CSV, HTML])
def test_an_answer_has_a_tag_and_whoever_holds_it_gets_304(server: Server, accept: str) -> None:
    first = ask(server, PEOPLE, accept=accept)
    again = ask(server, PEOPLE, accept=accept, If_None_Match=f'"other", {first.headers["ETag"]}')
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):
        assert again.headers[name] == first.headers[name]
    assert first.headers["Cache-Control"] == "no-cache"
    assert {"Accept", "Accept-Encoding"} <= set(first.headers["Vary"].split(", "))
    assert "Content-Length" not in again.headers


def test_a_held_tag_is_known_before_the_query_is_worked_out(server: Server) -> None:
    # The same question in words that were not asked yet; its tag comes from HEAD.
    query = f"{PEOPLE} # not asked yet"
    tag = ask(server, query, method="HEAD").headers["ETag"]
    assert ask(server, query, If_None_Match=tag).status_code == 304
    assert ask(server, query, If_None_Match=f"W/{tag}").status_code == 304
    assert ask(server, query, If_None_Match='"other"').status_code == 200


def test_tags_tell_formats_codings_datasets_and_queries_apart(server: Server) -> None:
    variants = [
        ask(server, PEOPLE),
        ask(server, PEOPLE, accept=CSV),
        ask(server, EVERYTHING),
        ask(server, EVERYTHING, Accept_Encoding="gzip"),
        ask(server, f"{PEOPLE} "),
        requests.get(
            f"{server.url}sparql?{urlencode({'query': PEOPLE, 'default-graph-uri': 'https://w3id.org/kgpub/graph/seed'})}",
            headers={"Accept": JSON, "Accept-Encoding": "identity"},
            timeout=60,
        ),
    ]
    tags = [response.headers["ETag"] for response in variants]
    assert len(set(tags)) == len(tags)
    assert not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize("query", VOLATILE)
def test_a_volatile_answer_has_no_tag_and_is_kept_by_nobody(server: Server, query: str) -> None:
    accept = TURTLE if query.startswith("CONSTRUCT") else JSON
    first, second = (ask(server, query, accept=accept) for _ in range(2))
    for response in (first, second):
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response.headers
    assert first.content != second.content or query.startswith("ASK")


def test_the_same_answer_comes_again_from_get_head_and_post(server: Server) -> None:
    body = {"query": PEOPLE}
    first, second = (
        requests.post(server.url + "sparql", data=body, headers={"Accept": JSON}, timeout=60) for _ in range(2)
    )
    assert first.content == second.content == ask(server, PEOPLE).content
    assert ask(server, PEOPLE, method="HEAD").headers["ETag"] == ask(server, PEOPLE).headers["ETag"]


def test_a_condition_does_not_count_for_post(server: Server) -> None:
    headers = {"Accept": JSON, "If-None-Match": "*"}
    for _ in range(2):  # worked out, then repeated
        response = requests.post(server.url + "sparql", data={"query": PEOPLE}, headers=headers, timeout=60)
        assert response.status_code == 200


# -- HEAD


def test_head_has_the_headers_of_get(server: Server) -> None:
    query = f"{PEOPLE} # of HEAD"
    head, get = ask(server, query, method="HEAD"), ask(server, query)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "ETag", "Vary", "Cache-Control", "Access-Control-Allow-Origin"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("accept", [JSON, HTML])
def test_head_does_not_run_the_query(server: Server, accept: str) -> None:
    response = ask(server, ENDLESS, method="HEAD", accept=accept)
    assert (response.status_code, response.headers["Content-Type"].partition(";")[0]) == (200, accept)


@pytest.mark.parametrize(("query", "status"), [("SELECT nothing", 400), ("CONSTRUCT WHERE { ?s ?p ?o }", 406)])
def test_head_has_the_status_of_get(server: Server, query: str, status: int) -> None:
    accept = "text/csv"
    assert ask(server, query, method="HEAD", accept=accept).status_code == status
    assert ask(server, query, accept=accept).status_code == status


# -- gzip


@pytest.mark.parametrize(
    ("query", "accept"), [(EVERYTHING, JSON), (PEOPLE, HTML), ("DESCRIBE ?s { ?s ?p ?o }", TURTLE)]
)
def test_an_answer_is_compressed_for_who_can_read_that(server: Server, query: str, accept: str) -> None:
    plain, coded = ask(server, query, accept=accept), ask(server, query, accept=accept, Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in plain.headers
    assert coded.headers["Content-Encoding"] == "gzip"
    assert coded.content == plain.content  # requests decompresses
    raw = requests.get(coded.url, headers=coded.request.headers, stream=True, timeout=60).raw.read(decode_content=False)
    assert len(raw) < len(plain.content) / 2
    assert gzip.decompress(raw) == plain.content


@pytest.mark.parametrize("refusal", ["identity", "gzip;q=0", "br"])
def test_nobody_gets_gzip_who_does_not_want_it(server: Server, refusal: str) -> None:
    assert "Content-Encoding" not in ask(server, EVERYTHING, accept=CSV, Accept_Encoding=refusal).headers


# -- limits


@pytest.mark.parametrize("seconds", ["0.2", "1e-1"])
def test_a_client_may_ask_for_less_time(server: Server, seconds: str) -> None:
    started = time.monotonic()
    response = requests.get(
        server.url + "sparql", params={"query": ENDLESS, "timeout": seconds}, headers={"Accept": JSON}, timeout=60
    )
    assert time.monotonic() - started < 10
    assert (response.status_code, response.json()["limit"]) == (504, {"name": "timeout", "value": float(seconds)})


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon", "1e999"])
def test_a_time_that_is_none_is_refused(server: Server, seconds: str) -> None:
    response = requests.get(
        server.url + "sparql", params={"query": PEOPLE, "timeout": seconds}, headers={"Accept": JSON}, timeout=60
    )
    assert (response.status_code, response.json()["detail"]) == (
        400,
        f"“timeout” is a number of seconds greater than zero, not “{seconds}”.",
    )


LIMITS = """
[engine]
deadline_seconds = 1
memory_megabytes = 40
public_workers = 1
queue_length = 1
query_kilobytes = 8
[server]
trusted_proxies = ["127.0.0.1"]
"""


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copy_archive(tmp_path_factory.mktemp("strict") / "archive", settings=LIMITS)) as running:
        yield running


HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"


@pytest.mark.parametrize(
    ("query", "statuses", "limits"),
    [
        (ENDLESS, {504}, [{"name": "deadline_seconds", "value": 1.0}]),
        (HUNGRY, {504, 507}, [{"name": "deadline_seconds", "value": 1.0}, {"name": "memory_megabytes", "value": 40}]),
    ],
)
@pytest.mark.parametrize("accept", [JSON, HTML])
def test_a_problem_names_the_limit(
    strict: Server, query: str, statuses: set[int], limits: list[object], accept: str
) -> None:
    response = ask(strict, query, accept=accept)
    assert response.status_code in statuses
    if accept == JSON:
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["limit"] in limits
    else:
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "deadline" in response.text or "memory" in response.text
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("accept", [JSON, HTML])
def test_a_query_that_is_too_large_is_refused(strict: Server, accept: str) -> None:
    for size, status in ((8192, 200), (8193, 413)):
        query = PEOPLE.ljust(size)
        response = requests.post(
            strict.url + "sparql",
            data=query.encode(),
            headers={"Accept": accept, "Content-Type": "application/sparql-query"},
            timeout=60,
        )
        assert response.status_code == status


def test_a_full_queue_is_told_with_the_time_to_wait(strict: Server) -> None:
    def bomb(number: int) -> requests.Response:
        return ask(strict, f"{ENDLESS} # {number}", X_Forwarded_For=f"10.0.0.{number}")

    with ThreadPoolExecutor(6) as pool:
        responses = list(pool.map(bomb, range(6)))
    refused = [response for response in responses if response.status_code == 503]
    assert len(refused) == 4  # one is worked on, one waits
    assert {response.status_code for response in responses} == {503, 504}
    for response in refused:
        assert int(response.headers["Retry-After"]) > 0
        assert response.json()["limit"] == {"name": "queue_length", "value": 1}


def test_a_client_that_hangs_up_before_the_answer_frees_its_worker(server: Server) -> None:
    before = {entry.pid for entry in server.workers(public=True)}
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(server.url + "sparql", params={"query": ENDLESS}, headers={"Accept": JSON}, timeout=0.5)
    eventually(lambda: {entry.pid for entry in server.workers(public=True)} != before, within=10)


# -- pages


def test_an_answer_is_a_table_for_people_with_links_that_dereference(server: Server) -> None:
    page = ask(server, f"{PEOPLE} LIMIT 3", accept=BROWSER)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    links = re.findall(r'<td><a href="(/person/[^"]+)"', page.text)
    assert len(links) == 3
    assert all(server.get(link.lstrip("/"), accept=HTML).status_code == 200 for link in links)
    assert "3 rows." in page.text
    assert page.text.rstrip().endswith("</html>")


def test_a_long_answer_says_how_much_is_left_out_and_where_all_is(server: Server) -> None:
    page = ask(server, EVERYTHING, accept=BROWSER).text
    everything = ask(server, EVERYTHING, accept=CSV).content.count(b"\r\n") - 1
    assert f"The first 1,000 of {everything:,} rows; {everything - 1000:,} are left out here." in page
    assert page.count("<tr>") == 1001
    (csv,) = re.findall(r'<a href="(/sparql\?[^"]*format=csv)"', page)
    whole = requests.get(server.url + csv.lstrip("/").replace("&amp;", "&"), headers={"Accept": BROWSER}, timeout=60)
    assert whole.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert whole.content == ask(server, EVERYTHING, accept=CSV).content


PAGES = [
    ("ASK { ?s a <https://w3id.org/kgpub/ns#Person> }", "<strong>Yes</strong>"),
    ("ASK { ?s a <https://w3id.org/kgpub/ns#Nobody> }", "<strong>No</strong>"),
    ("SELECT ?x { ?x a <https://w3id.org/kgpub/ns#Nobody> }", "No rows: nothing in the data fits the query."),
    ("SELECT (1 AS ?x) {}", "One row."),
    ("SELECT ?unbound {}", "One row."),
    ("SELECT * {}", "One row."),
    ("SELECT ?unbound (1 AS ?x) {}", 'class="unbound"'),
    ('SELECT ("a<b>&\\"c\\n\\td" AS ?x) {}', "a&lt;b&gt;&amp;&#34;c\n\td"),
    ('SELECT ("слова"@be AS ?x) {}', '<bdi lang="be">слова</bdi>'),
    ("SELECT (1.50 AS ?x) {}", 'title="http://www.w3.org/2001/XMLSchema#decimal">xsd:decimal<'),
    ("SELECT (<javascript:alert(1)> AS ?x) {}", "<code>javascript:alert(1)</code>"),
    ("SELECT (<https://elsewhere.example/> AS ?x) {}", 'rel="external noopener noreferrer"'),
    ("CONSTRUCT { <urn:s> <urn:p> 1 } {}", "One statement."),
    ("DESCRIBE <https://w3id.org/kgpub/iccpr/article/19>", '<th scope="col">subject</th>'),
]


@pytest.mark.parametrize(("query", "shown"), PAGES)
def test_a_page_shows_what_was_answered(server: Server, query: str, shown: str) -> None:
    page = ask(server, query, accept=BROWSER)
    assert page.status_code == 200
    assert shown in page.text


def test_the_page_of_an_answer_holds_the_query_as_it_was(server: Server) -> None:
    query = '\n\nSELECT ("</textarea><script>" AS ?x) {}'
    page = ask(server, query, accept=BROWSER).text
    assert "<textarea" in page
    assert ">\n\n\nSELECT (&#34;&lt;/textarea&gt;&lt;script&gt;&#34; AS ?x) {}</textarea>" in page


def test_a_mistake_is_a_page_for_people(server: Server) -> None:
    page = ask(server, "SELECT nothing", accept=BROWSER)
    assert (page.status_code, page.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "line 1, column" in page.text


def test_rows_may_be_data_and_graphs_a_page(server: Server) -> None:
    accept = "text/csv, text/html;q=0.5"
    assert ask(server, PEOPLE, accept=accept).headers["Content-Type"] == "text/csv; charset=utf-8"
    assert ask(server, "DESCRIBE <urn:s>", accept=accept).headers["Content-Type"] == "text/html; charset=utf-8"


# -- graph store

SEED = "https://w3id.org/kgpub/graph/seed"


def graph_store(server: Server, parameters: str, *, method: str = "GET", accept: str = TURTLE) -> requests.Response:
    return requests.request(method, f"{server.url}graph-store{parameters}", headers={"Accept": accept}, timeout=60)


@pytest.mark.parametrize("format_", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD,
                                     RdfFormat.TRIG, RdfFormat.N_QUADS], ids=str)  # fmt: skip
def test_a_graph_is_given_in_each_format(server: Server, format_: RdfFormat) -> None:
    response = graph_store(server, f"?graph={SEED}", accept=format_.media_type)
    assert response.headers["Content-Type"].partition(";")[0] == format_.media_type
    count = len(list(pyoxigraph.parse(response.content, format=format_)))
    direct = server.get("graph/seed", accept="application/n-triples")
    assert count == len(direct.text.splitlines())


def test_the_default_graph_is_the_union(server: Server) -> None:
    triples = set(graph_store(server, "?default", accept="application/n-triples").text.splitlines())
    rows = ask(server, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }", accept=CSV).text.split()
    assert len(triples) == int(rows[1])


def test_head_tells_of_a_graph(server: Server) -> None:
    head, get = (graph_store(server, f"?graph={SEED}", method=method) for method in ("HEAD", "GET"))
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", get.headers["ETag"])


@pytest.mark.parametrize("accept", [TURTLE, HTML])
@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ("", 400),
        (f"?default&graph={SEED}", 400),
        (f"?graph={SEED}&graph={SEED}", 400),
        ("?graph=https://w3id.org/kgpub/graph/nothing", 404),
        ("?graph=graph/seed", 404),
        ("?graph=%22%3E", 404),
    ],
)
def test_what_names_no_graph_is_refused(server: Server, parameters: str, status: int, accept: str) -> None:
    assert graph_store(server, parameters, accept=accept).status_code == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_cannot_be_changed(server: Server, method: str) -> None:
    response = graph_store(server, f"?graph={SEED}", method=method)
    assert response.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} == {name.strip() for name in response.headers["Allow"].split(",")}


def test_a_graph_is_a_table_for_people(server: Server) -> None:
    page = graph_store(server, f"?graph={SEED}", accept=BROWSER)
    assert '<th scope="col">subject</th>' in page.text
