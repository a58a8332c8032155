"""Showing what is done: on a terminal only, and only when it takes long."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.progress import Progress

PATIENCE_SECONDS = 1.0
"""Nothing is shown of what is done sooner."""


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Give a callback that takes steps; the last one shows, with a spinner, once patience is over."""
    from kgpub.check.progress import silent  # noqa: PLC0415 - so that --help does not wait

    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # noqa: PLC0415 - only where it is seen

    status = Console(stderr=True).status("")

    def show(step: str, done: int, total: int) -> None:
        status.update(f"{step} {done}/{total}" if total > 1 else f"{step} …")

    timer = Timer(PATIENCE_SECONDS, status.start)
    timer.start()
    try:
        yield show
    finally:
        timer.cancel()
        timer.join()
        status.stop()
