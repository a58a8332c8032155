"""The files of an archive as a revision of git has them. git itself is asked; nothing is checked out."""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kgpub.archive.content import Content
from kgpub.archive.files import FORMATS, SourceFile, matches
from kgpub.errors import RevisionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kgpub.archive.sources import GraphFiles

GIT_SECONDS = 120
PLAIN_FILES = ("100644", "100755")
"""The modes of what is a file: links and submodules are left out."""
NOT_ASKED_FOR = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX")
"""Set where a hook runs, for the folder that git began in; the archive may lie in another."""


@dataclass(frozen=True)
class Revision:
    """A commit, and the files that it has in an archive's folder."""

    root: Path
    name: str
    """As people call it."""
    commit: str
    blobs: Mapping[str, str] = field(repr=False)
    """What git calls the content of each file, by its path in the folder."""

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Give the content of those files that the revision has, read in one go."""
        wanted = [path for path in paths if path in self.blobs]
        names = "".join(f"{self.blobs[path]}\n" for path in wanted)
        return dict(zip(wanted, _objects(run_git(self.root, "cat-file", "--batch", given=names)), strict=True))

    def has(self, path: str, content: bytes) -> bool:
        """Tell whether a file has this content in the revision, without asking git for it."""
        known = self.blobs.get(path, "")
        digest = hashlib.sha256 if len(known) == hashlib.sha256().digest_size * 2 else hashlib.sha1
        return known == digest(b"blob %d\0" % len(content) + content).hexdigest()


def open_revision(root: Path, name: str) -> Revision:
    """Ask git for a revision of an archive's folder.

    Raises:
        RevisionError: where git is not there, the folder is in no repository, or the repository has no such commit.

    """
    inside = _run(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        raise RevisionError(f'{root}: git knows no repository here in which "{name}" could be: {_said(inside)}')
    found = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode:
        raise RevisionError(_no_such(root, name))
    commit = found.stdout.decode().strip()
    return Revision(root, name, commit, dict(_files(run_git(root, "ls-tree", "-r", "-z", commit))))


def claims(revision: Revision, graphs: Sequence[GraphFiles]) -> dict[str, GraphFiles]:
    """Give the graph that each RDF file of a revision belonged to. What two graphs claimed was not published."""
    found: dict[str, GraphFiles] = {}
    for path in sorted(revision.blobs):
        parts = PurePosixPath(path)
        if parts.suffix in FORMATS and not any(part.startswith(".") for part in parts.parts):
            owners = [graph for graph in graphs if any(matches(path, glob) for glob in graph.files)]
            if len(owners) == 1:
                found[path] = owners[0]
    return found


def files_at(revision: Revision, claimed: Mapping[str, GraphFiles]) -> list[SourceFile]:
    """Read files that graphs claim."""
    contents = revision.contents(claimed)
    return [
        SourceFile(
            path,
            FORMATS[PurePosixPath(path).suffix],
            graph.uri,
            graph.kind,
            Content(contents[path], blob=revision.blobs[path]),
        )
        for path, graph in claimed.items()
    ]


def _no_such(root: Path, name: str) -> str:
    message = f'the git repository of {root} has no commit "{name}"'
    if run_git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return f"{message}; its history is cut short (a shallow clone): `git fetch --unshallow`, or fetch-depth: 0"
    return f"{message}; name a branch, a tag or a commit, such as origin/main or HEAD~1, and `git fetch` it first"


def _files(listing: bytes) -> Iterator[tuple[str, str]]:
    """Read what `git ls-tree -z` prints: mode, type and name of each object, a tab, and its path."""
    for entry in listing.split(b"\0")[:-1]:
        words, _, path = entry.partition(b"\t")
        mode, _, blob = words.decode().split()
        if mode in PLAIN_FILES:
            yield os.fsdecode(path), blob


def _objects(printed: bytes) -> Iterator[bytes]:
    """Read what `git cat-file --batch` prints: for each object its name, type and size in a line, and its content."""
    start = 0
    while start < len(printed):
        end = printed.index(b"\n", start)
        name, _, *size = printed[start:end].split()
        if not size:
            raise RevisionError(f"git has lost the object {name.decode()}; fetch it again, or run `git fsck`")
        content = end + 1
        start = content + int(size[0]) + 1
        yield printed[content : start - 1]


def run_git(root: Path, *arguments: str, given: str = "") -> bytes:
    """Give what git prints. Raises RevisionError where it fails."""
    done = _run(root, *arguments, given=given)
    if done.returncode:
        raise RevisionError(f"{root}: git {arguments[0]} failed: {_said(done)}")
    return done.stdout


def _run(root: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_ASKED_FOR}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(
            command, input=given.encode(), capture_output=True, env=environment, timeout=GIT_SECONDS, check=False
        )
    except OSError as error:
        raise RevisionError(f"git cannot be run ({error.strerror}), so there is nothing to compare with") from error
    except subprocess.TimeoutExpired as error:
        raise RevisionError(f"{root}: git {arguments[0]} did not end within {GIT_SECONDS} seconds") from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Give what git complained of, in one line."""
    return " ".join(done.stderr.decode(errors="replace").split()) or "it gave no reason"
