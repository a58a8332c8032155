"""Releases on disk: whole or not at all, whatever happens."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph

from kgpub.errors import BuildError, ReleaseError
from kgpub.store.releases import DATASET, MANIFEST, SHARING, STORE, Release, Releases, compress
from tests.engines import trig, write_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUADS = trig("".join(f"<a:g> {{ <a:n{number}> <a:is> {number} }}" for number in range(50)))
LINES = [f'<a:n{number:06}> <a:is> "{random.Random(number).random()}" <a:g> .\n'.encode() for number in range(20_000)]


def files(text: str = "") -> dict[str, bytes]:
    return {MANIFEST: json.dumps({"text": text}).encode(), "kgpub.toml": text.encode()}


def names(folder: Path) -> set[str]:
    """Give what lies in .kgpub, two folders deep."""
    inside = folder / ".kgpub"
    return {path.relative_to(inside).as_posix() for pattern in ("*", "releases/*") for path in inside.glob(pattern)}


def expected(*releases: Release) -> set[str]:
    return {".gitignore", "current", "lock", "releases", *(f"releases/{release.id}" for release in releases)}


# -- writing and opening


def test_an_archive_without_a_release_has_none(tmp_path: Path) -> None:
    assert Releases(tmp_path).current() is None
    assert names(tmp_path) == set()


def test_a_release_is_named_after_its_manifest_and_becomes_the_current_one(tmp_path: Path) -> None:
    release = Releases(tmp_path).write(files("one"))
    assert release.id == sha256(files("one")[MANIFEST]).hexdigest()
    assert release.folder == tmp_path / ".kgpub" / "releases" / release.id
    assert Releases(tmp_path).current() == release
    assert {path.name: path.read_bytes() for path in release.folder.iterdir()} == files("one")
    assert names(tmp_path) == expected(release)


def test_the_link_to_the_current_release_survives_a_move_of_the_archive(tmp_path: Path) -> None:
    release = Releases(tmp_path / "here").write(files("one"))
    (tmp_path / "here").rename(tmp_path / "there")
    moved = Releases(tmp_path / "there").current()
    assert moved is not None
    assert moved.id == release.id


def test_a_later_release_leaves_the_earlier_one(tmp_path: Path) -> None:
    first = Releases(tmp_path).write(files("one"))
    second = Releases(tmp_path).write(files("two"))
    assert Releases(tmp_path).current() == second
    assert Release.open(first.folder) == first
    assert names(tmp_path) == expected(first, second)


def test_an_earlier_release_becomes_current_again_when_it_is_written_again(tmp_path: Path) -> None:
    first = Releases(tmp_path).write(files("one"))
    second = Releases(tmp_path).write(files("two"))
    inode = (first.folder / MANIFEST).stat().st_ino
    assert Releases(tmp_path).write(files("one")) == first == Releases(tmp_path).current()
    assert (first.folder / MANIFEST).stat().st_ino == inode
    assert names(tmp_path) == expected(first, second)


def test_git_takes_no_notice_of_releases(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True, timeout=30)
    Releases(tmp_path).write(files("one"))
    status = subprocess.run(
        ["git", "-C", tmp_path, "status", "--porcelain"], capture_output=True, check=True, timeout=30
    )
    assert status.stdout == b""


def test_gzip_gives_equal_bytes_for_equal_bytes() -> None:
    packed = compress(b"words" * 1000)
    assert packed[4:8] == bytes(4)  # the time: RFC 1952, 2.3
    assert packed[3] == 0  # no name, no comment
    assert packed == compress(b"words" * 1000)
    assert gzip.decompress(packed) == b"words" * 1000


@pytest.mark.parametrize("store", ["memory", "disk"])
def test_what_is_loaded_is_what_was_written(tmp_path: Path, store: str) -> None:
    release = write_release(tmp_path, QUADS, store=store)
    assert release.has_store == (store == "disk")
    loaded = release.open_store() if release.has_store else release.load_store()
    assert set(loaded) == set(QUADS)


OVERLAPPING = trig("<a:g> { <a:s> <a:p> 1 , _:b } <a:h> { <a:s> <a:p> 1 , 2 } <a:i> { <a:s> <a:p> 3 , _:b }")


@pytest.mark.parametrize("store", ["memory", "disk"])
def test_where_graphs_share_triples_the_store_holds_their_union_too(tmp_path: Path, store: str) -> None:
    release = write_release(tmp_path, OVERLAPPING, store=store)
    loaded = release.open_dataset() if release.has_store else release.load_dataset()
    named = {quad for quad in loaded.store if quad.graph_name != DefaultGraph()}
    assert {str(quad.graph_name.value) for quad in named} == {"a:g", "a:h", "a:i"}
    assert loaded.sharing == {"a:g", "a:h", "a:i"}
    assert {quad.triple for quad in loaded.store if quad.graph_name == DefaultGraph()} == {
        quad.triple for quad in named
    }
    assert len(loaded.store) == release.stored_quads == 6 + 4


def test_sharing_is_found_in_a_release_that_does_not_count_its_triples(tmp_path: Path) -> None:
    release = write_release(tmp_path, OVERLAPPING)
    del release.manifest["dataset"]["triples"]
    assert len(release.load_dataset().store) == 6 + 4
    assert release.stored_quads == 6


NESTED = """<a:g> { <a:s> <a:p> [ <a:p> [ <a:q> 1 ] ], [ <a:p> "other" ] }
<a:h> { <a:t> <a:p> _:shared . _:shared <a:p> _:shared , <a:o> }"""


@pytest.mark.parametrize("store", ["memory", "disk"])
def test_blank_nodes_keep_their_canonical_labels(tmp_path: Path, store: str) -> None:
    release = write_release(tmp_path, trig(NESTED), store=store)
    loaded = release.open_store() if release.has_store else release.load_store()
    written = gzip.decompress((release.folder / DATASET).read_bytes()).decode()
    assert sorted(f"{quad} ." for quad in loaded) == written.splitlines()
    assert "_:c14n0" in written


# -- damage


def test_no_release_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="kgpub build"):
        Release.open(tmp_path / "nowhere")


def test_a_manifest_that_was_changed_is_noticed(tmp_path: Path) -> None:
    release = Releases(tmp_path).write(files("one"))
    (release.folder / MANIFEST).write_bytes(b"{}")
    with pytest.raises(ReleaseError, match="changed"):
        Releases(tmp_path).current()


def test_a_damaged_release_is_replaced_when_it_is_written_again(tmp_path: Path) -> None:
    release = Releases(tmp_path).write(files("one"))
    (release.folder / MANIFEST).write_bytes(b"{}")
    assert Releases(tmp_path).write(files("one")) == release
    assert names(tmp_path) == expected(release)


def test_a_current_release_that_is_gone_is_said_to_be_gone_and_written_again(tmp_path: Path) -> None:
    release = Releases(tmp_path).write(files("one"))
    for path in release.folder.iterdir():
        path.unlink()
    release.folder.rmdir()
    with pytest.raises(ReleaseError, match="kgpub build"):
        Releases(tmp_path).current()
    assert Releases(tmp_path).write(files("one")) == release


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    release = Releases(tmp_path).write(files("one"))
    with pytest.raises(ReleaseError, match=r"fragments\.json is missing"):
        release.read("fragments.json")


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flip(content: bytes) -> bytes:
    return content[:40] + bytes([content[40] ^ 0xFF]) + content[41:]


def other(_: bytes) -> bytes:
    return compress(b"<a:a> <a:b> <a:c> .\n")


def nonsense(_: bytes) -> bytes:
    return compress(b"nonsense\n")


def no_gzip(_: bytes) -> bytes:
    return b"nonsense"


@pytest.mark.parametrize("damage", [cut, flip, other, nonsense, no_gzip])
def test_a_dataset_that_was_changed_is_not_loaded(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    release = write_release(tmp_path, QUADS)
    path = release.folder / DATASET
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ReleaseError, match=r"The dataset in .* (damaged|changed)"):
        release.load_store()


# -- whole or not at all


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@pytest.mark.parametrize("size", [0, 10, 5_000, 100_000])
@pytest.mark.parametrize("with_index", [False, True], ids=["files", "index"])
def test_a_full_disk_leaves_the_last_release_as_it_is(tmp_path: Path, size: int, with_index: bool) -> None:
    first = Releases(tmp_path).write(files("one"))
    content = files("x" * 50) | ({} if with_index else {DATASET: bytes(1_000_000)})
    with files_of_at_most(size), pytest.raises(BuildError, match="The last one stays"):
        Releases(tmp_path).write(content, index=LINES if with_index else None)
    assert Releases(tmp_path).current() == first
    assert names(tmp_path) == expected(first)


@pytest.mark.parametrize("name", ["fsync", "rename", "replace", "symlink_to"])
def test_a_failure_at_any_step_leaves_the_last_release_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    first = Releases(tmp_path).write(files("one"))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os if name == "fsync" else Path, name, fail)
        with pytest.raises(BuildError, match="No space left on device"):
            Releases(tmp_path).write(files("two"))
    assert Releases(tmp_path).current() == first
    second = Releases(tmp_path).write(files("three"))
    assert expected(first, second) <= names(tmp_path)
    assert not {entry for entry in names(tmp_path) if "writing" in entry or ".current" in entry}


WRITE_OFTEN = """
import sys
from pathlib import Path
from kgpub.store.releases import Releases
from tests.store.test_releases import LINES, files
index = LINES[:2000] if sys.argv[2] == "index" else None
print("begun", flush=True)
for number in range(int(sys.argv[3]), int(sys.argv[4])):
    Releases(Path(sys.argv[1])).write(files(f"{number}" * 1000), index=index)
"""
REPOSITORY = Path(__file__).parents[2]


def writer(folder: Path, kind: str, begin: int, end: int) -> subprocess.Popen[str]:
    """Start a process that writes releases, one after another."""
    command = [sys.executable, "-c", WRITE_OFTEN, str(folder), kind, str(begin), str(end)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


@pytest.mark.parametrize("kind", ["files", "index"])
def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_release(tmp_path: Path, kind: str) -> None:
    Releases(tmp_path).write(files("first"))
    moments = random.Random(7)
    for attempt in range(8):
        with writer(tmp_path, kind, attempt * 10_000, attempt * 10_000 + 9_999) as process:
            end = time.monotonic() + moments.uniform(0.005, 0.15)
            while time.monotonic() < end:
                current = Releases(tmp_path).current()
                assert current is not None
                assert current.has_store == (kind == "index") or current.read("kgpub.toml") == b"first"
            process.kill()
        current = Releases(tmp_path).current()
        assert current is not None
        if current.has_store:
            assert len(current.open_store()) == 2000
    last = Releases(tmp_path).write(files("last"))
    whole = [Release.open(folder) for folder in (tmp_path / ".kgpub" / "releases").iterdir()]
    assert last in whole
    assert names(tmp_path) == expected(*whole)


def test_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    writers = [writer(tmp_path, "files", begin, begin + 20) for begin in (1, 1, 101)]
    assert [process.wait(timeout=60) for process in writers] == [0, 0, 0]
    for process in writers:
        assert process.stdout is not None
        process.stdout.close()
    whole = [Release.open(folder) for folder in (tmp_path / ".kgpub" / "releases").iterdir()]
    assert len(whole) == 40
    assert Releases(tmp_path).current() in whole
    assert names(tmp_path) == expected(*whole)


def test_an_index_is_whole_before_the_release_appears(tmp_path: Path) -> None:
    content = files("one")
    release = Releases(tmp_path).write(content, index=LINES)
    assert {path.name for path in release.folder.iterdir()} == {*content, STORE, SHARING}
    assert len(release.open_store()) == len(LINES)
