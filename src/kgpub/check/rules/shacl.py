"""The data does not conform to a shape.

What it does
    Validates the data and the ontology, as one graph, with the shapes: SHACL core and SPARQL-based constraints, by
    pySHACL. Each result is placed at the value, property or thing that it is about. ``sh:severity`` decides: a
    violation is an error, ``sh:Warning`` a warning, ``sh:Info`` a note. A shape that cannot be evaluated is an error
    of its own. Shapes never read anything but the archive: SERVICE, FROM and owl:imports are not followed.

Why is this bad?
    The shapes say what users of the archive can rely on.

Example
    ``author:k5d8fc3h a ex:Author .`` under a shape with ``sh:path skos:prefLabel ; sh:minCount 1``

Use instead
    ``author:k5d8fc3h a ex:Author ; skos:prefLabel "Ann"@en .``
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgpub.check.rule import Rule
from kgpub.check.shacl.engine import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.material import Material
    from kgpub.check.shacl.engine import Outcome
    from kgpub.check.shacl.findings import Findings


def find(material: Material) -> Iterator[Diagnostic]:
    """Give a finding for each result of each shape."""
    # pySHACL and rdflib take longer to import than a small archive to check.
    from kgpub.check.shacl.by_pyshacl import undisturbed  # noqa: PLC0415
    from kgpub.check.shacl.checking import Checking  # noqa: PLC0415
    from kgpub.check.shacl.findings import Findings, joined  # noqa: PLC0415

    if not material.quads("shapes"):
        return
    with undisturbed():
        checking = Checking(material)
        outcomes = checking.outcomes()
        new = checking.introduced(outcomes) if material.before is not None else None
        # rdflib takes literals for values here as well.
        findings = Findings(material, checking.data, checking.shapes)
        found = joined(_finding(findings, item, new) for item in outcomes)
    yield from found


def _finding(findings: Findings, item: Outcome, new: frozenset[Outcome] | None) -> Diagnostic:
    match item:
        case Failure():
            return findings.of_failure(item)
        case _:
            return replace(findings.of_result(item), is_new=None if new is None else item in new)


RULE = Rule("shacl", "error", find, needs_all_files=True)
