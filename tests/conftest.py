"""What several parts' tests ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED_SUITES = Path(__file__).parents[2] / "shared" / "suites"


@pytest.fixture(scope="session")
def suites() -> Path:
    """The folder of the W3C's test suites; without it the test is skipped, but fails where CI=true promises it."""
    folder = Path(os.environ.get("KGPUB_SUITES") or SHARED_SUITES)
    if not folder.is_dir():
        reason = f"no W3C suites in {folder}; name their folder in KGPUB_SUITES"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
