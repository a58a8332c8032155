"""Files as a revision of git has them, from real repositories."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kgpub.archive import open_revision
from kgpub.errors import RevisionError
from tests.repositories import git

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["sha1", "sha256"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A repository with an archive in its folder `letters`, committed once and changed since."""
    git(tmp_path, "init", "-q", "-b", "main", f"--object-format={request.param}", "repository")
    root = tmp_path / "repository"
    (root / "letters" / "data").mkdir(parents=True)
    (root / "outside.ttl").write_text("# outside\n")
    (root / "letters" / "a.ttl").write_bytes(b"first\r\nline\n\n")
    (root / "letters" / "data" / "ліст 1.ttl").write_bytes("ліст\n".encode())
    (root / "letters" / "empty").write_bytes(b"")
    (root / "letters" / "link.ttl").symlink_to("a.ttl")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    (root / "letters" / "a.ttl").write_bytes(b"second\n")
    (root / "letters" / "empty").unlink()
    return root


def test_the_files_of_the_folder_are_given_as_they_were(repository: Path) -> None:
    revision = open_revision(repository / "letters", "HEAD")
    assert sorted(revision.blobs) == ["a.ttl", "data/ліст 1.ttl", "empty"]
    assert revision.contents(["data/ліст 1.ttl", "a.ttl", "empty", "nowhere"]) == {
        "data/ліст 1.ttl": "ліст\n".encode(),
        "a.ttl": b"first\r\nline\n\n",
        "empty": b"",
    }
    assert revision.contents([]) == {}


def test_an_unchanged_file_is_known_without_reading_the_old_one(repository: Path) -> None:
    revision = open_revision(repository / "letters", "main")
    assert revision.has("a.ttl", b"first\r\nline\n\n")
    assert revision.has("empty", b"")
    assert not revision.has("a.ttl", b"second\n")
    assert not revision.has("nowhere", b"")


def test_a_folder_that_the_revision_does_not_have_is_empty(repository: Path) -> None:
    (repository / "later").mkdir()
    assert open_revision(repository / "later", "HEAD").blobs == {}


def test_a_tag_and_a_part_of_a_name_are_the_commit_that_they_mean(repository: Path) -> None:
    git(repository, "tag", "-a", "v1", "-m", "one")
    commit = open_revision(repository, "v1").commit
    assert open_revision(repository, commit[:10]).commit == commit


@pytest.mark.parametrize("name", ["nowhere", "HEAD~9", "HEAD:letters", "--all", "-h", "main..HEAD", ""])
def test_what_is_no_commit_is_refused_in_words(repository: Path, name: str) -> None:
    with pytest.raises(RevisionError, match="has no commit") as caught:
        open_revision(repository, name)
    assert f'has no commit "{name}"; name a branch, a tag or a commit, such as origin/main' in str(caught.value)


def test_a_shallow_clone_says_how_to_get_the_rest(repository: Path, tmp_path: Path) -> None:
    git(repository, "commit", "-q", "-a", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "shallow")
    assert open_revision(tmp_path / "shallow" / "letters", "HEAD").contents(["a.ttl"]) == {"a.ttl": b"second\n"}
    with pytest.raises(
        RevisionError, match=r"cut short \(a shallow clone\): `git fetch --unshallow`, or fetch-depth: 0"
    ):
        open_revision(tmp_path / "shallow", "HEAD~1")


def test_a_folder_in_no_repository_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match=r'git knows no repository here in which "HEAD" could be: .*not a git repo'):
        open_revision(tmp_path, "HEAD")


def test_a_repository_without_a_commit_is_told_as_such(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(RevisionError, match='has no commit "HEAD"'):
        open_revision(tmp_path, "HEAD")


def test_a_machine_without_git_is_told_as_such(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RevisionError, match="git cannot be run"):
        open_revision(repository, "HEAD")


def test_an_object_that_is_lost_is_told_as_such(repository: Path) -> None:
    revision = open_revision(repository / "letters", "HEAD")
    name = revision.blobs["a.ttl"]
    (repository / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(RevisionError, match=f"git has lost the object {name}"):
        revision.contents(["a.ttl"])


def test_a_hook_of_another_folder_does_not_lead_astray(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = open_revision(repository, "HEAD").commit
    for name in ("GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.setitem(os.environ, name, ".git")
    assert open_revision(repository / "letters", "HEAD").commit == commit
