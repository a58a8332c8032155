"""The address that a server listens on."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass

from kgpub.errors import ServeError

LAST_PORT = 65535


@dataclass(frozen=True)
class Address:
    """A host and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        """Give the address as a URL that ends in a slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def free_address(address: Address) -> Address:
    """Make sure that an address can be listened on; port 0 becomes a free one. Raise ServeError otherwise.

    The web server listens with SO_REUSEPORT, which would share a port that another server of ours holds in silence.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ServeError(f"Cannot listen on {address}: {reason}. {_advice(address, error)}") from error
        return Address(address.host, probe.getsockname()[1])


def _advice(address: Address, error: OSError | OverflowError) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"Choose another port, such as --port {address.port % LAST_PORT + 1}."
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return "Choose a port above 1023, or put a proxy in front."
    return "Choose an address of this machine, such as --host 127.0.0.1, or 0.0.0.0 for all."
