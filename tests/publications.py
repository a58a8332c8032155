"""Archives for tests, built and opened as the server opens them."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kgpub import config
from kgpub.build import build
from kgpub.publication import Publication
from tests.engines import started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.store.releases import Release

THESAURUS = Path(__file__).parent / "archives" / "thesaurus"


def copy_thesaurus(target: Path, *, settings: str = "") -> Path:
    """Copy the thesaurus to where it may be built; `settings` is appended to its kgpub.toml."""
    shutil.copytree(THESAURUS, target, dirs_exist_ok=True)
    with (target / "kgpub.toml").open("a") as file:
        file.write(f"\n{settings}\n")
    return target


def built(root: Path) -> Release:
    """Build an archive that must be fit for it."""
    result = build(root)
    assert result.release is not None, result.report.diagnostics
    return result.release


@contextmanager
def opened(root: Path) -> Iterator[Publication]:
    """Build an archive and open it over an engine of its own, with the settings that it has."""
    release = built(root)
    settings = config.load(root).engine
    with started(release, root / "engine.sock", settings) as running:
        yield Publication.open(release, running.engine)
