"""The ledger's file: read whole, replaced whole, never by two at once."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from kgpub.durable import replace_file
from kgpub.errors import LedgerError, Place, Problem
from kgpub.identity.events import Event
from kgpub.identity.ledger import HEADER, Ledger, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

New = TypeVar("New", bound=Event)


def read(path: Path, *, base: str) -> Ledger:
    """Read the ledger; a file that is not there is a ledger without events.

    Raises:
        LedgerError: with every problem of the file.

    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Ledger(base, comments=tuple(HEADER.splitlines()), shown=str(path))
    except UnicodeDecodeError as error:
        raise _unusable(path, f"not UTF-8 text ({error.reason} at byte {error.start})") from error
    except OSError as error:
        raise _unusable(path, f"cannot be read: {error.strerror}") from error
    return parse(text, base=base, shown=str(path))


def extend(path: Path, new: Callable[[Ledger], tuple[New, ...]], *, base: str) -> tuple[New, ...]:
    """Write the events that `new` makes of the ledger, and give them.

    `new` sees the ledger as it is on disk, and nobody else writes until its events are there.

    Raises:
        LedgerError: if the file has problems or cannot be written; it is as it was then.

    """
    file = path.resolve()  # a link stays a link: the file it points to is replaced
    try:
        with _locked(file.parent):
            ledger = read(path, base=base)
            events = new(ledger)
            replace_file(file, str(ledger.extended(events)).encode())
    except OSError as error:
        raise _unusable(path, f"cannot be written: {error.strerror}") from error
    return events


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`: a lock on the file itself would be lost when the file is replaced."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _unusable(path: Path, reason: str) -> LedgerError:
    return LedgerError((Problem(Place(str(path)), reason),))
