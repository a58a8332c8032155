"""Whose request it is: the address of a client, or the one that a proxy we trust names."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Network = IPv4Network | IPv6Network


@lru_cache(maxsize=8)
def networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    """Read addresses and networks, such as 127.0.0.1 and 10.0.0.0/8."""
    return tuple(map(ip_network, texts))


def client_address(peer: str, forwarded_for: str, *, proxies: Sequence[Network]) -> str:
    """Give the address of the client behind our proxies: the last that none of them has.

    A proxy appends to `X-Forwarded-For` whom it was asked by; what stands before that, anybody may have written.
    """
    hops = [*(hop.strip() for hop in forwarded_for.split(",") if hop.strip()), peer]
    while len(hops) > 1 and _is_in(hops[-1], proxies):
        hops.pop()
    return hops[-1] if _is_address(hops[-1]) else peer


def _is_in(address: str, proxies: Sequence[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in proxies)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
