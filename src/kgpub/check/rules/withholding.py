"""What shall be withheld cannot be told from what shall not.

What it does
    Looks for graphs, files and resources of ``[withhold]`` in ``kgpub.toml`` that the archive does not have, and for
    values of its property that are neither ``true`` nor ``false`` nor a day (``xsd:date``).

Why is this bad?
    A URI with a slip in it withholds nothing, and what was meant by it is published. A value that cannot be read
    withholds for ever: a doubt must not publish anything.

Example
    ``graphs = ["graph/secert"]``; ``letter:7 ex:withheldUntil "2099"``

Use instead
    ``graphs = ["graph/secret"]``; ``letter:7 ex:withheldUntil "2099-01-01"^^xsd:date``. An entry for files that some
    have, and the rest of the world not, is right as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.archive import matches
from kgpub.archive.withholding import Unreadable, published_from
from kgpub.check.diagnostic import Diagnostic, Span
from kgpub.check.rule import Rule
from kgpub.config import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from kgpub.check.material import Material

VALUE = 'write true, or the day on which it is published: "2099-01-01"^^xsd:date'
ENTRY = "look for a slip: what was meant is published"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a warning for each value that cannot be read, at its place, and for each entry that withholds nothing."""
    if not material.withholds:
        return
    for mark in material.withheld.marks:
        try:
            published_from(mark.object)
        except Unreadable:
            yield from _unreadable(material, mark)
    if material.is_whole:
        for key, value in _idle(material):
            message = f"[withhold] {key} has {value}, and the archive has no such thing: it withholds nothing"
            yield Diagnostic("withholding", "warning", message, Span(CONFIG_FILE), help=ENTRY)


def _unreadable(material: Material, mark: Quad) -> Iterator[Diagnostic]:
    term = material.naming.term(mark.object)
    message = f"{term} says neither whether nor until when this is withheld, so it is withheld for ever"
    for span in material.places.objects(mark.subject, mark.predicate, mark.object):
        yield Diagnostic("withholding", "warning", message, span, help=VALUE)


def _idle(material: Material) -> Iterator[tuple[str, str]]:
    """Give the entries that nothing matches, each with its key."""
    rules = material.config.withholding
    quads = [statement.quad for statement in material.withheld.statements]
    graphs = {quad.graph_name for quad in quads}
    yield from (("graphs", f"<{iri}>") for iri in rules.graphs if NamedNode(iri) not in graphs)
    known = {term.value for quad in quads for term in _terms(quad)} if rules.resources else set()
    yield from (("resources", f"<{iri}>") for iri in rules.resources if not _is_known(iri, known))
    files = [*(file.path for file in material.archive.files), *(text.entry.file for text in material.archive.texts)]
    yield from (("files", glob) for glob in rules.files if not any(matches(path, glob) for path in files))


def _terms(quad: Quad) -> Iterator[NamedNode]:
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return (term for term in terms if isinstance(term, NamedNode))


def _is_known(iri: str, known: Iterable[str]) -> bool:
    return any(other == iri or other.startswith((f"{iri}/", f"{iri}#")) for other in known)


RULE = Rule("withholding", "warning", find)
