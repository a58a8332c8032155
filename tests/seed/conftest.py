"""The archive of this repository, read as `kgpub build` reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Store, serialize

from kgpub import archive, config, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.config import Config

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def settings() -> Config:
    return config.load(ROOT)


@pytest.fixture(scope="session")
def quads(settings: Config) -> list[Quad]:
    return archive.quads(config.open_archive(settings))


@pytest.fixture(scope="session")
def ledger(settings: Config) -> identity.Ledger:
    return identity.read(ROOT / settings.identity.ledger, base=settings.base)


@pytest.fixture(scope="session")
def store(quads: list[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


@pytest.fixture(scope="session")
def dataset(quads: list[Quad]) -> Iterator[rdflib.Dataset]:
    """The same in rdflib, its literals left as they are written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=serialize(quads, format=RdfFormat.N_QUADS) or b"", format="nquads")
        yield dataset
