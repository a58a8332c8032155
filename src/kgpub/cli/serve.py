"""`kgpub serve`: publish an archive."""

from __future__ import annotations

import logging
import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.build import tell
from kgpub.cli.progress import shown_progress

if TYPE_CHECKING:
    from kgpub.config import Config
    from kgpub.store.releases import Release, Releases


@click.command(
    epilog="""\b
Examples:
  kgpub serve                       the archive of the current folder, on http://127.0.0.1:8000/
  kgpub serve ../letters --port 80  another one
  kgpub serve --host 0.0.0.0        for every network that this machine is on

\b
While it runs:
  kgpub build && kill -HUP PID      move to a new release without a failed request
  Ctrl-C                            stop

Exit status: 0 stopped, 1 errors in the data and no release to serve, 2 could not run."""
)
@click.argument("archive", type=click.Path(path_type=Path), default=Path())
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Web processes [default: web_workers in kgpub.toml]. Query workers are a setting there too.",
)
def serve(archive: Path, host: str, port: int, workers: int | None) -> int:
    """Publish an archive: build a release if the files are newer than the last one, and serve it.

    ARCHIVE is a folder with a kgpub.toml; the current folder if left out.
    """
    # Here and not above, so that --help does not wait for them.
    from kgpub import config as configuration  # noqa: PLC0415
    from kgpub.store.releases import Releases  # noqa: PLC0415
    from kgpub.web.serving.address import Address, free_address  # noqa: PLC0415
    from kgpub.web.serving.supervisor import Supervisor  # noqa: PLC0415

    logging.basicConfig(format="kgpub: %(message)s", level=logging.WARNING)
    address = free_address(Address(host, port))
    config = configuration.load(archive)
    status = bring_up_to_date(config, Releases(archive))
    if status:
        return status
    with ExitStack() as starting:
        starting.enter_context(shown_progress())("loading the release", 0, 1)

        def serving(release: Release) -> None:
            starting.close()
            announce(release, str(address))

        Supervisor(archive.resolve(), address, workers=workers).run(serving)
    return 0


def bring_up_to_date(config: Config, releases: Releases) -> int:
    """Build a release where the files are newer than the last one; give an exit status where there is none to serve."""
    from kgpub.build import build, is_current  # noqa: PLC0415 - so that --help does not wait

    last = releases.current()
    if is_current(config, last):
        return 0
    with shown_progress() as progress:
        built = build(config.root, progress=progress)
    status = tell(built, config.root)
    if status and last is not None:
        click.echo(f"Serving the last release, {last.id[:12]}, which does not have these changes.", err=True)
        return 0
    return status


def announce(release: Release, address: str) -> None:
    """Say where to look. This is a log: the title is that of the release, which has no name that was withdrawn."""
    from kgpub import config as configuration  # noqa: PLC0415 - so that --help does not wait
    from kgpub.store.releases import CONFIGURATION  # noqa: PLC0415

    title = configuration.parse(release.read(CONFIGURATION), release.folder).title
    click.echo(f"\nServing release {release.id[:12]} of “{title}”\n")
    for label, path in (("Pages", ""), ("SPARQL", "sparql"), ("Health", "health")):
        click.echo(f"  {label:<8}{click.style(address + path, fg='cyan')}")
    click.echo(f"\nCtrl-C stops it. After a build, `kill -HUP {os.getpid()}` moves it to the new release.\n")
