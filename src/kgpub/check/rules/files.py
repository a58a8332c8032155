"""The folder and kgpub.toml do not agree about the files.

What it does
    Finds files that belong to two graphs, that lead out of the archive, or that cannot be read (errors); globs that
    fit no file, and RDF files that no graph claims though they lie beside files that one does (warnings).

Why is this bad?
    A file that is in no graph is neither checked nor published, and nobody notices. A file in two graphs says
    everything twice. A link that leads out of the archive is missing from every clone.

Example
    ``files = ["data/*.tll"]``

Use instead
    ``files = ["data/*.ttl"]``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic, Span
from kgpub.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.material import Material


def find(material: Material) -> Iterator[Diagnostic]:
    """Give what was found while the folder was read."""
    for fault in material.archive.faults:
        place = fault.problem.place
        yield Diagnostic("files", fault.severity, fault.problem.message, Span(place.path, place.line, place.column))


RULE = Rule("files", "error", find)
