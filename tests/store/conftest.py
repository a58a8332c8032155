"""An engine over a few quads: in memory, on disk, and at somebody else's server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engines import ENGINES, STORES, any_engine, running_engine, trig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad

    from tests.engines import AnyEngine, RunningEngine

NUMBERS = 400
DATA = """
PREFIX : <https://example.org/>
:one { :a :p :b , "text"@en , 7 ; :q [ :p "in a blank node" ] }
:two { :b :p :c }
"""


def numbers() -> str:
    """Give so many statements that no worker ends their cross product."""
    return "".join(
        f"<https://example.org/n{number}> <https://example.org/is> {number} .\n" for number in range(NUMBERS)
    )


@pytest.fixture(params=STORES, scope="module")
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    """An embedded engine that the tests of a module share: each leaves it whole."""
    with running_engine(tmp_path_factory.mktemp(request.param), _quads(), store=request.param) as running:
        yield running


@pytest.fixture(params=ENGINES, scope="module")
def each(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnyEngine]:
    """An engine of each kind: what all promise is tested on all."""
    with any_engine(tmp_path_factory.mktemp(request.param), _quads(), kind=request.param) as running:
        yield running


def _quads() -> list[Quad]:
    return trig(DATA + "<https://example.org/numbers> {" + numbers() + "}")


@pytest.fixture(autouse=True)
def _engine_is_whole(request: pytest.FixtureRequest) -> None:
    """Let no test begin before the pool is whole again."""
    for name in ("engine", "each"):
        if name in request.fixturenames:
            request.getfixturevalue(name).wait_until_whole()
