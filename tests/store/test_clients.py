from __future__ import annotations

import pytest

from kgpub.store.clients import client_key

KEYS = [
    ("an IPv4 address", "192.0.2.1", "192.0.2.1"),
    ("another of the same network", "192.0.2.2", "192.0.2.2"),
    ("an IPv6 address", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("another of the same 64 bits", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
    ("another written at length", "2001:0DB8:0001:0002:0000:0000:0000:0001", "2001:db8:1:2::/64"),
    ("a neighbour's", "2001:db8:1:3::1", "2001:db8:1:3::/64"),
    ("IPv4 written as IPv6", "::ffff:192.0.2.1", "192.0.2.1"),
    ("this machine", "::1", "::/64"),
    ("with an interface", "fe80::1%eth0", "fe80::/64"),
    ("no address", "unix:", "unix:"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("address", "key"), [row[1:] for row in KEYS], ids=[row[0] for row in KEYS])
def test_a_client_is_an_address_or_its_network(address: str, key: str) -> None:
    assert client_key(address) == key
