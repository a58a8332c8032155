"""Canonical N-Quads: the same dataset gives the same bytes, whatever its files look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, serialize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad


def canonical_lines(quads: Iterable[Quad]) -> list[bytes]:
    """Give a dataset as sorted lines of N-Quads with the blank node labels of RDFC-1.0.

    https://www.w3.org/TR/rdf-canon/#canonical-form
    """
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    content = serialize(iter(dataset), format=RdfFormat.N_QUADS) or b""
    return sorted(content.splitlines(keepends=True))
