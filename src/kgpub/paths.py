"""What the path of a file says: which globs of kgpub.toml it fits, and whether its suffix is one of RDF."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RDF_SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf")
"""The suffixes of the formats that are read."""

_WILDCARD = re.compile(r"\*+|\?|\[!?\]?[^\]]*\]")


def suffix_of(path: str) -> str:
    """Give what a file's name has from its last dot on; nothing where the name has no other dot than its first."""
    stem, dot, end = path.rpartition("/")[2].rpartition(".")
    return f"{dot}{end}" if stem else ""


def is_rdf(path: str) -> bool:
    """Tell whether a file's name is that of an RDF file."""
    return suffix_of(path) in RDF_SUFFIXES


def matches(path: str, glob: str) -> bool:
    """Tell whether a relative path fits a glob, in which `*` keeps to one folder and `**` spans any number."""
    return _pattern(glob).fullmatch(f"/{path}") is not None


def fitting(paths: Iterable[str], glob: str) -> Iterator[str]:
    """Give those of very many relative paths that fit a glob."""
    fullmatch = _pattern(glob).fullmatch
    return (path for path in paths if fullmatch(f"/{path}"))


def folder_of(glob: str) -> str:
    """Give the folder below which all that fits a glob must lie: its parts before the first wildcard."""
    fixed: list[str] = []
    for part in PurePosixPath(glob).parts[:-1]:
        if any(character in part for character in "*?["):
            break
        fixed.append(part)
    return "/".join(fixed)


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """Give the expression of a glob, for paths that begin with a slash."""
    parts = PurePosixPath(glob).parts
    return re.compile("".join("(?:/[^/]+)*" if part == "**" else f"/{_part(part)}" for part in parts))


def _part(part: str) -> str:
    """Give the expression of a part between slashes. What stands in brackets is read as `fnmatch` reads it."""
    found, end = "", 0
    for match in _WILDCARD.finditer(part):
        found += re.escape(part[end : match.start()])
        # `fnmatch` gives (?s:…) and the end of the text around the expression that is wanted here.
        found += {"*": "[^/]*", "?": "[^/]"}.get(match[0][0]) or f"(?!/){translate(match[0])[4:-3]}"
        end = match.end()
    return found + re.escape(part[end:])
