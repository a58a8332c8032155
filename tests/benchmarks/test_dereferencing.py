"""Documents are compared that are the same, and judged by what was measured."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from benchmarks.beside_files import Beside, kinds
from benchmarks.client import Client, Endpoint, get
from benchmarks.dereferencing import targets
from benchmarks.engines import nginx
from benchmarks.load import Load
from benchmarks.synthetic.archive import MARK, kept_archive_of
from benchmarks.uncached import Costs, Uncached
from benchmarks.uncached import kinds as uncached_kinds
from tests.servers import kgpub

if TYPE_CHECKING:
    from pathlib import Path

CROWD = 120


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_archive_of(tmp_path_factory.mktemp("kept"), triples=2_000, seed=1, crowd=CROWD)


def test_an_archive_with_a_crowd_passes_the_shapes(archive: Path) -> None:
    done = kgpub("check", archive)
    assert (done.returncode, "error" in done.stdout) == (0, False), done.stdout


def test_a_kept_archive_is_made_once_and_again_when_it_would_come_out_differently(archive: Path) -> None:
    def again() -> Path:
        return kept_archive_of(archive.parent, triples=2_000, seed=1, crowd=CROWD)

    planted = archive / "planted"
    planted.touch()
    assert (again(), planted.exists()) == (archive, True)
    mark = (archive / MARK).read_text()
    (archive / MARK).write_text("made of something else")
    assert (again(), planted.exists()) == (archive, False)
    assert (archive / MARK).read_text() == mark


def test_kinds_of_documents_are_found_in_an_archive(archive: Path) -> None:
    found = {kind.name: kind.documents for kind in uncached_kinds(archive)}
    crowded = found["crowd, HTML"][0].removesuffix(".html")
    about = f"ns#about> <https://example.org/synthetic{crowded}> ."
    assert (archive / "data/synthetic/crowd.nt").read_text().count(about) == CROWD
    assert [len(documents) > 1 for documents in found.values()] == [True, True, False, False, True, True]
    assert f"{crowded}.html" not in found["person, HTML"]


@pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed")
def test_nginx_gives_the_same_bytes_plain_and_coded_and_leads_to_them() -> None:
    body = b"<title>Nobody</title>" * 100
    with ExitStack() as stack:
        endpoint: Endpoint = stack.enter_context(nginx.serving({"/a/b.html": body}, {"/a/b": "/a/b.html"}, workers=1))
        client = stack.enter_context(Client(endpoint, timeout=5))
        plain = client.exchange(get(endpoint, "/a/b.html", "*/*"))
        coded = client.exchange(get(endpoint, "/a/b.html", "*/*", ("Accept-Encoding: gzip",)))
        held = client.exchange(get(endpoint, "/a/b.html", "*/*", (f"If-None-Match: {plain.header('etag')}",)))
        leading = client.exchange(get(endpoint, "/a/b", "text/html"))
    assert (plain.status, plain.body, plain.header("content-type")) == (200, body, "text/html")
    assert (coded.status, coded.header("content-encoding"), len(coded.body) < len(body)) == (200, "gzip", True)
    assert (held.status, held.body) == (304, b"")
    assert (leading.status, leading.header("location")) == (303, "/a/b.html")


def test_a_thing_is_asked_for_in_every_way() -> None:
    assert [(kind.name, kind.target, kind.coding, kind.status) for kind in kinds("/person/x")] == [
        ("303 of the thing", "/person/x", "identity", 303),
        ("HTML", "/person/x.html", "identity", 200),
        ("HTML, gzip", "/person/x.html", "gzip", 200),
        ("HTML, 304", "/person/x.html", "identity", 304),
        ("Turtle", "/person/x.ttl", "identity", 200),
        ("Turtle, gzip", "/person/x.ttl", "gzip", 200),
        ("Turtle, 304", "/person/x.ttl", "identity", 304),
    ]


def beside(ours: float, theirs: float | None, failed: int = 0) -> Beside:
    loads = {"kgpub": [Load(ours, 0.001, 0.002, failed)]}
    return Beside("HTML", {}, loads if theirs is None else loads | {"nginx": [Load(theirs, 0.001, 0.002, 0)]})


def cost(waiting: float, processor: float) -> Uncached:
    return Uncached(
        "person", {"small": Costs([1.0, 9.0, 1.0], [1.0], [5]), "large": Costs([waiting], [processor], [5])}
    )


@pytest.mark.parametrize(
    ("kept", "worked_out", "expected"),
    [
        (beside(50, 100), cost(1.29, 1.29), [True, True, True, True]),
        (beside(49, 100), cost(1.30, 1.0), [False, True, False, True]),
        (beside(90, 100, failed=1), cost(0.5, 1.31), [True, False, True, False]),
        (beside(90, None), cost(1.0, 1.0), [True, True, True]),
    ],
    ids=["all kept", "slower than half, longer waiting", "a wrong answer, more work", "no nginx"],
)
def test_promises_are_judged(kept: Beside, worked_out: Uncached, expected: list[bool]) -> None:
    assert [target.is_met for target in targets([kept], [worked_out])] == expected


def test_documents_that_differ_are_left_out_of_the_costs() -> None:
    costs = Costs([1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7, 8, 9]).of([True, False, True])
    assert costs == Costs([1.0, 3.0], [4.0, 6.0], [7, 9])
