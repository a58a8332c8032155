"""`kgpub load`: bring the current release to the endpoint that it is published from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.progress import shown_progress

if TYPE_CHECKING:
    from kgpub.store.releases import Release
    from kgpub.store.remote.loading.load import Loading, Plan
    from kgpub.store.settings import EngineSettings

ENDPOINT_UNFIT = 1


@click.command(
    epilog="""\b
Examples:
  kgpub build && kgpub load         the archive of the current folder
  kgpub load ../letters --dry-run   what would be done
  kgpub load --verify               compare all graphs, also those that are known to be there
  kgpub load && kill -HUP PID       let a running server move to the new release

\b
Where to: endpoint, update and graph_store under [engine] in kgpub.toml. Names and passwords are read from
KGPUB_LOAD_USER and KGPUB_LOAD_PASSWORD for writing, KGPUB_ENDPOINT_USER and KGPUB_ENDPOINT_PASSWORD for reading.

Exit status: 0 the release is there, 1 the endpoint changes data or answers wrongly, 2 it could not be brought there."""
)
@click.argument("archive", type=click.Path(path_type=Path), default=Path())
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("--verify", is_flag=True, help="Believe no digest: read every graph back and compare it.")
def load(archive: Path, *, dry_run: bool, verify: bool) -> int:
    """Bring the current release of an archive to the endpoint that it is published from.

    ARCHIVE is a folder with a kgpub.toml; the current folder if left out. Only graphs that changed are written, each is
    read back and compared, and what else lives at the endpoint stays as it is. Interrupt it when you like: repeated, it
    ends in the same state.
    """
    # Here and not above, so that --help does not wait for them.
    from kgpub.errors import EndpointUnfit  # noqa: PLC0415
    from kgpub.store.remote.loading.load import alone  # noqa: PLC0415

    release = _release(archive)
    loading = _loading(release, _settings(release))
    with alone(archive / ".kgpub" / "load.lock"), shown_progress() as progress:
        progress("asking what the endpoint holds", 0, 1)
        plan = loading.plan(verify=verify)
        if dry_run or plan.is_done:
            _tell(plan, release, is_done=False)
            return 0
        try:
            loading.carry_out(plan, progress)
        except EndpointUnfit as error:
            click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)
            return ENDPOINT_UNFIT
    _tell(plan, release, is_done=True)
    return 0


def _release(archive: Path) -> Release:
    from kgpub.errors import LoadError  # noqa: PLC0415
    from kgpub.store.releases import Releases  # noqa: PLC0415

    release = Releases(archive).current()
    if release is None:
        raise LoadError(f"There is no release in {archive / '.kgpub'} yet. Build one: kgpub build")
    return release


def _settings(release: Release) -> EngineSettings:
    """Give what the release says of its engine: that is what a server will go by."""
    from kgpub import config  # noqa: PLC0415
    from kgpub.errors import LoadError  # noqa: PLC0415
    from kgpub.store.releases import CONFIGURATION  # noqa: PLC0415

    settings = config.parse(release.read(CONFIGURATION), release.folder).engine
    if settings.kind != "remote":
        raise LoadError(
            'The current release is not published from an endpoint. Write kind = "remote", an endpoint and its '
            "update address under [engine] in kgpub.toml, and build again: kgpub build"
        )
    if not settings.update:
        raise LoadError(
            "kgpub.toml names no update address under [engine], so nothing can be written. Build again then."
        )
    return settings


def _loading(release: Release, settings: EngineSettings) -> Loading:
    from kgpub.store.remote.credentials import Purpose, credentials  # noqa: PLC0415
    from kgpub.store.remote.endpoint import Endpoint, UpdateService  # noqa: PLC0415
    from kgpub.store.remote.loading.load import Loading  # noqa: PLC0415
    from kgpub.store.remote.loading.writing import GraphStore, Writer  # noqa: PLC0415

    reads, writes = (credentials(purpose, os.environ) for purpose in (Purpose.PUBLISH, Purpose.LOAD))
    graph_store = GraphStore(settings.graph_store, writes) if settings.graph_store else None
    writer = Writer(UpdateService(settings.update, writes), graph_store)
    return Loading(release, Endpoint(settings.endpoint, reads), writer)


def _tell(plan: Plan, release: Release, *, is_done: bool) -> None:
    written, removed = ("written and compared", "removed") if is_done else ("to be written", "to be removed")
    for unit in plan.changing:
        click.echo(f"  {written:<21}{unit.name} ({len(unit.lines):,} statements)")
    for graph in plan.gone:
        click.echo(f"  {removed:<21}{graph}")
    if plan.same and plan.touched:
        click.echo(f"  {'as it was':<21}{len(plan.same)} more")
    name = f"release {release.id[:12]}"
    if is_done:
        click.echo(f"The endpoint holds {name}.")
    else:
        click.echo(f"The endpoint holds {name} already." if plan.is_done else f"The endpoint does not hold {name} yet.")
