r"""A pattern of a shape that is no regular expression.

What it does
    Compiles every ``sh:pattern``, with its ``sh:flags``, as the engine does that evaluates shapes: as Python reads
    regular expressions. SHACL means those of XPath, which differ: ``\p{L}``, ``\i`` and ``\c`` are errors here, and
    a class from which another is subtracted, ``[a-z-[aeiou]]``, would be read as something else. Flags that XPath
    does not have are errors; ``s``, ``x`` and ``q``, which the engine leaves out, are warnings.

Why is this bad?
    A shape with such a pattern cannot be evaluated, and so lets everything pass; or it means something else than its
    author thinks.

Example
    ``sh:pattern "^[A-Z"``

Use instead
    ``sh:pattern "^[A-Z]"``; for a letter of any script, ``[^\\W\\d_]`` in the place of ``\\p{L}``
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kgpub.check.diagnostic import Diagnostic
from kgpub.check.rule import Rule
from kgpub.check.shape_graph import ShapeGraph
from kgpub.rdf.vocabularies import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad

    from kgpub.check.diagnostic import Severity
    from kgpub.check.material import Material

READ = {"i": re.IGNORECASE, "m": re.MULTILINE}
"""The flags that pySHACL knows."""
LEFT_OUT = "sxq"
"""The others of XPath: https://www.w3.org/TR/xpath-functions-31/#flags."""
_ADVICE = (
    (r"bad escape \p", r"Python has no \p{…}: write [^\W\d_] for any letter, or the letters themselves"),
    (r"bad escape \P", r"Python has no \P{…}: write [\W\d_] for what is no letter"),
    (r"bad escape \i", r"Python has no \i: write [^\W\d] for what a name begins with"),
    (r"bad escape \c", r"Python has no \c: write [\w.:-] for what a name consists of"),
    ("set difference", "Python subtracts no class from another: write (?![…]) before the class"),
)


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each broken pattern and for each flag that there is not, at the literal."""
    graph = ShapeGraph(material.quads("shapes"))
    for quad in dict.fromkeys(graph.quads):
        if quad.predicate == SH("pattern") and isinstance(quad.object, Literal):
            flags = "".join(item.value for item in graph.values(quad.subject, SH("flags")) if isinstance(item, Literal))
            yield from _of_pattern(material, quad, quad.object.value, flags)
        elif quad.predicate == SH("flags") and isinstance(quad.object, Literal):
            yield from _of_flags(material, quad, quad.object.value)


def _of_pattern(material: Material, quad: Quad, pattern: str, flags: str) -> Iterator[Diagnostic]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python warns of what it reads in another way than others do
            re.compile(pattern, sum(READ.get(flag, re.NOFLAG) for flag in set(flags)))
    except re.error as error:
        yield from _at(material, quad, "error", f"this is no regular expression: {_words(error)}", str(error))
    except Warning as warning:
        words = str(warning)
        where = words[0].lower() + words[1:].replace("at position", "at character")
        yield from _at(material, quad, "warning", f"this pattern may mean something else: {where}", words)
    except (OverflowError, RecursionError, MemoryError) as error:
        yield from _at(material, quad, "error", f"this is no regular expression: {error}", "")


def _words(error: re.error) -> str:
    """Say what is wrong, and where in the pattern, counted from 1 as columns are."""
    return error.msg if error.pos is None else f"{error.msg}, at character {error.pos + 1}"


def _of_flags(material: Material, quad: Quad, flags: str) -> Iterator[Diagnostic]:
    for flag in dict.fromkeys(flags):
        if flag in LEFT_OUT:
            message = f'the flag "{flag}" is left out: shapes are evaluated with "i" and "m" only'
            yield from _at(material, quad, "warning", message, "")
        elif flag not in READ:
            yield from _at(material, quad, "error", f'there is no flag "{flag}"', "")


def _at(material: Material, quad: Quad, severity: Severity, message: str, words: str) -> Iterator[Diagnostic]:
    help_ = next((advice for part, advice in _ADVICE if part in words), "")
    for span in material.places.objects(quad.subject, quad.predicate, quad.object):
        yield Diagnostic("broken-pattern", severity, message, span, help=help_)


RULE = Rule("broken-pattern", "error", find)
