"""An engine that is not ours to run: the endpoint that a release is published from, as the supervisor sees it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kgpub.store.remote.publishing import held, publishing_endpoint

if TYPE_CHECKING:
    from kgpub.store.releases import Release
    from kgpub.store.settings import EngineSettings


class Elsewhere:
    """Has the methods of an engine process. There is nothing to start, to end or to look after."""

    socket = ""

    def __init__(self, release: Release, settings: EngineSettings) -> None:
        self._held = held(release, publishing_endpoint(settings, os.environ))
        self._is_retired = False

    def wait_until_ready(self) -> None:
        """Make sure that the endpoint holds the release; raise EngineUnavailable where it does not."""
        self._held.now()

    def is_running(self) -> bool:
        """Tell whether it is in service: whether the endpoint answers is said to those who ask something."""
        return not self._is_retired

    def start_again(self) -> None:
        """Leave that to whoever runs it."""

    def retire(self) -> None:
        """Be forgotten."""
        self._is_retired = True

    def stop(self) -> None:
        """Leave that to whoever runs it."""
