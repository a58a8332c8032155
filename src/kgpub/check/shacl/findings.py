"""Findings made of SHACL results: placed in the files and put into words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import rdflib
from rdflib.namespace import SH

from kgpub.check.diagnostic import Diagnostic, Related, Severity, Span
from kgpub.check.shacl.reasons import Reasons
from kgpub.check.shacl.terms import to_pyoxigraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

    from kgpub.check.material import Material
    from kgpub.check.shacl.engine import Failure, Result

SEVERITIES: dict[str, Severity] = {"Violation": "error", "Warning": "warning", "Info": "note"}


class Findings:
    """Makes findings of one validation's results."""

    def __init__(self, material: Material, data: rdflib.Graph, shapes: rdflib.Graph) -> None:
        self.material = material
        self.places = material.places
        self.shapes = shapes
        self.reasons = Reasons(data, shapes, material.naming)

    def of_result(self, result: Result) -> Diagnostic:
        """Give a finding for what one shape found wrong with one node."""
        reason = self.reasons.sentence(result)
        message = self.reasons.message(result)
        # A message that pySHACL made up is better than none, for components that are the archive's own.
        fallback = self.material.naming.in_best_language(result.messages) or "does not conform to the shape"
        return Diagnostic(
            rule="shacl",
            severity=SEVERITIES.get(result.severity.rpartition("#")[2], "error"),
            message=message or reason or fallback,
            span=self.span(result),
            reason=reason if message else "",
            focus=self.material.naming.thing(to_pyoxigraph(result.focus)),
            help=self.seen_at(result.shape),
            related=tuple(Related("the shape", span) for span in self.places.things(to_pyoxigraph(result.shape))[:1]),
        )

    def of_failure(self, failure: Failure) -> Diagnostic:
        """Give a finding for a shape that cannot be evaluated."""
        spans = self.places.things(to_pyoxigraph(failure.shape)) if failure.shape is not None else []
        files = [file.path for file in self.material.files if file.kind == "shapes"]
        span = spans[0] if spans else Span(files[0])
        which = "this shape" if failure.shape is not None else "the shapes"
        return Diagnostic("shacl", "error", f"{which} cannot be evaluated: {failure.message}", span)

    def seen_at(self, shape: Node) -> str:
        """Say where the shape stands, so that its author's reasons can be read."""
        spans = self.places.things(to_pyoxigraph(shape))
        return f"the shape is at {spans[0].path}:{spans[0].line}" if spans else ""

    def span(self, result: Result) -> Span:
        """Give the place that says most: of the value, else of the property, else of the thing, else of the shape."""
        focus = to_pyoxigraph(result.focus)
        spans = [
            *self.at_value(result),
            *self.at_property(result),
            *self.places.things(focus),
            *(Span(text.entry.file) for text in self.material.archive.texts if text.entry.source == focus.value),
            *self.places.things(to_pyoxigraph(result.shape)),
        ]
        return spans[0] if spans else Span("kgpub.toml")

    def at_value(self, result: Result) -> list[Span]:
        """Give where the value is written, along a property or against it."""
        if result.value is None or result.kind == "Closed":
            return []
        focus, value = to_pyoxigraph(result.focus), to_pyoxigraph(result.value)
        if result.path is None:
            return self.places.objects(focus, None, value) if focus != value else []
        if isinstance(result.path, rdflib.URIRef):
            return self.places.objects(focus, to_pyoxigraph(result.path), value)
        inverse = self.shapes.value(result.path, SH.inversePath)
        if isinstance(inverse, rdflib.URIRef):
            return self.places.objects(value, to_pyoxigraph(inverse), focus)
        return []

    def at_property(self, result: Result) -> list[Span]:
        """Give where the property is written: for one value too many, its last place first."""
        steps = list(self.shapes.items(result.path)) if isinstance(result.path, rdflib.BNode) else [result.path]
        if not steps or not isinstance(steps[0], rdflib.URIRef):
            return []
        spans = self.places.predicates(to_pyoxigraph(result.focus), to_pyoxigraph(steps[0]))
        return spans[::-1] if result.kind == "MaxCount" else spans


def joined(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Make one finding of those that say something of the same thing at the same place, equally badly."""
    found: dict[tuple[object, ...], list[Diagnostic]] = {}
    for finding in sorted(findings, key=lambda item: item.sort_key):
        key = finding.span, finding.focus, finding.severity, finding.is_new
        found.setdefault(key if finding.span.line else (finding,), []).append(finding)
    return [_joined(together) for together in found.values()]


def _joined(together: list[Diagnostic]) -> Diagnostic:
    def of_all(words: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(filter(None, words)))

    return replace(
        together[0],
        message=of_all(item.message for item in together),
        reason=of_all(item.reason for item in together),
        help=of_all(item.help for item in together),
        related=tuple(dict.fromkeys(related for item in together for related in item.related)),
    )
