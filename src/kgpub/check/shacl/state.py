"""What is remembered between two checks, in the archive's folder: safe to delete, and believed only where it fits.

The results themselves are not kept, only who has any: those are evaluated again, with all that a change can affect.
Of the files, the content is kept, so that what went from them is known. A folder that another has prepared can at most
hide a finding of this machine; nothing in it is run.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat

from kgpub.archive import Content, SourceFile, SourceText, TextFile, parse_file, text_quad
from kgpub.check.shacl.written_footprints import read, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

    from kgpub.check.material import Material
    from kgpub.check.shacl.touches import Footprint

PACKAGES = ("kgpub", "pyshacl", "rdflib", "pyoxigraph")
STATE = "shacl.json"
CONTENTS = "files"
"""The folder of the files' contents, each named after its digest."""

Source = SourceFile | SourceText


@dataclass(frozen=True)
class Kept:
    """One file as it was: its digest, and what reading it needs besides."""

    digest: str
    media_type: str = ""
    kind: str = ""
    source: str = ""
    """Of a text: what it is the text of."""
    property: str = ""
    language: str = ""


@dataclass(frozen=True)
class State:
    """What was checked, and which focus nodes of which shapes had results."""

    key: str
    """A digest of all that results depend on besides the data: shapes, versions, this code, limits."""
    files: Mapping[str, Kept]
    failing: Mapping[str, tuple[str, ...]]
    """The URIs of the nodes, by that of the shape."""
    whole: tuple[str, ...]
    """Shapes that must be evaluated on all their nodes: what failed has no URI that would be the same again."""
    is_known: bool = True
    """Whether the shapes with results all have a URI."""
    footprints: Mapping[str, Footprint] = field(default_factory=dict)
    """What those shapes read of which it was asked, by their URI."""


def sources(material: Material) -> dict[str, Source]:
    """Give the files and texts that are validated, by a name that tells them apart."""
    files: dict[str, Source] = {
        parsed.file.path: parsed.file for parsed in material.understood if parsed.file.kind != "shapes"
    }
    texts = {f"{text.entry.file} of {text.entry.source}": text for text in material.archive.texts}
    return files | texts


def kept(sources_: Mapping[str, Source]) -> dict[str, Kept]:
    """Give what is remembered of files."""
    return {name: _kept(source) for name, source in sources_.items()}


def _kept(source: Source) -> Kept:
    digest = hashlib.sha256(content(source)).hexdigest()
    if isinstance(source, SourceFile):
        return Kept(digest, source.format.media_type, source.kind)
    return Kept(digest, source=source.entry.source, property=source.entry.property, language=source.entry.language)


def content(source: Source) -> bytes:
    """Give the bytes of a file or text."""
    return source.content if isinstance(source, SourceFile) else source.text.encode()


def key(material: Material) -> str:
    """Give a digest of all that results depend on besides the data."""
    shapes = sorted(parsed.file.content for parsed in material.parsed if parsed.file.kind == "shapes")
    code = sorted(Path(__file__).parent.glob("*.py"))
    versions = [platform.python_version(), *map(version, PACKAGES)]
    parts = [
        *(hashlib.sha256(shape).hexdigest() for shape in shapes),
        *(hashlib.sha256(file.read_bytes()).hexdigest() for file in code),
        *versions,
        str(material.config.check.settings),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Memory:
    """The folder in which it is remembered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, key_: str) -> State | None:
        """Give what was remembered, if it fits."""
        try:
            document = json.loads((self._folder / STATE).read_bytes())
            files = {name: Kept(**values) for name, values in document["files"].items()}
            failing = {shape: tuple(nodes) for shape, nodes in document["failing"].items()}
            reads = {shape: read(values) for shape, values in document["footprints"].items()}
            state = State(document["key"], files, failing, tuple(document["whole"]), document["is_known"], reads)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return state if state.key == key_ and state.is_known is True else None

    def quads(self, name: str, was: Kept) -> list[Quad] | None:
        """Give what a file said, or None where its content is not as it was."""
        try:
            content_ = zlib.decompress((self._folder / CONTENTS / was.digest).read_bytes())
        except (OSError, zlib.error):
            return None
        if hashlib.sha256(content_).hexdigest() != was.digest:
            return None
        if was.source:
            entry = TextFile(was.source, name, was.property, "urn:x", was.language)
            return [text_quad(SourceText(entry, Content(content_)))]
        format_ = RdfFormat.from_media_type(was.media_type)
        if format_ is None:
            return None
        return list(parse_file(SourceFile(name, format_, "urn:x", "data", Content(content_))).quads)

    def save(self, state: State, sources_: Mapping[str, Source]) -> None:
        """Remember a state. A folder that cannot be written to only makes the next check slower."""
        with suppress(OSError):
            contents = self._folder / CONTENTS
            contents.mkdir(parents=True, exist_ok=True)
            (self._folder / ".gitignore").write_text("*\n")
            for name, source in sources_.items():
                file = contents / state.files[name].digest
                if not file.exists():
                    _write(file, zlib.compress(content(source), 1))
            _write(self._folder / STATE, json.dumps(_document(state)).encode())
            self._forget(contents, {was.digest for was in state.files.values()})

    def _forget(self, contents: Path, used: Iterable[str]) -> None:
        for file in contents.iterdir():
            if file.name not in used:
                file.unlink()


def _document(state: State) -> dict[str, Any]:
    return {
        "key": state.key,
        "files": {name: asdict(was) for name, was in state.files.items()},
        "failing": dict(state.failing),
        "whole": state.whole,
        "is_known": state.is_known,
        "footprints": {shape: written(reads) for shape, reads in state.footprints.items()},
    }


def _write(file: Path, content_: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    beside.write_bytes(content_)
    beside.replace(file)
