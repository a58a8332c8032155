"""What `kgpub query` was told on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "table"
OUTPUTS = (TABLE, "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld", "rdf", "trig", "nq")


@dataclass(frozen=True)
class Options:
    """What was given on the command line."""

    query: str | None
    file: Path | None
    example: str | None
    examples: bool
    archive: Path
    endpoint: str | None
    output: str | None
    timeout: float | None
    ask_status: bool
    explain: bool
