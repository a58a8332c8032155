"""Which files an archive is made of, and the graph each belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

GraphKind = Literal["data", "ontology", "shapes"]


@dataclass(frozen=True)
class GraphFiles:
    """A section `[[graphs]]` of kgpub.toml: a named graph and the files that hold it."""

    uri: str = field(metadata={"help": "URI of the graph, relative to the base", "form": "uri"})
    files: tuple[str, ...] = field(
        metadata={
            "help": "globs relative to the archive's folder; `**` stands for any folders",
            "form": "path",
            "is_published": False,
        }
    )
    kind: GraphKind = field(
        default="data",
        metadata={"help": "data: what is said; ontology: the terms it is said in; shapes: what must hold of it"},
    )


@dataclass(frozen=True)
class TextFile:
    """A section `[[texts]]` of kgpub.toml: a text kept as a file, published as a literal of its source."""

    source: str = field(metadata={"help": "URI of the source, relative to the base", "form": "uri"})
    file: str = field(
        metadata={"help": "the file, in UTF-8; offsets into it count Unicode code points", "form": "path"}
    )
    property: str = field(metadata={"help": "property that leads from the source to its text", "form": "curie"})
    graph: str = field(metadata={"help": "URI of the graph that the text belongs to", "form": "uri"})
    language: str = field(default="", metadata={"help": "language tag of the text", "form": "language"})
