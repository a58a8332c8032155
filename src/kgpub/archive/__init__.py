"""The files of an archive: which is what, its graph, text and positions."""

from kgpub.archive.comments import Comment, comments, literals
from kgpub.archive.content import Content
from kgpub.archive.files import Archive, Fault, SourceFile, SourceText, fingerprint, matches, read
from kgpub.archive.lines import Lines
from kgpub.archive.mentions import mentions
from kgpub.archive.positions import POSITIONED, NoPositions, PlacedQuad, placed_quads, token_end
from kgpub.archive.quads import ParsedFile, parse_file, quads, text_quad
from kgpub.archive.revisions import Revision, claims, files_at, open_revision
from kgpub.archive.sources import GraphFiles, GraphKind, TextFile
from kgpub.archive.staging import is_read, last_commit, staged_content, staged_folder, staged_paths
from kgpub.archive.unsaved import with_unsaved

__all__ = [
    "POSITIONED",
    "Archive",
    "Comment",
    "Content",
    "Fault",
    "GraphFiles",
    "GraphKind",
    "Lines",
    "NoPositions",
    "ParsedFile",
    "PlacedQuad",
    "Revision",
    "SourceFile",
    "SourceText",
    "TextFile",
    "claims",
    "comments",
    "files_at",
    "fingerprint",
    "is_read",
    "last_commit",
    "literals",
    "matches",
    "mentions",
    "open_revision",
    "parse_file",
    "placed_quads",
    "quads",
    "read",
    "staged_content",
    "staged_folder",
    "staged_paths",
    "text_quad",
    "token_end",
    "with_unsaved",
]
