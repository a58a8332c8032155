"""One opened release: its engine, its configuration and how its things are described."""

from kgpub.publication.publication import Publication

__all__ = ["Publication"]
