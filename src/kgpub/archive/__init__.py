"""The files of an archive: which is what, its graph, text and positions."""

from kgpub.archive.comments import Comment, PrefixDeclaration, comments, literals, prefix_declarations
from kgpub.archive.content import Content
from kgpub.archive.files import Archive, SourceFile, SourceText, fingerprint, read, read_tree
from kgpub.archive.index import Index, open_index
from kgpub.archive.lines import Lines
from kgpub.archive.mentions import mentions
from kgpub.archive.positions import POSITIONED, NoPositions, PlacedQuad, placed_quads, token_end
from kgpub.archive.quads import ParsedFile, parse_file, quads, text_quad
from kgpub.archive.revisions import Revision, claims, files_at, open_revision
from kgpub.archive.sources import GraphFiles, GraphKind, TextFile
from kgpub.archive.trees import Fault, Tree, Unreadable
from kgpub.archive.unsaved import with_unsaved
from kgpub.archive.written import Written, read_written
from kgpub.paths import matches

__all__ = [
    "POSITIONED",
    "Archive",
    "Comment",
    "Content",
    "Fault",
    "GraphFiles",
    "GraphKind",
    "Index",
    "Lines",
    "NoPositions",
    "ParsedFile",
    "PlacedQuad",
    "PrefixDeclaration",
    "Revision",
    "SourceFile",
    "SourceText",
    "TextFile",
    "Tree",
    "Unreadable",
    "Written",
    "claims",
    "comments",
    "files_at",
    "fingerprint",
    "literals",
    "matches",
    "mentions",
    "open_index",
    "open_revision",
    "parse_file",
    "placed_quads",
    "prefix_declarations",
    "quads",
    "read",
    "read_tree",
    "read_written",
    "text_quad",
    "token_end",
    "with_unsaved",
]
