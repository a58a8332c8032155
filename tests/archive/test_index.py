"""Files as git's index has them, compared with a folder that has the same."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from kgpub.archive import Archive, GraphFiles, TextFile, fingerprint, open_index, read, read_tree
from kgpub.errors import RevisionError
from kgpub.git import opened_objects, staged_changes
from tests.repositories import committed, git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgpub.archive import Index

GRAPHS = (
    GraphFiles("https://example.org/letters", ("data/**/*.ttl", "data/*.nq", "*.trig")),
    GraphFiles("https://example.org/shapes", ("shapes.ttl",), "shapes"),
    GraphFiles("https://example.org/twice", ("data/twice.*", "data/*.txt", "nowhere/*.ttl", "linked/*.ttl")),
)
TEXTS = tuple(
    TextFile("https://example.org/1", f"texts/{name}", "https://example.org/text", "https://example.org/letters")
    for name in ("1.txt", "latin.txt", "marked.txt", "none.txt", "link.txt")
)
FILES: dict[str, bytes] = {
    "kgpub.toml": b"# kgpub.toml\n",
    "own.trig": b"# own\r\n",
    ".hidden.trig": b"# hidden\n",
    "shapes.ttl": b"# shapes\n",
    "data/a.ttl": b"# a\n",
    "data/c.nq": b"",
    "data/twice.ttl": b"# two graphs\n",
    "data/notes.txt": b"claimed, no RDF",
    "data/deep/er/b.ttl": b"# b\n",
    "data/deep/ліст 1 \"'.ttl": "# ліст\n".encode(),
    "data/deep/unclaimed.jsonld": b"{}",
    "data/.venv/x.ttl": b"# never read\n",
    "data/deep/.x.ttl": b"# never read\n",
    "real/r.ttl": b"# real\n",
    "texts/1.txt": "a\r\nb\u2028é".encode(),
    "texts/latin.txt": b"one\ntw\xf6\n",
    "texts/marked.txt": b"\xef\xbb\xbfone",
    "elsewhere/y.ttl": b"# below no folder of a glob\n",
}
LINKS = {
    "data/in.ttl": "a.ttl",
    "data/again.ttl": "deep/../in.ttl",
    "data/out.ttl": "../../outside.ttl",
    "data/absolute.ttl": "/etc/passwd",
    "data/broken.ttl": "gone.ttl",
    "data/circle.ttl": "circle.ttl",
    "data/folder": "deep",
    "linked": "real",
    "linked.trig": "data",
    "texts/link.txt": "../data/deep/er/b.ttl",
}


@pytest.fixture(params=["sha1", "sha256"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An archive in a folder of a repository, with all that can be odd, committed."""
    root = tmp_path / "repository" / "my letters"
    for path, content in FILES.items():
        put(root / path, content)
    for path, target in LINKS.items():
        (root / path).symlink_to(target)
    put(root.parent / "outside.ttl", b"# secret\n")
    git(root.parent, "init", "-q", "-b", "main", f"--object-format={request.param}")
    git(root.parent, "config", "core.autocrlf", "false")
    committed(root.parent, "first")
    return root


def put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


@contextmanager
def opened(folder: Path) -> Iterator[Index]:
    with opened_objects(folder) as objects:
        yield open_index(folder, objects)


def staged(folder: Path) -> Archive:
    with opened(folder) as index:
        archive = read_tree(index, graphs=GRAPHS, texts=TEXTS, also=["kgpub.toml", "ledger.txt"])
        assert [file.content for file in archive.files] == [file.stored.bytes for file in archive.files]
        fingerprint(archive)
        return archive


def on_disk(folder: Path) -> Archive:
    return read(folder, graphs=GRAPHS, texts=TEXTS, also=["kgpub.toml", "ledger.txt"])


def test_the_index_has_the_files_and_faults_of_the_folder_that_it_was_made_of(folder: Path) -> None:
    own, disk = staged(folder), on_disk(folder)
    assert len(disk.files) == 9
    assert len(disk.faults) == 12
    assert (own.files, own.texts, own.others) == (disk.files, disk.texts, disk.others)
    assert sorted(map(str, own.faults)) == sorted(map(str, disk.faults))
    assert fingerprint(own) == fingerprint(disk)


def test_paths_are_those_of_git_however_kgpub_toml_writes_them(folder: Path) -> None:
    for _ in range(2):
        with opened(folder) as index:
            assert index.has(".//data/./a.ttl")
            assert index.content(".//data/./a.ttl").bytes == b"# a\n"
        for path in LINKS:
            git(folder, "rm", "-q", "--cached", "--ignore-unmatch", path)


def test_what_git_calls_a_content_is_known_without_reading_it(folder: Path) -> None:
    with opened(folder) as index:
        content = index.content("data/a.ttl")
    assert content.blob == git(folder, "rev-parse", ":./data/a.ttl").strip()
    with pytest.raises(ValueError, match="closed file"):
        _ = content.bytes


def test_the_working_tree_is_not_looked_at(folder: Path) -> None:
    before = staged(folder)
    put(folder / "data" / "a.ttl", b"# unsaved\n")
    put(folder / "data" / "untracked.ttl", b"# untracked\n")
    (folder / "data" / "c.nq").unlink()
    assert staged(folder) == before


def test_contents_are_those_that_git_keeps_whatever_a_checkout_makes_of_them(folder: Path) -> None:
    put(folder / ".gitattributes", b"*.ttl eol=crlf\n")
    git(folder, "add", "--renormalize", ".")
    (folder / "data" / "a.ttl").unlink()
    git(folder, "checkout", "data/a.ttl")
    assert (folder / "data" / "a.ttl").read_bytes() == b"# a\r\n"
    assert next(file.content for file in staged(folder).files if file.path == "data/a.ttl") == b"# a\n"


def test_a_submodule_is_told_since_its_files_are_no_part_of_a_commit(folder: Path, tmp_path: Path) -> None:
    put(tmp_path / "module" / "m.ttl", b"# m\n")
    form = git(folder, "rev-parse", "--show-object-format").strip()
    git(tmp_path / "module", "init", "-q", f"--object-format={form}")
    committed(tmp_path / "module", "first")
    local = ("-c", "protocol.file.allow=always")
    git(folder, *local, "submodule", "--quiet", "add", "--force", str(tmp_path / "module"), "data/module")
    (fault,) = [fault for fault in staged(folder).faults if fault.problem.place.path == "data/module"]
    assert str(fault.problem) == (
        "data/module: a commit does not record the files of this submodule, so they are not checked; "
        "`kgpub check` without --staged reads them"
    )
    assert fault.severity == "warning"


def test_a_conflict_of_a_merge_is_told_with_advice(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "other")
    put(folder / "data" / "a.ttl", b"# theirs\n")
    committed(folder.parent, "theirs")
    git(folder, "checkout", "-q", "main")
    put(folder / "data" / "a.ttl", b"# ours\n")
    committed(folder.parent, "ours")
    with pytest.raises(AssertionError, match="CONFLICT"):
        git(folder, "merge", "other")
    with pytest.raises(RevisionError, match=r"data/a\.ttl: has a conflict of a merge.*mend it and `git add` it"):
        staged(folder)


def test_the_last_commit_is_the_index_without_what_is_staged(folder: Path) -> None:
    commit = git(folder, "rev-parse", "HEAD").strip()
    was = {path: git(folder, "rev-parse", f"HEAD:./{path}").strip() for path in ("data/a.ttl", "data/c.nq")}
    put(folder / "data" / "a.ttl", b"# staged\n")
    put(folder / "data" / "new.ttl", b"# new\n")
    (folder / "data" / "in.ttl").unlink()
    put(folder / "data" / "in.ttl", b"# a file now\n")
    git(folder, "add", "-A")
    git(folder, "rm", "-q", "data/c.nq")
    with opened(folder) as index:
        revision = index.last_commit(staged_changes(folder))
        assert revision
        assert (revision.name, revision.commit) == ("HEAD", commit)
        assert revision.contents(["data/a.ttl", "data/new.ttl", "data/in.ttl"]) == {"data/a.ttl": b"# a\n"}
        assert revision.blobs == {**revision.blobs, **was}
        assert set(revision.blobs) == {*FILES}


def test_before_the_first_commit_there_is_no_last_one(folder: Path) -> None:
    git(folder, "update-ref", "-d", "HEAD")
    with opened(folder) as index:
        assert index.last_commit(staged_changes(folder)) is None


def test_a_content_that_git_has_lost_is_told(folder: Path) -> None:
    name = git(folder, "rev-parse", ":./data/a.ttl").strip()
    (folder.parent / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(RevisionError, match=f"git has lost the object {name}; fetch it again"):
        staged(folder)


def test_a_process_that_was_forked_reads_by_itself(folder: Path) -> None:
    with opened(folder) as index:
        content = index.content("data/a.ttl")
        child = os.fork()
        if not child:
            os._exit(content.bytes != b"# a\n")
        assert os.waitpid(child, 0)[1] == 0
        assert content.bytes == b"# a\n"


def test_where_git_keeps_nothing_the_reason_is_told(tmp_path: Path) -> None:
    with (
        opened_objects(tmp_path) as objects,
        pytest.raises(RevisionError, match=r"git cat-file failed: .*not a git repository"),
    ):
        objects.read("HEAD")
