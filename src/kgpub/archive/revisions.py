"""The files of an archive as a revision of git has them. git itself is asked; nothing is checked out."""

from __future__ import annotations

import hashlib
import os
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kgpub.archive.content import Content
from kgpub.archive.files import FORMATS, SourceFile, owners
from kgpub.archive.trees import shown
from kgpub.errors import RevisionError
from kgpub.git import PLAIN_FILES, Objects, ask_git, complaint, opened_objects, run_git
from kgpub.paths import is_rdf, suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kgpub.archive.sources import GraphFiles


@dataclass(frozen=True)
class Revision:
    """A commit, and the files that it has in an archive's folder."""

    root: Path
    name: str
    """As people call it."""
    commit: str
    blobs: Mapping[str, str] = field(repr=False)
    """What git calls the content of each plain file, by its path in the folder."""
    objects: Objects | None = field(default=None, repr=False)
    """What reads the contents, where it is open already."""

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Give the content of those files that the revision has, read in one go."""
        with opened_objects(self.root) if self.objects is None else nullcontext(self.objects) as objects:
            return {path: objects.read(self.blobs[path]) for path in paths if path in self.blobs}

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
    inside = ask_git(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        said = complaint(inside.stderr)
        raise RevisionError(f'{root}: git knows no repository here in which "{name}" could be: {said}')
    found = ask_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode:
        raise RevisionError(_no_such(root, name))
    commit = found.stdout.decode().strip()
    return Revision(root, name, commit, dict(_files(run_git(root, "ls-tree", "-r", "-z", commit))))


def claims(revision: Revision, graphs: Sequence[GraphFiles]) -> dict[str, GraphFiles]:
    """Give the graph that each RDF file of a revision belonged to. What `read_tree` refuses was not published."""
    paths = [path for path in sorted(revision.blobs) if is_rdf(path) and "/." not in f"/{path}" and path == shown(path)]
    return {path: claimed[0] for path, claimed in owners(paths, graphs).items() if len(claimed) == 1}


def files_at(revision: Revision, claimed: Mapping[str, GraphFiles]) -> list[SourceFile]:
    """Read files that graphs claim."""
    contents = revision.contents(claimed)
    return [
        SourceFile(
            path,
            FORMATS[suffix_of(path)],
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
