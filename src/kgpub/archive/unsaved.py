"""An archive with a file as an editor has it, not as it lies on disk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgpub.archive.content import Content
from kgpub.archive.files import FORMATS, Archive, SourceFile, owners
from kgpub.errors import ArchiveError
from kgpub.paths import suffix_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgpub.archive.sources import GraphFiles


def with_unsaved(archive: Archive, path: str, content: bytes, *, graphs: Sequence[GraphFiles]) -> Archive:
    """Give the archive with another content of a file, which need not be on disk.

    Raises ArchiveError for a file that is no part of the archive's graphs.
    """
    claims = owners([path], graphs)[path]
    format_ = FORMATS.get(suffix_of(path))
    if len(claims) != 1 or format_ is None:
        raise ArchiveError(f"{path}: this is no RDF file of one graph in kgpub.toml; name one that is")
    file = SourceFile(path, format_, claims[0].uri, claims[0].kind, Content(content))
    others = (other for other in archive.files if other.path != path)
    files = sorted((*others, file), key=lambda item: item.path)
    faults = tuple(fault for fault in archive.faults if fault.problem.place.path != path)
    return replace(archive, files=tuple(files), faults=faults)
