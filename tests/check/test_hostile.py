"""Input that means harm: it ends with a finding, in bounded time and memory, and nothing is connected to."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.check.test_shacl import CONFIG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS = "[check]\nshape_seconds = 1\nmemory_megabytes = 200\n"
BOUND_SECONDS = 30
BOUND_MEGABYTES = 2500
TARGET = "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ;"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
THINGS = "".join(f"ex:t{number} a ex:Thing ; ex:p 'x' , ex:t{number + 1} .\n" for number in range(100))

OTHERS = """\
ex:Healthy a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:needed ; sh:minCount 1 ] .
"""


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A server that notes who connects."""
    met: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_take, args=(server, met), daemon=True)
        thread.start()
        yield server.getsockname()[1], met
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def _take(server: socket.socket, met: list[object]) -> None:
    try:
        while True:
            connection, address = server.accept()
            met.append(address)
            connection.close()
    except OSError:
        return


def report(folder: Path, *, shapes: str, data: str = "", settings: str = CONFIG + LIMITS) -> str:
    """Check an archive with the command, and give what it writes; time and memory are those that were promised."""
    (folder / "kgpub.toml").write_text(settings, encoding="utf-8")
    for name, content in {"shapes": shapes, "data": data, "ontology": ""}.items():
        (folder / f"{name}.ttl").write_text(PREFIXES + content, encoding="utf-8")
    command = [sys.executable, "-m", "kgpub", "check", str(folder)]
    begin = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, preexec_fn=_bounded)
    assert done.returncode == 1, done.stderr
    assert done.stderr == ""
    assert time.monotonic() - begin < BOUND_SECONDS
    return done.stdout


def _bounded() -> None:
    limit = BOUND_MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


IN_TIME = "did not end within 1 seconds"
GROWING = "SELECT $this (GROUP_CONCAT(?f) AS ?value) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY $this"
SERVICE = "SELECT $this { SERVICE <http://127.0.0.1:PORT/> { $this ?p ?o } }"
FROM = "SELECT $this FROM <http://127.0.0.1:PORT/> { $this ?p ?o }"
SHAPES = [
    ("a pattern that backtracks without end", 'sh:property [ sh:path ex:q ; sh:pattern "^(a+)+$" ]', IN_TIME),
    ("a query without end", f'sh:sparql [ sh:select "SELECT $this {{ {CROSS} }}" ]', IN_TIME),
    ("a query that grows", f'sh:sparql [ sh:select "{GROWING}" ]', "did not end"),
    ("a shape that asks itself", "sh:node ex:S ; sh:property [ sh:path ex:p ; sh:node ex:S ]", "asks itself"),
    ("two that ask each other for ever", "sh:node ex:T", "asks itself"),
    ("a list without end", "sh:in ex:loop", "recursive"),
    ("a query of another server", f'sh:sparql [ sh:select "{SERVICE}" ]', "SERVICE"),
    ("a query of another graph", f'sh:sparql [ sh:select "{FROM}" ]', "FROM"),
]
DATA = f"ex:t0 ex:q '{'a' * 40}!' .\n{THINGS}"
BESIDE = """\
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
ex:T sh:node ex:U . ex:U sh:node ex:T , ex:V . ex:V sh:node ex:U .
ex:loop rdf:first 1 ; rdf:rest ex:loop .
"""


@pytest.mark.parametrize(("constraint", "words"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_a_hostile_shape_is_a_finding_at_its_place_and_the_others_are_asked(
    tmp_path: Path, listener: tuple[int, list[object]], constraint: str, words: str
) -> None:
    port, met = listener
    shapes = f"{OTHERS}{BESIDE}{TARGET} {constraint.replace('PORT', str(port))} ."
    text = report(tmp_path, shapes=shapes, data=DATA)
    at_shape = [line for line in text.splitlines() if line.startswith(f"{tmp_path}/shapes.ttl:10:")]
    assert any("error [shacl] this shape cannot be evaluated" in line and words in line for line in at_shape)
    assert text.count("ex:needed has no value") == 100
    assert met == []


BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="https://example.org/x">
<rdf:value>&c;</rdf:value></rdf:Description></rdf:RDF>"""
REMOTE = '{"@context": "http://127.0.0.1:PORT/context", "@id": "https://example.org/x", "name": "x"}'
DEEP_JSON = '{"@context": {"p": "https://example.org/ns#p"}, "p": ' * 100_000
CLOSED_JSON = '{"https://example.org/p": ' * 20_000 + "1" + "}" * 20_000
XML = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
CLOSED_XML = XML + "<e:A><e:b>" * 100_000 + "</e:b></e:A>" * 100_000 + "</r:RDF>"
IMPORTS = "<https://example.org/o> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:PORT/x> ,"
DEEP = "[] <https://example.org/p> "

FILES = [
    ("entities that grow without bound", "more.rdf", BOMB, "more.rdf:2:1: error [syntax] RDF/XML with a DOCTYPE"),
    ("a context that is elsewhere", "more.jsonld", REMOTE, "more.jsonld"),
    ("JSON that nests without end", "more.jsonld", DEEP_JSON, "more.jsonld"),
    ("JSON that nests and ends", "more.jsonld", CLOSED_JSON, "more.jsonld: error [syntax] what is nested more than"),
    ("XML that nests and ends", "more.rdf", CLOSED_XML, "more.rdf: error [syntax] what is nested more than"),
    ("blank nodes that nest without end", "more.ttl", DEEP + "[ <https://example.org/p> " * 200_000, "more.ttl"),
    (
        "lists that nest without end",
        "more.ttl",
        DEEP + "( " * 2_000_000,
        "more.ttl: error [syntax] what is nested more",
    ),
    (
        "brackets that open nothing",
        "more.ttl",
        "".join("<https://example.org/((> ex:p '((' , \"[[\" , 'a' . # ((\n" for _ in range(600))
        + "ex:t0 a ex:Thing .",
        "ex:needed has no value",
    ),
    (
        "a literal of 100 megabytes",
        "more.ttl",
        f"ex:t0 a ex:Thing ; ex:q '{'a' * 100_000_000}' .",
        "more.ttl: error [syntax]",
    ),
    ("imports", "more.ttl", f"{IMPORTS} <file:///etc/passwd> . ex:t0 a ex:Thing .", "has no value"),
]


@pytest.mark.parametrize(("name", "content", "words"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_a_hostile_file_ends_with_a_finding(
    tmp_path: Path, listener: tuple[int, list[object]], name: str, content: str, words: str
) -> None:
    port, met = listener
    prefixes = PREFIXES if name.endswith(".ttl") else ""
    (tmp_path / name).write_text(prefixes + content.replace("PORT", str(port)), encoding="utf-8")
    text = report(tmp_path, settings=CONFIG.replace('"data.ttl"', f'"data.ttl", "{name}"') + LIMITS, shapes=OTHERS)
    assert words in text
    assert len(text) < 10_000
    assert met == []
