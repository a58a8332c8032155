"""Clients, as the queue tells them apart."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

NETWORK_BITS = 64  # what one household or machine is given: within it, an address costs nothing (RFC 6177, RFC 7421)


def client_key(address: str) -> str:
    """Give the key of whoever asks from an address: the address itself, or the network of 64 bits that IPv6 gives it.

    An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) is that IPv4 address. What is no address stays.
    """
    try:
        parsed = ip_address(address.partition("%")[0])  # an IPv6 address may name the interface it was heard on
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ip_network((parsed, NETWORK_BITS), strict=False))
    return str(parsed)
