"""What was written into the ledger, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub import identity

if TYPE_CHECKING:
    from kgpub.identity import Change, Ledger, Resolution


@dataclass(frozen=True)
class Recorded:
    """The ledger as it was, and the events that came."""

    before: Ledger
    events: tuple[Change, ...]

    @property
    def after(self) -> Ledger:
        """The ledger as it is now."""
        return self.before.extended(self.events)

    def differences(self) -> dict[str, Resolution]:
        """Give what each URI stands for that stood for something else before."""
        after = self.after
        uris = sorted({*self.before.changed, *after.changed})
        now = {uri: identity.resolve(after, uri) for uri in uris}
        return {uri: stands for uri, stands in now.items() if stands != identity.resolve(self.before, uri)}
