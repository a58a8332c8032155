"""An engine over a few quads, in memory and on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engines import running_engine, trig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines import RunningEngine

STORES = ("memory", "disk")

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
    """An engine that the tests of a module share: each leaves it whole."""
    quads = trig(DATA + "<https://example.org/numbers> {" + numbers() + "}")
    with running_engine(tmp_path_factory.mktemp(request.param), quads, store=request.param) as running:
        yield running


@pytest.fixture(autouse=True)
def _engine_is_whole(request: pytest.FixtureRequest) -> None:
    """Let no test begin before the pool is whole again."""
    if "engine" in request.fixturenames:
        request.getfixturevalue("engine").wait_until_whole()
