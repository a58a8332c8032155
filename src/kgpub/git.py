"""Asking git: what it prints, what is staged, and the contents that it keeps. Nothing is checked out or written."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kgpub.errors import RevisionError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GIT_SECONDS = 120
PLAIN_FILES = ("100644", "100755")
"""The modes of what is a file."""
LINK = "120000"
SUBMODULE = "160000"
NOT_ASKED_FOR = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX")
"""Set where a hook runs, for the folder that git began in; the archive may lie in another.

GIT_INDEX_FILE is asked for: with `git commit -a` or `git commit FILE`, it names the index that the commit is made of.
"""


def run_git(root: Path, *arguments: str) -> bytes:
    """Give what git prints. Raises RevisionError where it fails."""
    done = ask_git(root, *arguments)
    if done.returncode:
        raise _failed(root, arguments[0], done)
    return done.stdout


def ask_git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, whatever comes of it. Raises RevisionError where it cannot be run, or does not end."""
    try:
        return subprocess.run(
            _command(root, *arguments), capture_output=True, env=_environment(), timeout=GIT_SECONDS, check=False
        )
    except OSError as error:
        raise _absent(error) from error
    except subprocess.TimeoutExpired as error:
        raise RevisionError(f"{root}: git {arguments[0]} did not end within {GIT_SECONDS} seconds") from error


def complaint(printed: bytes) -> str:
    """Give what git complained of, in one line."""
    return " ".join(printed.decode(errors="replace").split()) or "it gave no reason"


class Entry(NamedTuple):
    """What the index has at a path."""

    mode: str
    blob: str


@dataclass(frozen=True)
class Change:
    """A difference between the last commit and the index."""

    path: str
    before: Entry | None
    """None where the last commit has nothing there."""
    status: str
    """One letter of git's: A, D, M, T, or U where a merge has left a conflict."""


def staged_changes(root: Path) -> list[Change]:
    """Give what differs below a folder between the last commit, or nothing before the first, and the index."""
    options = ("--cached", "--raw", "--no-abbrev", "--no-renames", "--relative", "-z")
    done = ask_git(root, "diff", *options)
    if done.returncode:
        run_git(root, "rev-parse", "--git-dir")  # which says plainly that there is no repository
        raise _failed(root, "diff", done)
    words = done.stdout.split(b"\0")[:-1]
    return [_change(about, path) for about, path in zip(words[::2], words[1::2], strict=True)]


def is_anything_staged(root: Path) -> bool:
    """Tell whether anything is staged in the whole repository."""
    return ask_git(root, "diff", "--cached", "--quiet").returncode != 0


def index_entries(root: Path) -> dict[str, Entry]:
    """Give all that the index has below a folder. Raises RevisionError where a merge has left a conflict."""
    entries: dict[str, Entry] = {}
    for line in run_git(root, "ls-files", "--stage", "-z").split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, blob, stage = about.decode().split()
        if stage != "0":
            message = "has a conflict of a merge, so it cannot be committed; mend it and `git add` it"
            raise RevisionError(f"{root / os.fsdecode(path)}: {message}")
        entries[os.fsdecode(path)] = Entry(mode, blob)
    return entries


class Objects:
    """What git keeps in a repository, read from one process of git's."""

    def __init__(self, root: Path, process: subprocess.Popen[bytes]) -> None:
        self._root = root
        self._process = process
        self._owner = os.getpid()

    def read(self, name: str) -> bytes:
        """Give the content of an object, such as `:./kgpub.toml`. Raises RevisionError where there is none."""
        if os.getpid() != self._owner:  # a child, whose questions would mix with those of its parent
            return run_git(self._root, "cat-file", "blob", name)
        _, content = self._answer(name)
        if content is None:
            raise RevisionError(f"git has lost the object {name}; fetch it again, or run `git fsck`")
        return content

    def find(self, name: str) -> str:
        """Give the id of an object, or nothing where there is none."""
        id_, content = self._answer(name)
        return "" if content is None else id_

    def _answer(self, name: str) -> tuple[str, bytes | None]:
        """Give id and content. What git prints is a line with id, type and size, and all bytes."""
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        try:
            os.write(asked.fileno(), os.fsencode(name) + b"\n")  # nothing may be left to write when git has ended
        except BrokenPipeError:
            raise self._ended() from None
        words = answered.readline().decode(errors="replace").split()
        if not words:
            raise self._ended()
        if not words[-1].isdecimal():
            return name, None
        content = answered.read(int(words[-1]))
        answered.read(1)
        return words[0], content

    def _ended(self) -> RevisionError:
        assert self._process.stderr is not None
        return RevisionError(f"{self._root}: git cat-file failed: {complaint(self._process.stderr.read())}")


@contextmanager
def opened_objects(root: Path) -> Iterator[Objects]:
    """Start the process for a folder's repository, which ends with the block. Raises RevisionError without git."""
    pipe = subprocess.PIPE
    command = _command(root, "cat-file", "--batch")
    try:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment())
    except OSError as error:
        raise _absent(error) from error
    with process:
        try:
            yield Objects(root, process)
        finally:
            # A child of ours may hold the pipe open, so git would wait for more.
            process.kill()


def _change(about: bytes, path: bytes) -> Change:
    """Read what `git diff --raw -z` prints: a colon, modes and names of before and now, and the status."""
    mode, _, blob, _, status = about.decode().removeprefix(":").split()
    return Change(os.fsdecode(path), Entry(mode, blob) if int(mode) else None, status)


def _command(root: Path, *arguments: str) -> list[str]:
    return ["git", "-C", str(root), *arguments]


def _environment() -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_ASKED_FOR}
    return environment | {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def _failed(root: Path, command: str, done: subprocess.CompletedProcess[bytes]) -> RevisionError:
    return RevisionError(f"{root}: git {command} failed: {complaint(done.stderr)}")


def _absent(error: OSError) -> RevisionError:
    return RevisionError(f"git cannot be run ({error.strerror}), so there is nothing to compare with")
