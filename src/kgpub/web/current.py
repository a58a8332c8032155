"""The publication that the request at hand began with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request

if TYPE_CHECKING:
    from kgpub.publication import Publication
    from kgpub.publication.naming import Naming


def publication() -> Publication:
    """Give the publication of this request."""
    taken: Publication = g.publication
    return taken


def naming() -> Naming:
    """Give how the reader at hand has things named: in their languages first."""
    if "naming" not in g:
        g.naming = publication().naming.preferring(request.accept_languages.values())
    taken: Naming = g.naming
    return taken


def public_address() -> str:
    """Give the address at which visitors reach this server, with a slash at its end."""
    address: str = current_app.config["PUBLIC_ADDRESS"]
    return address
