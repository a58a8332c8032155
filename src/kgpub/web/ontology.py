"""The page that explains what the archive is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template

from kgpub.publication.guide import guide
from kgpub.web.current import naming, publication
from kgpub.web.diagram import Arrow, Box, lay_out
from kgpub.web.responses import for_people
from kgpub.web.signposting import Link, date, header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.publication.guide import ClassEntry, Guide, PropertyEntry
    from kgpub.web.diagram import Diagram

blueprint = Blueprint("ontology", __name__)

ADDRESS = "/about/ontology"
MOST_DRAWN = 40
"""Classes. Of more, those are drawn that most arrows meet."""
MOST_LINES = 8


@blueprint.get(ADDRESS)
def ontology() -> Response:
    """Explain every class and property, what must hold of them, and show examples."""
    current = publication()
    found = guide(current, naming())
    page = render_template("ontology.html", publication=current, guide=found, diagram=diagram(found))
    response = for_people(page)
    described = [Link(ref.uri, "describes") for ref, _ in found.ontologies]
    response.headers["Link"] = header([described])
    date(response, current)
    return response


def diagram(found: Guide) -> Diagram | None:
    """Draw the classes; what leads to none of them stands in their boxes. None where no arrow would be drawn."""
    arrows = list(_arrows(found))
    met = [key for arrow in arrows for key in (arrow.source, arrow.target)]
    drawn = sorted(found.classes, key=lambda entry: -met.count(entry.term.uri))[:MOST_DRAWN]
    keys = {entry.term.uri for entry in drawn}
    if not arrows:
        return None
    boxes = [_box(entry, found, keys) for entry in found.classes if entry.term.uri in keys]
    return lay_out(boxes, [arrow for arrow in arrows if {arrow.source, arrow.target} <= keys])


def _arrows(found: Guide) -> Iterator[Arrow]:
    """Give each way from class to class: what is more special, and properties; several of one way are one arrow."""
    classes = {entry.term.uri for entry in found.classes}
    for entry in found.classes:
        yield from (Arrow(ref.uri, entry.term.uri) for ref in entry.above if ref.uri in classes)
    labels: dict[tuple[str, str], list[str]] = {}
    for property_ in found.properties:
        for source, target in _ways(property_):
            if source in classes and target in classes and source != target:
                labels.setdefault((source, target), []).append(property_.term.name)
    for (source, target), names in labels.items():
        yield Arrow(source, target, ", ".join(names))


def _ways(property_: PropertyEntry) -> Iterator[tuple[str, str]]:
    for domain in property_.domains:
        for range_ in property_.ranges:
            yield domain.uri, range_.uri


def _box(entry: ClassEntry, found: Guide, drawn: set[str]) -> Box:
    properties = [property_ for property_ in found.properties if entry.term in property_.domains]
    lines = [
        _line(property_)
        for property_ in properties
        if not any(range_.uri in drawn and range_.uri != entry.term.uri for range_ in property_.ranges)
    ]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"and {len(lines) - MOST_LINES + 1} more"]
    return Box(entry.term.uri, entry.term.name, tuple(lines), f"#{entry.term.anchor}")


def _line(property_: PropertyEntry) -> str:
    ranges = ", ".join(range_.name for range_ in property_.ranges)
    return f"{property_.term.name}: {ranges}" if ranges else property_.term.name
