"""The publication that the request at hand began with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g

if TYPE_CHECKING:
    from kgpub.publication import Publication


def publication() -> Publication:
    """Give the publication of this request."""
    taken: Publication = g.publication
    return taken


def public_address() -> str:
    """Give the address at which visitors reach this server, with a slash at its end."""
    address: str = current_app.config["PUBLIC_ADDRESS"]
    return address
