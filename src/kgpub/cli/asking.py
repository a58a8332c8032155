"""What a query is asked of: the current release of an archive, or an endpoint."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from kgpub import config as configuration
from kgpub.cli.progress import shown_progress
from kgpub.errors import ReleaseError
from kgpub.publication import Publication
from kgpub.store.embedded.client import EmbeddedEngine
from kgpub.store.embedded.process import EngineProcess
from kgpub.store.releases import CONFIGURATION, Release, Releases
from kgpub.store.settings import EngineSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgpub.cli.question_options import Options
    from kgpub.config import Config
    from kgpub.publication.examples import Example
    from kgpub.store.contract import Engine

ENDPOINT_SECONDS = 60.0
PAGER_SECONDS = 24 * 60 * 60.0
"""Who reads an answer here may read it in a pager."""


@dataclass(frozen=True)
class Source:
    """What is asked, with the prefixes that a query need not declare."""

    engine: Engine
    prefixes: Mapping[str, str]
    base: str = ""


@contextmanager
def asked(options: Options) -> Iterator[Source]:
    """Give what the options say that is asked."""
    if options.endpoint is not None:
        yield _endpoint(options)
        return
    release = _release(options.archive)
    config = _config(release)
    with running_engine(release, _settings(config, options.timeout)) as engine:
        yield Source(engine, config.prefixes, config.base)


def known_examples(archive: Path) -> tuple[Example, ...]:
    """Ask an archive for its examples."""
    release = _release(archive)
    with running_engine(release, _settings(_config(release), None)) as engine:
        return Publication.open(release, engine).examples


@contextmanager
def running_engine(release: Release, settings: EngineSettings) -> Iterator[Engine]:
    """Run an engine over a release."""
    with tempfile.TemporaryDirectory(prefix="kgpub-") as folder:
        process = EngineProcess(release.folder, socket=Path(folder) / "engine.sock", settings=settings)
        try:
            with shown_progress() as progress:
                progress("loading the release", 0, 1)
                process.wait_until_ready()
            yield EmbeddedEngine(process.socket)
        finally:
            process.stop()


def _settings(config: Config, timeout: float | None) -> EngineSettings:
    """Give the archive's limits, for one who asks one query at a time."""
    limits = replace(config.engine, public_workers=1, page_workers=1, stall_seconds=PAGER_SECONDS)
    return limits if timeout is None else replace(limits, deadline_seconds=timeout)


def _release(archive: Path) -> Release:
    release = Releases(archive).current()
    if release is None:
        where = "" if archive == Path() else f" {archive}"
        raise ReleaseError(
            f"There is no release in {archive / '.kgpub'}. Build one: kgpub build{where}, or name another folder with "
            "--archive, or an endpoint with --endpoint."
        )
    return release


def _config(release: Release) -> Config:
    return configuration.parse(release.read(CONFIGURATION), release.folder)


def _endpoint(options: Options) -> Source:
    # Only here, since no other command needs the client.
    from kgpub.store.remote.credentials import Purpose, credentials  # noqa: PLC0415
    from kgpub.store.remote.endpoint import Endpoint  # noqa: PLC0415
    from kgpub.store.remote.engine import RemoteEngine  # noqa: PLC0415
    from kgpub.store.remote.scope import OpenScope  # noqa: PLC0415

    endpoint = Endpoint(_address(options.endpoint or ""), credentials(Purpose.QUERY, os.environ))
    settings = EngineSettings(deadline_seconds=options.timeout or ENDPOINT_SECONDS, stall_seconds=PAGER_SECONDS)
    has_archive = (options.archive / configuration.CONFIG_FILE).exists()
    prefixes = configuration.load(options.archive).prefixes if has_archive else {}
    return Source(RemoteEngine(endpoint, OpenScope(), settings), prefixes)


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter(f"“{url}” must begin with https:// or http://", param_hint="--endpoint")
    if parts.username is not None:
        message = "a password does not belong in an address: use KGPUB_QUERY_USER and KGPUB_QUERY_PASSWORD"
        raise click.BadParameter(message, param_hint="--endpoint")
    return url
