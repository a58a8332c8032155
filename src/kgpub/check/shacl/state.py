"""What the next check needs to know of the results of this one.

The results themselves are not kept, only who has any: those are evaluated again, with all that a change can affect.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rdflib import URIRef

from kgpub.check.shacl.engine import Failure
from kgpub.check.shacl.written_footprints import read, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgpub.check.material import Material
    from kgpub.check.shacl.engine import Outcome
    from kgpub.check.shacl.touches import Footprint


@dataclass(frozen=True)
class State:
    """Which focus nodes of which shapes had results."""

    shapes: str
    """A digest of the shapes."""
    failing: Mapping[str, tuple[str, ...]]
    """The URIs of the nodes, by that of the shape."""
    whole: tuple[str, ...]
    """Shapes that must be evaluated on all their nodes: what failed has no URI that would be the same again."""
    is_known: bool = True
    """Whether the shapes with results all have a URI."""
    footprints: Mapping[str, Footprint] = field(default_factory=dict)
    """What those shapes read that have targets, by their URI."""


def state_of(shapes: str, found: Iterable[Outcome], footprints: Mapping[str, Footprint]) -> State:
    """Give what is to be known of outcomes."""
    failing: dict[str, set[str]] = {}
    whole: set[str] = set()
    is_known = True
    for item in found:
        shape = item.shape if isinstance(item, Failure) else item.target
        if not isinstance(shape, URIRef):
            is_known = False
        elif isinstance(item, Failure) or not isinstance(item.root, URIRef):
            whole.add(str(shape))
        else:
            failing.setdefault(str(shape), set()).add(str(item.root))
    nodes = {shape: tuple(sorted(uris)) for shape, uris in failing.items()}
    return State(shapes, nodes, tuple(sorted(whole)), is_known, footprints)


def shapes_digest(material: Material) -> str:
    """Give a digest of all files of shapes."""
    contents = sorted(file.file.content for file in material.files if file.kind == "shapes")
    return hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()


def decoded(text: str | None, shapes: str) -> State | None:
    """Give a state back, if it is one of the same shapes."""
    try:
        document = json.loads(text or "")
        failing = {shape: tuple(nodes) for shape, nodes in document["failing"].items()}
        reads = {shape: read(values) for shape, values in document["footprints"].items()}
        state = State(document["shapes"], failing, tuple(document["whole"]), document["is_known"], reads)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return state if state.shapes == shapes and state.is_known is True else None


def encoded(state: State) -> str:
    """Write a state."""
    return json.dumps(
        {
            "shapes": state.shapes,
            "failing": dict(state.failing),
            "whole": state.whole,
            "is_known": state.is_known,
            "footprints": {shape: written(reads) for shape, reads in state.footprints.items()},
        }
    )
