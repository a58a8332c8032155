"""Saying what a release does not have. No name that was withdrawn is said: this may be a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kgpub.build import LeftOut, Seen


def tell_left_out(left_out: LeftOut, archive: Path, *, with_places: bool) -> None:
    """Say how much was left out, and where names were blacked out: each place, or how many there are."""
    for line in (*_amounts(left_out), *_names(left_out, archive, with_places=with_places)):
        click.echo(line, err=True)


def places(seen: Iterable[Seen], archive: Path) -> list[str]:
    """Give places as lines, each with what a release shows there."""
    return [f"  {_place(item, archive)}  {item.excerpt}" for item in seen]


def counted(number: int, one: str, many: str = "") -> str:
    """Give a number with what it counts."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _amounts(left_out: LeftOut) -> Iterator[str]:
    if left_out.statements:
        things = f", and with them {counted(left_out.things, 'thing')}" if left_out.things else ""
        yield f"Left out {counted(left_out.statements, 'statement')}{things}: what is withheld or withdrawn."


def _names(left_out: LeftOut, archive: Path, *, with_places: bool) -> Iterator[str]:
    for uri in left_out.nameless:
        yield f"{uri} is withdrawn, but no file has a name of it: nothing is blacked out for it."
    for uri in left_out.spelled:
        yield f"Left out {uri}, with all that is said of it, since it has a withdrawn name in it."
    blacked = [item for item in left_out.seen if not item.is_kept]
    kept = [item for item in left_out.seen if item.is_kept]
    if blacked:
        yield f"Blacked out withdrawn names in {counted(len(blacked), 'place')}{':' if with_places else '.'}"
        yield from places(blacked, archive) if with_places else ()
    if kept:
        yield (
            f"Left {counted(len(kept), 'place')} that may have a withdrawn name: others bear it as well, or kgpub.toml "
            f"keeps it{':' if with_places else '.'}"
        )
        yield from places(kept, archive) if with_places else ()


def _place(item: Seen, archive: Path) -> str:
    numbers = [str(number) for number in (item.line, item.column) if number]
    return ":".join([str(archive / item.path), *numbers])
