"""The sections `[check]` of kgpub.toml: which rules are asked, of which files, and how bad their findings are."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CheckSettings:
    """The section `[check]` of kgpub.toml."""

    select: tuple[str, ...] = field(default=(), metadata={"help": "the rules that are asked; empty: all"})
    ignore: tuple[str, ...] = field(default=(), metadata={"help": "rules that are not asked"})
    errors: tuple[str, ...] = field(default=(), metadata={"help": "rules whose findings are errors"})
    warnings: tuple[str, ...] = field(default=(), metadata={"help": "rules whose findings are warnings"})
    notes: tuple[str, ...] = field(default=(), metadata={"help": "rules whose findings are notes"})
    baseline: str = field(
        default="", metadata={"help": "file with the findings that are known and not told", "form": "path"}
    )
    processes: int = field(default=0, metadata={"help": "processes that evaluate shapes; 0: one for each core"})
    shape_seconds: float = field(
        default=30.0, metadata={"help": "time that a shape may take for a hundred of its focus nodes"}
    )
    memory_megabytes: int = field(
        default=1024, metadata={"help": "memory that such a process may take, in MiB, beyond the archive itself"}
    )


@dataclass(frozen=True)
class PathSettings:
    """A section `[[check.paths]]` of kgpub.toml: what is different for some files."""

    files: tuple[str, ...] = field(metadata={"help": "globs of the files that it holds for", "form": "path"})
    select: tuple[str, ...] = field(default=(), metadata={"help": "the rules that are asked of them; empty: all"})
    ignore: tuple[str, ...] = field(default=(), metadata={"help": "rules that are not asked of them"})
    errors: tuple[str, ...] = field(default=(), metadata={"help": "rules whose findings in them are errors"})
    warnings: tuple[str, ...] = field(default=(), metadata={"help": "rules whose findings in them are warnings"})
    notes: tuple[str, ...] = field(default=(), metadata={"help": "rules whose findings in them are notes"})


@dataclass(frozen=True)
class SuppressionSettings:
    """A section `[[check.suppress]]` of kgpub.toml: findings in some files that need not be told."""

    rule: str = field(metadata={"help": "the rule that finds them"})
    files: tuple[str, ...] = field(metadata={"help": "globs of the files that they are in", "form": "path"})
    reason: str = field(default="", metadata={"help": "why they may stand; without it they are told"})


@dataclass(frozen=True)
class QuotationSettings:
    """A section `[[check.quotations]]` of kgpub.toml: how the archive says what is quoted from where.

    Each list is a path: a property, or several that lead on from one another.
    """

    source: tuple[str, ...] = field(
        metadata={"help": "properties that lead from a passage to its source", "form": "curie"}
    )
    words: tuple[str, ...] = field(metadata={"help": "those that lead to the words that it quotes", "form": "curie"})
    text: tuple[str, ...] = field(metadata={"help": "those that lead from a source to its text", "form": "curie"})
    start: tuple[str, ...] = field(
        default=(),
        metadata={"help": "those that lead to the number of characters of the text before it", "form": "curie"},
    )
    end: tuple[str, ...] = field(
        default=(), metadata={"help": "those that lead to the number of characters up to its end", "form": "curie"}
    )
    complete: bool = field(default=False, metadata={"help": "whether each word of such a text stands in a passage"})
    furniture: tuple[str, ...] = field(
        default=(),
        metadata={"help": "regular expressions of what no passage needs to have, such as bullets", "form": "pattern"},
    )


@dataclass(frozen=True)
class CareSettings:
    """The section `[care]` of kgpub.toml: what must not be said in an archive."""

    forbid: tuple[str, ...] = field(
        default=(), metadata={"help": "properties that nothing in the archive may have", "form": "curie"}
    )
    patterns: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "regular expressions of what texts must not have: identity numbers",
            "form": "pattern",
        },
    )


@dataclass(frozen=True)
class Checking:
    """All that kgpub.toml says of the check."""

    settings: CheckSettings = CheckSettings()
    paths: tuple[PathSettings, ...] = ()
    suppressions: tuple[SuppressionSettings, ...] = ()
    care: CareSettings = CareSettings()
    quotations: tuple[QuotationSettings, ...] = ()
