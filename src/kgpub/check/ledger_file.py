"""The ledger as a file, which is long: it is read where somebody asks what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kgpub.errors import LedgerError, Place, Problem
from kgpub.identity import Ledger, parse

if TYPE_CHECKING:
    from kgpub.config import Config


@dataclass(frozen=True)
class LedgerFile:
    """A ledger as it is written."""

    content: bytes = field(repr=False)
    base: str
    shown: str
    """What people call the file."""

    @classmethod
    def of(cls, config: Config, content: bytes, *, revision: str = "") -> LedgerFile:
        """Take the content of the file that kgpub.toml names, now or at a revision."""
        path = config.identity.ledger.as_posix()
        return cls(content, config.base, f"{revision}:{path}" if revision else path)

    @cached_property
    def text(self) -> str:
        """What stands in the file; what is not UTF-8 is replaced."""
        return self.content.decode("utf-8", errors="replace")

    @cached_property
    def ledger(self) -> Ledger:
        """What the file says. Raises LedgerError."""
        try:
            text = self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"not UTF-8 text ({error.reason} at byte {error.start})"
            raise LedgerError((Problem(Place(self.shown), message),)) from None
        return parse(text, base=self.base, shown=self.shown)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Give why it cannot be read, with places."""
        try:
            _ = self.ledger
        except LedgerError as error:
            return error.problems
        return ()

    def or_empty(self) -> Ledger:
        """Give what the file says, or nothing where it cannot be read."""
        return Ledger(self.base) if self.problems else self.ledger
