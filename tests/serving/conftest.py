"""Servers for the tests of what happens to their processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers import Server, copy_archive, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = """
[engine]
deadline_seconds = 2.0
memory_megabytes = 64
public_workers = 2
workers_per_client = 2
queue_length = 4
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's archive whose queries must be quick."""
    return copy_archive(tmp_path_factory.mktemp("archive") / "kgpub", settings=SETTINGS)


@pytest.fixture(scope="module")
def server(archive: Path) -> Iterator[Server]:
    """A server of it."""
    with serving(archive) as running:
        yield running
