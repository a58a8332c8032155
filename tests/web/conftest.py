"""One server for the tests of what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers import Server, copy_archive, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's archive."""
    return copy_archive(tmp_path_factory.mktemp("archive") / "kgpub")


@pytest.fixture(scope="session")
def server(archive: Path) -> Iterator[Server]:
    """A server of this repository's archive."""
    with serving(archive) as running:
        yield running
