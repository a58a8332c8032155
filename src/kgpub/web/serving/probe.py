"""Waiting until a server answers."""

from __future__ import annotations

import http.client
import time
from typing import TYPE_CHECKING

from kgpub.errors import ServeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgpub.web.serving.address import Address

PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.05
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def wait_until_healthy(address: Address, *, is_running: Callable[[], bool]) -> None:
    """Ask /health until it answers 200; raise ServeError where the process ends or the time is over."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not _is_healthy(address):
        if not is_running():
            raise ServeError(f"The web server could not start on {address}.")
        if time.monotonic() > end:
            raise ServeError(f"The web server on {address} did not answer within {PATIENCE_SECONDS:.0f} seconds.")
        time.sleep(PAUSE_SECONDS)


def _is_healthy(address: Address) -> bool:
    connection = http.client.HTTPConnection(ANY_ADDRESS.get(address.host, address.host), address.port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
