"""Writing events into the ledger, and saying what follows from them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kgpub import config, identity
from kgpub.archive import mentions
from kgpub.cli.going import going
from kgpub.cli.recorded import Recorded
from kgpub.identity import Active, Merged, Split, Withdrawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from kgpub.archive import Archive
    from kgpub.config import Config
    from kgpub.identity import Change, Ledger, Resolution

    Order = Callable[[Ledger, date], tuple[Change, ...]]

MOST_PLACES = 10
"""How many places are listed; the check shows all."""


def carry_out(settings: Config, order: Order, *, dry_run: bool) -> None:
    """Write the events that `order` makes of the ledger and the day, and tell of them."""
    tell(settings, record(settings, order, dry_run=dry_run), dry_run=dry_run)


def record(settings: Config, order: Order, *, dry_run: bool) -> Recorded:
    """Write the events under the ledger's lock; a dry run only makes them."""
    path = settings.root / settings.identity.ledger
    seen: list[Recorded] = []

    def noted(ledger: Ledger) -> tuple[Change, ...]:
        seen.append(Recorded(ledger, order(ledger, datetime.now(UTC).date())))
        return seen[-1].events

    if dry_run:
        noted(identity.read(path, base=settings.base))
    else:
        identity.extend(path, noted, base=settings.base)
    return seen[-1]


def tell(settings: Config, recorded: Recorded, *, dry_run: bool) -> None:
    """Print the lines that were written, and beside them what follows and what is left to do."""
    for event in recorded.events:
        click.echo(recorded.before.line(event))
    if not recorded.events:
        click.echo("Nothing is to be done: it is so already.", err=True)
        return
    archive = config.open_archive(settings)
    for uri, resolution in recorded.differences().items():
        for line in _consequences(recorded.before, archive, uri=uri, resolution=resolution):
            click.echo(line, err=True)
    for line in going(settings, archive, recorded, datetime.now(UTC).date()):
        click.echo(line, err=True)
    click.echo("Nothing was written: this was a dry run." if dry_run else NEXT, err=True)


NEXT = "Next: mend the files, commit them with the ledger, `kgpub build`, and `kill -HUP PID` for a running server."


def _consequences(ledger: Ledger, archive: Archive, *, uri: str, resolution: Resolution) -> Iterator[str]:
    """Say what a URI stands for now, and what the files must be made to say."""
    name = ledger.relative(uri)
    places = [f"  {archive.root / place.path}:{place.line}" for place in mentions(archive, uri.rpartition("/")[2])]
    yield f"{name} {_standing(ledger, resolution)}."
    if isinstance(resolution, Active):
        if not places:
            yield f"No file says anything of {name}, so it would answer 404: take its data back from git's history."
    elif places:
        lines = "1 line still has" if len(places) == 1 else f"{len(places)} lines still have"
        yield f"{lines} {name}; {_to_do(ledger, resolution)}:"
        yield from places[:MOST_PLACES]
        if len(places) > MOST_PLACES:
            yield f"  and {len(places) - MOST_PLACES} more; `kgpub check` shows all"


def _standing(ledger: Ledger, resolution: Resolution) -> str:
    match resolution:
        case Merged(into=into):
            return f"stands for {ledger.relative(into)} now"
        case Split(into=into):
            return f"is split into {identity.listed(map(ledger.relative, into))} now"
        case Withdrawn(reason=reason):
            return f"is withdrawn ({reason}); git's history, clones and the copies of others keep what they had"
        case _:
            return "stands for itself again"


def _to_do(ledger: Ledger, resolution: Resolution) -> str:
    match resolution:
        case Merged(into=into):
            return f"write {ledger.relative(into)} there"
        case Split():
            return "decide in each which of them is meant"
        case Withdrawn(reason="error"):
            return "none of that is published from the next release on; names stay, since it was an error"
        case _:
            return "none of that is published, but leave the names: from here they are blacked out elsewhere"
