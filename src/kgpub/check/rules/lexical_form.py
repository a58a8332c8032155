"""A literal is not what its datatype says.

What it does
    Compares the text of each literal with the lexical form of its datatype of XML Schema: numbers and their ranges,
    dates and times with the calendar, durations, binaries, names, URIs.

Why is this bad?
    Engines differ in what they make of such a literal, and most say nothing: it is not found by its value, sorted to
    the end, or taken for false. Most SHACL engines let ``"196x"`` pass as an ``xsd:gYear``.

Example
    ``ex:born "1962-02-30"^^xsd:date``

Use instead
    ``ex:born "1962-02"^^xsd:gYearMonth``, if the day is not known
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgpub.check.lexical_forms import EXAMPLES, fault
from kgpub.check.rule import Rule
from kgpub.check.written_literals import Judging
from kgpub.rdf.vocabularies import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Literal

    from kgpub.check.diagnostic import Diagnostic
    from kgpub.check.material import Material

LONGEST = 40
"""Characters of a value that are shown."""


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each place of such a literal."""
    return Judging("lexical-form", "error", judged).find(material, "data", "ontology", "shapes")


def judged(literal: Literal) -> tuple[str, str] | None:
    """Give message and help for a literal that has not the form of its datatype."""
    if literal.language or not literal.datatype.value.startswith(XSD.iri):
        return None
    datatype = literal.datatype.value.removeprefix(XSD.iri)
    wrong = fault(datatype, literal.value)
    if not wrong:
        return None
    shown = re.sub(r"\s", " ", literal.value if len(literal.value) <= LONGEST else literal.value[:LONGEST] + "…")
    example = EXAMPLES.get(datatype)
    return f'"{shown}" {wrong}', f'an xsd:{datatype} looks like "{example}"' if example else ""


RULE = Rule("lexical-form", "error", find, reads_each_file=True)
