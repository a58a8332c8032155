"""`kgpub load`, as it is typed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest
from pyoxigraph import RdfFormat, parse

from kgpub.rdf.canonical import canonical_lines
from tests.cli.terminals import on_terminal
from tests.endpoints import Given, middleman, oxigraph_server
from tests.publications import built, copy_thesaurus
from tests.servers import kgpub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.endpoints import Addresses, Asked, Forward, Middleman, OxigraphServer

GRAPHS = ("graph/concepts", "graph/notes", "graph/queries", "shapes", "terms")


@pytest.fixture
def server() -> Iterator[OxigraphServer]:
    with oxigraph_server() as running:
        yield running


def published_from(addresses: Addresses, folder: Path) -> Path:
    """Build the thesaurus, to be published from an endpoint."""
    settings = (
        f'[engine]\nkind = "remote"\nendpoint = "{addresses.query}"\n'
        f'update = "{addresses.update}"\ngraph_store = "{addresses.graph_store}"'
    )
    root = copy_thesaurus(folder, settings=settings)
    built(root)
    return root


def change(root: Path) -> None:
    """Say one thing more, and build."""
    with (root / "data" / "concepts.ttl").open("a") as file:
        file.write('\nw:snow skos:altLabel "white stuff"@en .\n')
    built(root)


def dump(server: OxigraphServer) -> list[bytes]:
    request = Request(server.addresses.graph_store, headers={"Accept": "application/n-quads"})
    with urlopen(request, timeout=10) as response:
        return canonical_lines(parse(response.read(), format=RdfFormat.N_QUADS))


def words(output: str) -> list[str]:
    return [" ".join(line.split()) for line in output.splitlines()]


def test_a_release_is_brought_there_and_then_only_what_changed(server: OxigraphServer, tmp_path: Path) -> None:
    root = published_from(server.addresses, tmp_path / "archive")
    planned = kgpub("load", root, "--dry-run")
    assert planned.returncode == 0
    assert [
        line.split()[3].removeprefix("https://thesaurus.example/") for line in planned.stdout.splitlines()[:-1]
    ] == [*GRAPHS]
    assert planned.stdout.splitlines()[-1].startswith("The endpoint does not hold release ")
    assert dump(server) == []
    loaded = kgpub("load", root)
    assert (loaded.returncode, len(loaded.stdout.splitlines()), loaded.stderr) == (0, len(GRAPHS) + 1, "")
    again = kgpub("load", root, "--verify")
    assert (again.returncode, again.stdout.split()[-1]) == (0, "already.")
    change(root)
    seen = words(kgpub("load", root).stdout)
    assert seen[0].startswith("written and compared https://thesaurus.example/graph/concepts (")
    assert seen[1:-1] == [f"as it was {len(GRAPHS) - 1} more"]


def test_the_archive_of_the_current_folder_is_loaded(server: OxigraphServer, tmp_path: Path) -> None:
    root = published_from(server.addresses, tmp_path / "archive")
    command = [sys.executable, "-m", "kgpub", "load"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.split()[-3:-1]) == (0, ["holds", "release"])


# -- killed in the middle


def killed_at(man: Middleman, root: Path, *, write: int) -> int:
    """Load, and kill the command with SIGKILL when its write of a number arrives; give its status."""
    process = subprocess.Popen([sys.executable, "-m", "kgpub", "load", str(root)], stdout=subprocess.DEVNULL)
    writes = iter(range(1_000_000))

    def rule(asked: Asked, forward: Forward) -> Given:
        if asked.is_write and next(writes) == write:
            os.kill(process.pid, signal.SIGKILL)
        return forward(asked)

    man.rule = rule
    return process.wait(60)


@pytest.mark.parametrize("write", [0, 3, 5, 6, 7, 9])
def test_killed_in_the_middle_and_repeated_it_ends_in_the_same_state(tmp_path: Path, write: int) -> None:
    with oxigraph_server() as server, oxigraph_server() as other, middleman(server.port) as man:
        root = published_from(man.addresses, tmp_path / "archive")
        assert kgpub("load", root).returncode == 0
        change(root)
        assert killed_at(man, root, write=write) == -signal.SIGKILL
        man.rule = lambda asked, forward: forward(asked)
        assert kgpub("load", root).returncode == 0
        man.target = other.port  # the same release, to a server that has seen nothing
        assert kgpub("load", root).returncode == 0
        assert dump(server) == dump(other)


# -- what cannot be done


def test_without_a_release_it_says_how_to_make_one(tmp_path: Path) -> None:
    done = kgpub("load", tmp_path)
    assert (done.returncode, "Build one: kgpub build" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("settings", "message"),
    [("", 'Write kind = "remote"'), ('[engine]\nkind = "remote"\nendpoint = "http://127.0.0.1:1/"', "update address")],
)
def test_an_archive_that_is_published_from_nowhere_else_cannot_be_loaded(
    tmp_path: Path, settings: str, message: str
) -> None:
    root = copy_thesaurus(tmp_path / "archive", settings=settings)
    built(root)
    done = kgpub("load", root)
    assert (done.returncode, message in done.stderr) == (2, True)


def test_an_endpoint_that_does_not_answer_is_no_fault_of_the_archive_s(tmp_path: Path) -> None:
    with oxigraph_server() as server:
        root = published_from(server.addresses, tmp_path / "archive")
    done = kgpub("load", root)
    assert (done.returncode, "cannot be found out what the endpoint holds" in done.stderr) == (2, True)


def test_an_endpoint_that_changes_data_is_told_with_examples(server: OxigraphServer, tmp_path: Path) -> None:
    def rounding(asked: Asked, forward: Forward) -> Given:
        given = forward(asked)
        return replace(given, body=given.body.replace(b'"61"', b'"60"')) if "VALUES ?g" in asked.query else given

    with middleman(server.port, rounding) as man:
        root = published_from(man.addresses, tmp_path / "archive")
        done = kgpub("load", root)
    assert done.returncode == 1
    seen = words(done.stderr)
    assert seen[0].startswith("error: The endpoint does not keep https://thesaurus.example/graph/concepts as it was")
    rain = '<https://thesaurus.example/weather/rain> <https://thesaurus.example/terms#code> "%s"^^'
    assert seen[1] == "written, but not read back (1):"
    assert seen[2].startswith(rain % 61)
    assert seen[3:4] == ["read back, but not written (1):"]
    assert seen[4].startswith(rain % 60)


def test_a_terminal_shows_what_is_done(server: OxigraphServer, tmp_path: Path) -> None:
    def slow(asked: Asked, forward: Forward) -> Given:
        if asked.is_write and b" <https://thesaurus.example/terms#code> " in asked.body:
            time.sleep(1.5)
        return forward(asked)

    with middleman(server.port, slow) as man:
        seen = on_terminal("load", published_from(man.addresses, tmp_path / "archive"))
    assert seen.status == 0
    assert "writing https://thesaurus.example/graph/concepts 0/" in seen.text


# -- names and passwords


def test_who_writes_has_another_password_than_who_reads(
    server: OxigraphServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def guarded(asked: Asked, forward: Forward) -> Given:
        if "Authorization" not in asked.headers:
            return Given(401, {"WWW-Authenticate": 'Basic realm="here"'}, b"")
        return forward(asked)

    for name, value in {"ENDPOINT": "reader", "LOAD": "writer"}.items():
        monkeypatch.setenv(f"KGPUB_{name}_USER", value)
        monkeypatch.setenv(f"KGPUB_{name}_PASSWORD", "secret")
    with middleman(server.port, guarded) as man:
        root = published_from(man.addresses, tmp_path / "archive")
        done = kgpub("load", root)
    assert done.returncode == 0, done.stderr
    given = {(asked.is_write, asked.headers["Authorization"]) for asked in man.log}
    assert given == {
        (False, None),
        (True, None),
        (False, "Basic cmVhZGVyOnNlY3JldA=="),
        (True, "Basic d3JpdGVyOnNlY3JldA=="),
    }
    without = [asked for asked in man.log if asked.headers["Authorization"] is None]
    assert len(without) == 3  # once for each address: who asked for it gets it at once from then on
