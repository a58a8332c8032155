"""Whose request it is."""

from __future__ import annotations

import pytest

from kgpub.web.clients import client_address, networks

PROXIES = networks(("127.0.0.1/32", "10.0.0.0/8", "::1/128"))
TABLE = [
    ("nobody forwards", "192.0.2.1", "", "192.0.2.1"),
    ("somebody pretends to forward", "192.0.2.1", "198.51.100.7", "192.0.2.1"),
    ("a proxy forwards", "127.0.0.1", "198.51.100.7", "198.51.100.7"),
    ("a proxy forwards what somebody made up", "127.0.0.1", "203.0.113.5, 198.51.100.7", "198.51.100.7"),
    ("two proxies forward", "127.0.0.1", "203.0.113.5, 10.1.2.3", "203.0.113.5"),
    ("a proxy asks itself", "127.0.0.1", "", "127.0.0.1"),
    ("a proxy asks another", "127.0.0.1", "10.1.2.3", "10.1.2.3"),
    ("a proxy forwards no address", "127.0.0.1", "not an address", "127.0.0.1"),
    ("a proxy forwards another family", "127.0.0.1", "2001:db8::1", "2001:db8::1"),
    ("a proxy of the other family forwards", "::1", "2001:db8::1", "2001:db8::1"),
]


@pytest.mark.parametrize(("peer", "forwarded", "client"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_only_a_trusted_proxy_names_the_client(peer: str, forwarded: str, client: str) -> None:
    assert client_address(peer, forwarded, proxies=PROXIES) == client
