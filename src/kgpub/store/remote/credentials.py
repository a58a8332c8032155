"""Names and passwords for endpoints. They come from the environment alone, and stand in no file and no message."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Purpose(StrEnum):
    """What credentials are for: each has variables of its own, so that reading does not need the right to write."""

    PUBLISH = "KGPUB_ENDPOINT"
    LOAD = "KGPUB_LOAD"
    QUERY = "KGPUB_QUERY"


@dataclass(frozen=True)
class Credentials:
    """A user's name and password."""

    user: str
    password: str = field(repr=False)


def credentials(purpose: Purpose, environment: Mapping[str, str]) -> Credentials | None:
    """Read the variables `…_USER` and `…_PASSWORD` of a purpose; None where there is no user."""
    user = environment.get(f"{purpose}_USER", "")
    return Credentials(user, environment.get(f"{purpose}_PASSWORD", "")) if user else None
