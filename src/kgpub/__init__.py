"""Publishes a git repository of RDF as linked data that others can rely on."""

__version__ = "0.1.0"
