"""Footprints as JSON, so that a check of one change need not parse every query of every shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib import URIRef

from kgpub.check.shacl.paths import Choice, Path, Repeated, Sequence, Step
from kgpub.check.shacl.touches import Footprint, Touch

if TYPE_CHECKING:
    from rdflib.term import Node


def written(footprint: Footprint) -> dict[str, Any]:
    """Give a footprint as what JSON can hold."""
    touches = [[list(map(_path, item.walked)), _property(item.predicate), item.against] for item in footprint.touches]
    return {"touches": touches, "anywhere": list(map(str, footprint.anywhere)), "is_unknown": footprint.is_unknown}


def read(document: dict[str, Any]) -> Footprint:
    """Give a footprint back. Raises ValueError, TypeError or KeyError where it is none."""
    touches = {
        Touch(tuple(map(_read_path, walked)), _read_property(predicate), bool(against))
        for walked, predicate, against in document["touches"]
    }
    return Footprint(touches, set(map(URIRef, document["anywhere"])), bool(document["is_unknown"]))


def _property(predicate: Node | None) -> str | None:
    return None if predicate is None else str(predicate)


def _read_property(predicate: str | None) -> Node | None:
    return None if predicate is None else URIRef(predicate)


def _path(path: Path) -> list[Any]:
    match path:
        case Step(predicate, against):
            return ["step", _property(predicate), against]
        case Sequence(steps):
            return ["sequence", *map(_path, steps)]
        case Choice(paths):
            return ["choice", *map(_path, paths)]
        case Repeated(inner, least, is_endless):
            return ["repeated", _path(inner), least, is_endless]


def _read_path(document: list[Any]) -> Path:
    match document:
        case ["step", predicate, bool(against)]:
            return Step(_read_property(predicate), against)
        case ["sequence", *steps]:
            return Sequence(tuple(map(_read_path, steps)))
        case ["choice", *paths]:
            return Choice(tuple(map(_read_path, paths)))
        case ["repeated", inner, int(least), bool(is_endless)]:
            return Repeated(_read_path(inner), least, is_endless)
    raise ValueError(f"{document} is not a path")
