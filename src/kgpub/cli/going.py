"""Saying what goes from the next release with a thing that is withdrawn, and each place at which its names stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.cli.left_out import counted, places
from kgpub.errors import ParseError
from kgpub.identity import Withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kgpub.archive import Archive
    from kgpub.build import Disclosure
    from kgpub.cli.recorded import Recorded
    from kgpub.config import Config
    from kgpub.identity import Ledger


def going(settings: Config, archive: Archive, recorded: Recorded, today: date) -> Iterator[str]:
    """Give lines for what was withdrawn just now; none where nothing was."""
    new = {uri for uri, stands_for in recorded.differences().items() if isinstance(stands_for, Withdrawn)}
    if not new:
        return
    try:
        disclosure = _disclosed(settings, archive, recorded.after, today)
        known = _gone(settings, archive, recorded.before, today)
    except ParseError as error:
        yield f"Where its names stand cannot be told: {error}"
        yield "Mend the file, and see the places with `kgpub build`; they are blacked out there in any case."
        return
    yield from _along(recorded.before, [uri for uri in _uris(disclosure) if uri not in known])
    yield from _names(disclosure, archive, recorded.after, new)


def _disclosed(settings: Config, archive: Archive, ledger: Ledger, today: date) -> Disclosure:
    from kgpub.build import disclose  # noqa: PLC0415 - so that --help does not wait

    return disclose(settings, archive, today=today, ledger=ledger)


def _gone(settings: Config, archive: Archive, ledger: Ledger, today: date) -> set[str]:
    """Give what goes without the new withdrawal; that costs nothing where there is no other."""
    if not any(isinstance(known, Withdrawn) for known in ledger.changed.values()):
        return set()
    return set(_uris(_disclosed(settings, archive, ledger, today)))


def _uris(disclosure: Disclosure) -> list[str]:
    return [tombstone.uri for tombstone in disclosure.tombstones]


def _along(ledger: Ledger, uris: list[str]) -> Iterator[str]:
    if uris:
        things = counted(len(uris), "thing goes", "things go")
        yield f"{things} with it, of which nothing would be left, and will be answered 410 as well:"
        yield from (f"  {ledger.relative(uri)}" for uri in uris)


def _names(disclosure: Disclosure, archive: Archive, ledger: Ledger, new: set[str]) -> Iterator[str]:
    """Tell where names stand, as a release shows the place: the names themselves are in no line."""
    seen = [item for item in disclosure.left_out.seen if item.owner in new]
    for uri in sorted(ledger.relative(uri) for uri in new):
        if uri in disclosure.left_out.nameless:
            yield f"No file has a name of {uri}, so nothing is blacked out for it."
    if blacked := [item for item in seen if not item.is_kept]:
        yield f"Its names will be blacked out in {counted(len(blacked), 'place')}:"
        yield from places(blacked, archive.root)
    if kept := [item for item in seen if item.is_kept]:
        yield (
            f"{counted(len(kept), 'place')} may have its name and will be left: others bear it as well, or kgpub.toml "
            "keeps it:"
        )
        yield from places(kept, archive.root)
