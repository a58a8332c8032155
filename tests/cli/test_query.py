"""`kgpub query`, as it is typed."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from tests.cli.terminals import on_terminal
from tests.endpoints import Given, middleman, oxigraph_server
from tests.publications import built, copy_thesaurus
from tests.servers import kgpub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.endpoints import Middleman

NAMES = """SELECT ?thing ?name {
  ?thing skos:broader+ w:precipitation ; skos:prefLabel ?name FILTER(LANG(?name) = "en")
} ORDER BY ?name"""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ALL = "SELECT ?a ?b ?c ?d { ?a ?p ?b . ?c ?q ?d }"
RAIN = "DESCRIBE w:snow"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_thesaurus(tmp_path_factory.mktemp("query") / "thesaurus")
    built(root)
    return root


def query(archive: Path, *arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kgpub", "query", "--archive", str(archive), *map(str, arguments)]
    return subprocess.run(command, input=text.encode(), capture_output=True, timeout=60, check=False)


# -- where the query comes from

EXPECTED = (
    "thing,name\r\n"
    "https://thesaurus.example/weather/downpour,downpour\r\n"
    "https://thesaurus.example/weather/drizzle,drizzle\r\n"
    "https://thesaurus.example/weather/rain,rain\r\n"
    "https://thesaurus.example/weather/snow,snow\r\n"
)


def test_a_query_is_an_argument_a_file_or_what_comes_in(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "names.rq"
    file.write_text(NAMES)
    for done in (
        query(archive, NAMES),
        query(archive, "--file", file),
        query(archive, "-", text=NAMES),
        query(archive, text=NAMES),
    ):
        assert (done.returncode, done.stdout.decode(), done.stderr) == (0, EXPECTED, b"")


def test_examples_are_listed_and_asked_by_name(archive: Path) -> None:
    listed = query(archive, "--examples").stdout.decode().splitlines()
    assert [line.split() for line in listed] == [
        ["kinds-of-precipitation", "SELECT", "Kinds", "of", "precipitation"],
        ["What", "falls", "from", "the", "sky?"],
    ]
    expected = (
        "thing,name\r\nhttps://thesaurus.example/weather/rain,rain\r\nhttps://thesaurus.example/weather/snow,snow\r\n"
    )
    for name in ("kinds-of-precipitation", "https://thesaurus.example/query/kinds-of-precipitation"):
        assert query(archive, "--example", name).stdout.decode() == expected


MISUSES = [
    ("two queries", [NAMES, "--example", "kinds-of-precipitation"], "Give the query once"),
    ("no example", ["--example", "kinds-of-rain"], "there is no example “kinds-of-rain”; did you mean “kinds-of"),
    ("no file", ["--file", "nowhere.rq"], "nowhere.rq cannot be read: No such file"),
    ("rows as a graph", [NAMES, "--output", "ttl"], "gives rows; choose one of json, xml, csv, tsv"),
    ("a graph as rows", [RAIN, "--output", "csv"], "gives a graph; choose one of ttl, jsonld, nt, rdf, trig, nq"),
    ("another output", [NAMES, "--output", "pdf"], "'pdf' is not one of"),
    ("no time at all", [NAMES, "--timeout", "0"], "0"),
    ("a plan", [NAMES, "--explain"], "there is no plan to show"),
    ("no address", [NAMES, "--endpoint", "example.org"], "must begin with https:// or http://"),
    ("a password in an address", [NAMES, "--endpoint", "http://a:b@example.org/"], "KGPUB_QUERY_PASSWORD"),
    ("an update", ["INSERT DATA { <a:a> <a:b> 1 }"], "This is an update"),
    ("a service", ["SELECT * { SERVICE <a:b> {} }"], "SERVICE is off"),
    ("a query that takes too long", [ENDLESS, "--timeout", "0.3"], "did not finish before its deadline"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), [row[1:] for row in MISUSES], ids=[row[0] for row in MISUSES])
def test_what_cannot_be_answered_is_said(archive: Path, arguments: list[str], message: str) -> None:
    done = query(archive, *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in " ".join(done.stderr.decode().split())


def test_without_a_release_it_says_how_to_make_one(tmp_path: Path) -> None:
    done = query(tmp_path, "ASK {}")
    assert done.returncode == 2
    assert "Build one: kgpub build" in done.stderr.decode()


NO_PREFIX = "line 2, column 6: the prefix no: is not declared; add PREFIX no: <…> at the beginning"
MARKED = [
    ("SELECT * {\n  ?s no:p ?o }", NO_PREFIX, "  2 |   ?s no:p ?o }", "    |      ^"),
    ("ASK { ?s skos:note ! }", "line 1, column 20: expected", "  1 | ASK { ?s skos:note ! }", "    |" + " " * 20 + "^"),
    ("ASK {\n\t?s ?p ! }", "line 2, column 10: expected", "  2 | \t?s ?p ! }", "    | \t        ^"),
    ("", "line 1, column 1: The query is empty.", "  1 | ", "    | ^"),
]


@pytest.mark.parametrize(("text", "message", "line", "mark"), MARKED)
def test_a_syntax_error_shows_its_line_and_marks_the_place(
    archive: Path, text: str, message: str, line: str, mark: str
) -> None:
    done = query(archive, text=text)
    assert (done.returncode, done.stdout) == (2, b"")
    first, *others = done.stderr.decode().splitlines()
    assert first.startswith(f"error: Syntax error at {message}")
    assert others == [line, mark]


# -- forms of answers


def test_rows_are_given_in_each_form(archive: Path) -> None:
    names = {form: query(archive, NAMES, "--output", form).stdout.decode() for form in ("csv", "tsv", "json", "xml")}
    assert next(csv.DictReader(io.StringIO(names["csv"])))["name"] == "downpour"
    assert names["tsv"].splitlines()[1] == '<https://thesaurus.example/weather/downpour>\t"downpour"@en'
    assert json.loads(names["json"])["results"]["bindings"][0]["name"]["value"] == "downpour"
    assert '<literal xml:lang="en">downpour</literal>' in names["xml"]


@pytest.mark.parametrize(
    ("form", "syntax"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
        ("rdf", RdfFormat.RDF_XML),
        ("trig", RdfFormat.TRIG),
        ("nq", RdfFormat.N_QUADS),
        (None, RdfFormat.TURTLE),
    ],
)
def test_graphs_are_given_in_each_form(archive: Path, form: str | None, syntax: RdfFormat) -> None:
    done = query(archive, RAIN, *(["--output", form] if form else []))
    triples = {str(quad.triple) for quad in parse(done.stdout, format=syntax)}
    assert len(triples) == 6
    assert (
        '<https://thesaurus.example/weather/snow> <http://www.w3.org/2004/02/skos/core#prefLabel> "eira"@cy' in triples
    )


def test_yes_and_no_are_said_and_may_be_the_status(archive: Path) -> None:
    for text, word, status in (("ASK { w:rain ?p ?o }", b"true\n", 0), ("ASK { w:fog ?p ?o }", b"false\n", 1)):
        assert (query(archive, text).stdout, query(archive, text).returncode) == (word, 0)
        assert query(archive, text, "--ask-status").returncode == status
    assert query(archive, "ASK {}", "--output", "json").stdout == b'{"head":{},"boolean":true}'


def test_the_archive_s_settings_count(archive: Path, tmp_path: Path) -> None:
    other = copy_thesaurus(tmp_path / "other", settings='[engine]\ndefault_graph = "none"\ndeadline_seconds = 0.3')
    built(other)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert query(other, count).stdout == b"n\r\n0\r\n"
    assert int(query(archive, count).stdout.split()[1]) > 100
    assert b"deadline" in query(other, ENDLESS.replace("{", "{ GRAPH ?x {").replace("}", "} }")).stderr


# -- pipes


def test_an_answer_is_streamed_to_a_pipe_that_may_close_early(archive: Path) -> None:
    command = f"{sys.executable} -m kgpub query --archive {archive} '{ALL}' | head -n 2; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=True)
    first, _, status = done.stdout.splitlines()
    assert (first, status, done.stderr) == ("a,b,c,d", "0", "")


def test_an_answer_that_breaks_off_is_an_error(tmp_path: Path) -> None:
    rows = b",".join([b'{"x":{"type":"uri","value":"a:b"}}'] * 100_000)
    body = b'{"head":{"vars":["x"]},"results":{"bindings":[' + rows + b"The SPARQL operation has been cancelled"
    given = Given(200, {"Content-Type": "application/sparql-results+json"}, body)
    with middleman(rule=lambda _, __: given) as man:
        done = query(tmp_path, "SELECT ?x {}", "--endpoint", man.addresses.query)
    assert done.returncode == 2
    assert "broke off" in done.stderr.decode()


# -- terminals


def test_a_terminal_shows_a_table(archive: Path) -> None:
    seen = on_terminal("query", "--archive", archive, NAMES)
    assert seen.status == 0
    assert seen.text.splitlines() == [
        "┏━━━━━━━━━━━━┳━━━━━━━━━━━━━━┓",
        "┃ thing      ┃ name         ┃",
        "┡━━━━━━━━━━━━╇━━━━━━━━━━━━━━┩",
        "│ w:downpour │ downpour @en │",
        "│ w:drizzle  │ drizzle @en  │",
        "│ w:rain     │ rain @en     │",
        "│ w:snow     │ snow @en     │",
        "└────────────┴──────────────┘",
        "4 rows",
    ]


def test_long_values_are_wrapped_and_nothing_is_cut(archive: Path) -> None:
    long = "x" * 150
    text = f'SELECT ("{long}" AS ?a) (<urn:b:{long}> AS ?b) {{}}'
    seen = on_terminal("query", "--archive", archive, text, columns=60)
    assert all(len(line) <= 60 for line in seen.text.splitlines())
    assert seen.text.count("x") == 300
    assert seen.text.splitlines()[-1] == "1 row"


def test_of_very_many_rows_the_first_are_shown_and_all_are_counted(archive: Path) -> None:
    text = "SELECT ?a { VALUES ?a { " + "1 " * 40 + "} VALUES ?b { " + "1 " * 40 + "} }"
    seen = on_terminal("query", "--archive", archive, text)
    assert seen.text.splitlines()[-1] == "1,000 of 1,600 rows; --output csv gives all"
    assert seen.text.count("│ 1 │") == 1000


def test_values_show_what_they_are(archive: Path) -> None:
    text = (
        'SELECT (1 AS ?n) (1.5e0 AS ?d) ("2024-02-29"^^xsd:date AS ?day) ("x"^^w:unit AS ?u) (BNODE() AS ?b) ?none {}'
    )
    row = on_terminal("query", "--archive", archive, text).text.splitlines()[3]
    assert row.startswith("│ 1 │ 1.5 ^^xsd:double │ 2024-02-29 │ x ^^w:unit │ _:")
    assert row.endswith("│      │")


def test_a_literal_cannot_steer_the_terminal(archive: Path) -> None:
    text = r'SELECT ("\u001b]0;mine\u0007\u001b[31m\u009b5mred" AS ?x) {}'
    seen = on_terminal("query", "--archive", archive, text)
    assert "␛]0;mine␇␛[31m�5mred" in seen.text
    assert b"\x1b]0;" not in seen.raw
    graph = on_terminal("query", "--archive", archive, r'CONSTRUCT { <a:a> <a:b> "\u001b[31mred" } {}')
    assert b"\x1b[31m" not in graph.raw


def test_a_terminal_shows_a_graph_with_prefixes(archive: Path) -> None:
    seen = on_terminal("query", "--archive", archive, RAIN)
    assert seen.text.startswith("@prefix ")
    assert "w:snow a t:Phenomenon ;\n" in seen.text
    table = on_terminal("query", "--archive", archive, RAIN, "--output", "table").text.splitlines()
    assert table[1].split() == ["┃", "subject", "┃", "predicate", "┃", "object", "┃"]
    assert table[-1] == "6 rows"


def test_a_large_graph_is_streamed_to_a_terminal(archive: Path) -> None:
    text = "CONSTRUCT { ?a ?p ?c . ?c ?q ?d } { ?a ?p ?b . ?c ?q ?d . ?e ?f ?g FILTER(?g = 61 || ?g = 1.5) }"
    seen = on_terminal("query", "--archive", archive, text)
    assert len(seen.raw) > 2_000_000
    assert seen.text.endswith(" .\n")
    assert "@prefix" not in seen.text


def test_a_terminal_without_a_query_says_how_to_give_one(archive: Path) -> None:
    seen = on_terminal("query", "--archive", archive)
    assert seen.status == 2
    assert "There is no query." in seen.text


# -- endpoints


@pytest.fixture(scope="module")
def endpoint(archive: Path) -> Iterator[Middleman]:
    with oxigraph_server() as server, middleman(server.port) as man:
        yield man


def test_any_endpoint_is_asked_with_the_prefixes_of_the_archive_at_hand(
    archive: Path, endpoint: Middleman, tmp_path: Path
) -> None:
    address = endpoint.addresses.query
    assert query(archive, "SELECT (STR(w:rain) AS ?x) {}", "--endpoint", address).stdout == (
        b"x\r\nhttps://thesaurus.example/weather/rain\r\n"
    )
    assert query(tmp_path, "SELECT (STR(w:rain) AS ?x) {}", "--endpoint", address).returncode == 2
    assert b"<boolean>true</boolean>" in query(tmp_path, "ASK {}", "--endpoint", address, "--output", "xml").stdout
    assert query(tmp_path, "CONSTRUCT { <a:a> <a:b> 1 } {}", "--endpoint", address).stdout == b"<a:a> <a:b> 1 .\n"


def test_an_example_is_asked_of_any_endpoint(archive: Path, endpoint: Middleman) -> None:
    done = query(archive, "--example", "kinds-of-precipitation", "--endpoint", endpoint.addresses.query)
    assert (done.returncode, done.stdout) == (0, b"thing,name\r\n")


def test_an_endpoint_s_words_are_shown_at_their_place(endpoint: Middleman, tmp_path: Path) -> None:
    done = query(tmp_path, "ASK {\n ?s ?p ! }", "--endpoint", endpoint.addresses.query)
    assert done.returncode == 2
    first, *others = done.stderr.decode().splitlines()
    assert first.startswith("error: Syntax error at line 2, column 10: expected")
    assert others == ["  2 |  ?s ?p ! }", "    |          ^"]


def test_a_password_is_sent_to_who_asks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def guarded(asked: object, _: object) -> Given:
        if "Authorization" in asked.headers:  # type: ignore[attr-defined]
            return Given(200, {"Content-Type": "application/sparql-results+json"}, b'{"head":{},"boolean":true}')
        return Given(401, {"WWW-Authenticate": 'Basic realm="here"'}, b"")

    monkeypatch.setenv("KGPUB_QUERY_USER", "me")
    monkeypatch.setenv("KGPUB_QUERY_PASSWORD", "secret")
    with middleman(rule=guarded) as man:
        assert query(tmp_path, "ASK {}", "--endpoint", man.addresses.query).stdout == b"true\n"
        assert [asked.headers["Authorization"] for asked in man.log] == [None, "Basic bWU6c2VjcmV0"]
        monkeypatch.setenv("KGPUB_QUERY_USER", "")
        refused = query(tmp_path, "ASK {}", "--endpoint", man.addresses.query)
    assert refused.returncode == 2
    assert "credentials" in refused.stderr.decode()


def test_help_shows_examples() -> None:
    assert "kgpub query --example rights-invoked" in kgpub("query", "--help").stdout
