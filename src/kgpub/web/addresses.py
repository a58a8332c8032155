"""Where links lead: on this host for what is the archive's, elsewhere for the rest."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from kgpub.web.current import publication


def href(uri: str) -> str:
    """Give the address to link to for a URI: on this host where the URI is the archive's."""
    current = publication()
    if current.resources.owns(uri):
        return quote(current.resources.path(uri), safe="/:@!$&'()*+,;=%~#?")
    return uri if urlsplit(uri).scheme in ("http", "https", "mailto") else ""
