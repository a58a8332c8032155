"""Dumps over HTTP: whole, in parts, known already; small and large."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
import requests

from tests.publications import copy_thesaurus
from tests.servers import Server, manifest, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.discovery.conftest import Published

LARGE_BYTES = 2 * 1024 * 1024


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An archive whose dumps are sent in pieces."""
    folder = copy_thesaurus(tmp_path_factory.mktemp("large") / "archive")
    words = (f"<urn:thing:{number}> <urn:said> <urn:{hash_of(number)}> .\n" for number in range(60_000))
    (folder / "data" / "notes.nt").write_text("".join(words))
    file = folder / "kgpub.toml"
    file.write_text(file.read_text().replace('"data/notes.ttl"', '"data/notes.ttl", "data/notes.nt"'))
    with serving(folder) as server:
        yield server


def hash_of(number: int) -> str:
    """Give a word that does not compress."""
    return f"{number * 2654435761 % 2**64:x}{number**7 % 2**128:x}{number**11 % 2**256:x}"


def check_all(server: Server, names: list[str], folder: Path) -> None:
    """Download all files and let the usual tool check them."""
    for name in [*names, "SHA256SUMS"]:
        response = requests.get(f"{server.url}dumps/{name}", timeout=60)
        assert response.status_code == 200
        (folder / name).write_bytes(response.content)
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_arrives_is_what_the_sums_are_of(published: Published, tmp_path: Path) -> None:
    check_all(published.server, list(manifest(published.folder)["dumps"]), tmp_path)  # type: ignore[call-overload]


def test_large_files_arrive_whole(large: Server, tmp_path: Path) -> None:
    names = [f"graph-{name}.ttl.gz" for name in ("concepts", "notes", "queries", "shapes", "terms")]
    check_all(large, ["dataset.nq.gz", "dataset.trig.gz", *names], tmp_path)
    assert (tmp_path / "dataset.nq.gz").stat().st_size > LARGE_BYTES


def get(server: Server, name: str, **headers: str) -> requests.Response:
    return requests.get(
        f"{server.url}dumps/{name}",
        headers={key.replace("_", "-"): value for key, value in headers.items()},
        timeout=30,
    )


@pytest.mark.parametrize("name", ["dataset.nq.gz", "graph-notes.ttl.gz"])
def test_a_part_can_be_had(large: Server, name: str) -> None:
    whole = get(large, name)
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert int(whole.headers["Content-Length"]) == len(whole.content)
    for _ in range(2):
        part = get(large, name, Range="bytes=1000-1999")
        assert (part.status_code, part.content) == (206, whole.content[1000:2000])
        assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole.content)}"
    rest = get(large, name, Range="bytes=2000000-", If_Range=whole.headers["ETag"])
    assert rest.content == whole.content[2_000_000:]
    assert get(large, name, Range="bytes=10-", If_Range='"another"').content == whole.content
    assert get(large, name, Range=f"bytes={len(whole.content)}-").status_code == 416


@pytest.mark.parametrize("accept_encoding", ["identity", "gzip"])
def test_a_file_is_known_by_its_sum_however_it_is_asked_for(published: Published, accept_encoding: str) -> None:
    first = get(published.server, "dataset.trig.gz", Accept_Encoding=accept_encoding)
    assert "Content-Encoding" not in first.headers
    sums = get(published.server, "SHA256SUMS").text
    assert f"{first.headers['ETag'].strip(chr(34))}  dataset.trig.gz\n" in sums
    again = get(published.server, "dataset.trig.gz", If_None_Match=f'"other", {first.headers["ETag"]}')
    assert (again.status_code, again.content) == (304, b"")


def test_dates_tell_nothing(first: Published, second: Published) -> None:
    for published in (first, second):
        response = get(published.server, "dataset.nq.gz", If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT")
        assert response.status_code == 200
        assert response.headers.get("Last-Modified", "") == published.date


@pytest.mark.parametrize(
    "name",
    ["nothing.nq.gz", "..%2Fdataset.nq.gz", "../kgpub.toml", "..", "manifest.json", "graph-concepts.ttl", "%00", "a/b"],
)
def test_only_what_is_listed_is_given(second: Published, name: str) -> None:
    session = requests.Session()
    request = session.prepare_request(requests.Request("GET", second.server.url))
    request.url = f"{second.server.url}dumps/{name}"
    assert session.send(request, allow_redirects=False, timeout=20).status_code == 404


def test_a_file_that_is_gone_is_an_outage_and_not_a_404(tmp_path: Path) -> None:
    with serving(copy_thesaurus(tmp_path / "archive")) as server:
        (tmp_path / "archive" / ".kgpub" / "current" / "dumps" / "graph-notes.ttl.gz").unlink()
        assert get(server, "graph-notes.ttl.gz").status_code == 503
