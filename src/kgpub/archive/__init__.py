"""The files of an archive: which is what, its graph, text and positions."""

from kgpub.archive.files import Archive, Fault, SourceFile, SourceText, fingerprint, read
from kgpub.archive.quads import ParsedFile, parse_file, quads, text_quad
from kgpub.archive.sources import GraphFiles, GraphKind, TextFile

__all__ = [
    "Archive",
    "Fault",
    "GraphFiles",
    "GraphKind",
    "ParsedFile",
    "SourceFile",
    "SourceText",
    "TextFile",
    "fingerprint",
    "parse_file",
    "quads",
    "read",
    "text_quad",
]
