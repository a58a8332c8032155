"""What may stand in a statement."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Node = NamedNode | BlankNode | Literal | Triple
"""Any RDF term; a triple is one since RDF 1.2."""
