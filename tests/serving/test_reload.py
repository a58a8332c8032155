"""A server moves to a new release without a failed request, and keeps the last one where the new one is bad."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

from tests.servers import Server, copy_archive, eventually, kgpub, manifest, serving

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ADDED = '\n<https://w3id.org/kgpub/right/opinion> <http://www.w3.org/2004/02/skos/core#note> "added"@en .\n'


def vocabulary(archive: Path) -> Path:
    return next((archive / "data" / "vocabularies").glob("*.ttl"))


def notes(server: Server) -> int:
    return server.get("right/opinion.nt").text.count('"added"@en')


def test_sighup_moves_to_the_new_release_without_a_failed_request(tmp_path: Path) -> None:
    archive = copy_archive(tmp_path / "kgpub")
    with serving(archive, "--workers", "2") as server:
        first_engine = server.engine().pid
        statuses: list[int] = []
        done = threading.Event()

        def ask() -> None:
            while not done.is_set():
                statuses.append(server.get("right/opinion.html").status_code)
                statuses.append(server.query("SELECT * { ?s ?p ?o } LIMIT 10").status_code)

        askers = [threading.Thread(target=ask) for _ in range(3)]
        for asker in askers:
            asker.start()
        with vocabulary(archive).open("a") as file:
            file.write(ADDED)
        assert notes(server) == 0
        assert kgpub("build", archive).returncode == 0
        assert notes(server) == 0  # a build alone changes nothing for visitors
        server.process.send_signal(signal.SIGHUP)
        eventually(lambda: notes(server) == 1)
        eventually(lambda: server.log.read_text().count("Serving release") == 2)
        done.set()
        for asker in askers:
            asker.join()
        assert len(statuses) > 20
        assert set(statuses) == {200}
        eventually(lambda: first_engine not in [entry.pid for entry in server.tree()])


def test_files_that_fail_the_check_leave_the_last_release_in_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = copy_archive(tmp_path / "kgpub")
    assert kgpub("build", archive).returncode == 0
    before = manifest(archive)
    vocabulary(archive).write_text("this is not Turtle")
    built = kgpub("build", archive)
    assert built.returncode == 1
    assert "Nothing was built" in built.stderr
    assert manifest(archive) == before
    with serving(archive) as server:
        assert "Serving the last release" in server.log.read_text()
        server.process.send_signal(signal.SIGHUP)
        assert server.get("right/opinion.ttl").status_code == 200


def test_a_release_that_cannot_be_opened_leaves_the_last_one_in_service(tmp_path: Path) -> None:
    archive = copy_archive(tmp_path / "kgpub")
    with serving(archive) as server:
        with vocabulary(archive).open("a") as file:
            file.write(ADDED)
        assert kgpub("build", archive).returncode == 0
        (archive / ".kgpub" / "current" / "dataset.nq.gz").write_bytes(b"damaged")
        server.process.send_signal(signal.SIGHUP)
        eventually(lambda: "the last one stays in service" in server.log.read_text())
        assert server.get("right/opinion.ttl").status_code == 200
        assert notes(server) == 0


def test_nothing_of_what_visitors_look_for_is_logged(tmp_path: Path) -> None:
    archive = copy_archive(tmp_path / "kgpub")
    with serving(archive) as server:
        server.get("person/canary-canary")
        server.query("SELECT * { <urn:canary> ?p ?o")
        server.query('SELECT * { ?s ?p "canary" }')
        server.get("%22canary%3E")
        assert "canary" not in server.log.read_text()
        assert "127.0.0.1 " not in server.log.read_text()
