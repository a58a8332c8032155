"""The content of a file, read when it is asked for, and known by a digest."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


_POINTER = b"version https://git-lfs.github.com/spec/"
IS_POINTER = "a pointer of Git LFS stands here; fetch the file (`git lfs pull`) and check without --staged"


def is_pointer(content: bytes) -> bool:
    """Tell whether bytes are what Git LFS keeps in the place of a large file.

    https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
    """
    return content.startswith(_POINTER)


class Content:
    """The bytes of a file, or what reads them; they are read once.

    `blob` is what git calls them, where they come from git.
    """

    def __init__(self, given: bytes | Callable[[], bytes], *, blob: str = "") -> None:
        self._given = given
        self.blob = blob

    @cached_property
    def bytes(self) -> bytes:
        """Give the bytes."""
        return self._given if isinstance(self._given, bytes) else self._given()

    @cached_property
    def digest(self) -> str:
        """Give the SHA-256 of the bytes in hexadecimal."""
        return hashlib.sha256(self.bytes).hexdigest()

    def __eq__(self, other: object) -> bool:
        """Tell whether the bytes are the same."""
        return self.bytes == other.bytes if isinstance(other, Content) else NotImplemented

    def __hash__(self) -> int:
        """Give the hash that equal bytes share."""
        return hash(self.digest)
