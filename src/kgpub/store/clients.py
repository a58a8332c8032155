"""Clients, as the queue tells them apart."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_network

NETWORK_BITS = 64  # what one household or machine is given: within it, an address costs nothing (RFC 6177, RFC 7421)


def client_key(address: str) -> str:
    """Give the key of whoever asks from an address: the address itself, or the network of 64 bits that IPv6 gives it.

    An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) is that IPv4 address. What is no address stays.
    """
    if ":" not in address:
        return address  # IPv4, as nearly always
    try:
        parsed = IPv6Address(address.partition("%")[0])  # which may name the interface it was heard on
    except ValueError:
        return address
    return str(parsed.ipv4_mapped or ip_network((parsed, NETWORK_BITS), strict=False))
