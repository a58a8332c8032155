"""What a check tells while it runs, for whoever shows it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told of steps: how many of how many are done."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note of one step."""


def silent(step: str, done: int, total: int) -> None:
    """Take no note."""
