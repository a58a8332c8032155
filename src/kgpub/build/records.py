"""What is remembered of each build beside its release: what it was made of, and what must not be read in it.

A record stays on the machine that builds. It tells whether a release is still that of the files, and which of the older
ones may stay.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DIGITS = 32


@dataclass(frozen=True)
class Record:
    """One build. What was left out is kept as digests, so that nobody finds names and URIs by looking for them."""

    fingerprint: str = ""
    built: float = 0.0
    """Seconds since 1970."""
    changes_on: str = ""
    """The next day on which less is withheld; nothing where there is none."""
    left_out: tuple[str, ...] = ()

    @classmethod
    def decode(cls, content: bytes) -> Record:
        """Read what `encode` gave; of a release without a record nothing is known."""
        fields = json.loads(content or b"{}")
        return cls(**{**fields, "left_out": tuple(fields.get("left_out", ()))})

    def encode(self) -> bytes:
        """Give the record as JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode() + b"\n"

    def is_of(self, fingerprint: str, *, today: date) -> bool:
        """Tell whether a build of these files would come to the same today."""
        is_over = bool(self.changes_on) and date.fromisoformat(self.changes_on) <= today
        return self.fingerprint == fingerprint and not is_over


def digests(secrets: Iterable[str]) -> tuple[str, ...]:
    """Give what stands for secrets in a record."""
    return tuple(sorted(sha256(secret.encode()).hexdigest()[:DIGITS] for secret in secrets))


def retained(encoded: Mapping[str, bytes], newest: str, *, most: int) -> list[str]:
    """Give which releases stay: the newest, and of those that left out as much as it does those built last."""
    records = {identifier: Record.decode(content) for identifier, content in encoded.items()}
    secrets = set(records[newest].left_out)
    harmless = [identifier for identifier, record in records.items() if secrets <= set(record.left_out)]
    harmless.sort(key=lambda identifier: (identifier != newest, -records[identifier].built))
    return harmless[:most]
