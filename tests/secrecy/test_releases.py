"""Nothing of what is withheld reaches a release: it is the release of the same archive without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgpub.store.releases import CROWDS
from tests.publications import built
from tests.secrecy.plantings import PLANTINGS, WORDS, plain, planted
from tests.secrecy.searching import Search, rows, stored_terms

if TYPE_CHECKING:
    from pathlib import Path

    from kgpub.store.releases import Release

SEARCH = Search(WORDS)


def content(release: Release) -> dict[str, bytes]:
    """Give all files of a release but its index, whose bytes are its own business."""
    files = {path.relative_to(release.folder).as_posix(): path for path in release.folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith("store/")}


@pytest.mark.parametrize("name", PLANTINGS)
def test_a_release_is_that_of_the_archive_without_what_is_withheld(name: str, tmp_path: Path) -> None:
    release = built(planted(tmp_path / "with", [PLANTINGS[name]]))
    assert content(release) == content(built(plain(tmp_path / "without", [PLANTINGS[name]])))


def test_so_is_that_of_an_archive_with_all_of_it(tmp_path: Path) -> None:
    release = built(planted(tmp_path / "with", PLANTINGS.values()))
    assert content(release) == content(built(plain(tmp_path / "without", PLANTINGS.values())))


@pytest.mark.parametrize("name", PLANTINGS)
def test_without_withholding_it_is_found(name: str, tmp_path: Path) -> None:
    release = built(planted(tmp_path, [PLANTINGS[name]], is_withheld=False))
    assert SEARCH.found_in_folder(release.folder)


def test_nothing_is_found_on_the_disk_beside_the_files(tmp_path: Path) -> None:
    root = planted(tmp_path, PLANTINGS.values(), settings='[engine]\nstore = "disk"')
    release = built(root)
    assert SEARCH.found_in_folder(root / ".kgpub") == {}
    assert SEARCH.found(stored_terms(release.folder) + rows(release.folder / CROWDS)) == set()


def test_without_withholding_it_is_found_in_the_index_too(tmp_path: Path) -> None:
    root = planted(tmp_path, PLANTINGS.values(), is_withheld=False, settings='[engine]\nstore = "disk"')
    assert SEARCH.found(stored_terms(built(root).folder)) == {word for word in WORDS if word != WORDS[-1]}
