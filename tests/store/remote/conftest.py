"""Endpoints that the tests of a module share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.endpoints import oxigraph_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.endpoints import OxigraphServer


@pytest.fixture
def oxigraph() -> Iterator[OxigraphServer]:
    """An Oxigraph server that holds nothing."""
    with oxigraph_server() as server:
        yield server
