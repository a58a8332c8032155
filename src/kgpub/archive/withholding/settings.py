"""What kgpub.toml says of what is withheld."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Withholding:
    """The section `[withhold]` of kgpub.toml. The `help` of a field is its documentation."""

    graphs: tuple[str, ...] = field(
        default=(), metadata={"help": "graphs that are no part of a release", "form": "uri"}
    )
    files: tuple[str, ...] = field(
        default=(), metadata={"help": "globs of files, texts among them, that are no part of a release", "form": "path"}
    )
    resources: tuple[str, ...] = field(
        default=(),
        metadata={"help": "things that are no part of a release, with what is below them", "form": "uri"},
    )
    property: str = field(
        default="",
        metadata={
            "help": "property that withholds its subject: true, or the day (xsd:date) from which on it is published",
            "form": "curie",
        },
    )
    needs: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "further properties that a thing is nothing without: it goes with the last value of one of them",
            "form": "curie",
        },
    )
    parts: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "further properties that lead to a part: it goes when nothing has it any longer",
            "form": "curie",
        },
    )
