"""What is withheld or withdrawn is gone from a running server as soon as it is gone from the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publications import copy_thesaurus
from tests.servers import eventually, kgpub, manifest, serving

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("store", ["memory", "disk"])
def test_a_server_leaves_a_release_that_a_build_has_removed(store: str, tmp_path: Path) -> None:
    archive = copy_thesaurus(tmp_path / "archive", settings=f'[engine]\nstore = "{store}"')
    with serving(archive) as server:
        assert server.get("weather/snow.ttl").status_code == 200
        before = manifest(archive)
        with (archive / "kgpub.toml").open("a") as file:
            file.write('[withhold]\nresources = ["weather/snow"]\n')
        assert kgpub("build", archive).returncode == 0
        eventually(lambda: server.get("weather/snow.ttl").status_code == 404)
        assert server.get("weather/rain.ttl").status_code == 200
        assert "weather/snow" not in server.query("SELECT * { ?s ?p ?o }").text
        assert manifest(archive) != before
        assert len(list((archive / ".kgpub" / "releases").iterdir())) == 1


def test_a_server_stays_with_what_it_has_where_there_is_nothing_else(tmp_path: Path) -> None:
    archive = copy_thesaurus(tmp_path / "archive")
    with serving(archive) as server:
        assert server.get("weather/rain.ttl").status_code == 200
        release = (archive / ".kgpub" / "current").resolve()
        release.rename(archive / "elsewhere")
        eventually(lambda: "the last one stays in service" in server.log.read_text())
        assert server.get("weather/rain.ttl").status_code == 200
        (archive / "elsewhere").rename(release)
        assert server.get("weather/rain.ttl").status_code == 200
