from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publications import copy_thesaurus, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.publication import Publication

ENDPOINT_SEES_NOTHING = '[engine]\ndefault_graph = "none"'


@pytest.fixture(scope="session", params=["", ENDPOINT_SEES_NOTHING], ids=["union", "none"])
def thesaurus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    """The thesaurus, opened: what its endpoint sees by default changes nothing in its pages."""
    folder = copy_thesaurus(tmp_path_factory.mktemp("thesaurus") / "archive", settings=request.param)
    with opened(folder) as publication:
        yield publication
