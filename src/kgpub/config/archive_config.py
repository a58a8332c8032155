"""What kgpub.toml says, checked, with every URI absolute."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kgpub.archive.sources import GraphFiles, TextFile
    from kgpub.archive.withholding import Withholding
    from kgpub.config.checking import Checking
    from kgpub.config.settings import ReleaseSettings, ServerSettings, WithdrawalSettings
    from kgpub.identity.kinds import Kind
    from kgpub.store.settings import EngineSettings


@dataclass(frozen=True)
class Identity:
    """Where ids are recorded, and which kinds of things get them."""

    ledger: Path
    """Relative to the archive's folder."""
    kinds: tuple[Kind, ...]
    graph: str
    """The graph that says what merged and split URIs stand for."""


@dataclass(frozen=True)
class Config:
    """One archive's configuration. All URIs are absolute, whatever form the file gives them."""

    root: Path
    base: str
    title: str
    languages: tuple[str, ...]
    dataset: str
    entities: tuple[str, ...]
    labels: tuple[str, ...]
    noindex: tuple[str, ...]
    contact: str
    prefixes: Mapping[str, str]
    graphs: tuple[GraphFiles, ...]
    texts: tuple[TextFile, ...]
    withholding: Withholding
    withdrawal: WithdrawalSettings
    identity: Identity
    releases: ReleaseSettings
    engine: EngineSettings
    server: ServerSettings
    check: Checking
    source: bytes = field(repr=False)
    """The content of kgpub.toml."""
    shown: str = field(compare=False)
    """The file as people know it."""
