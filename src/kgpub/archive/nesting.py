"""How deeply a file is nested, found before it is parsed.

pyoxigraph's reader of JSON-LD calls itself for each level: after some thousand its stack, and with it the process, is
gone. Its reader of RDF/XML takes minutes for what nests a hundred thousand times, and that of Turtle a kilobyte
for each level, which is two bytes in the file.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING
from xml.parsers import expat

from pyoxigraph import RdfFormat

from kgpub.archive.json_text import MOST_NESTED

if TYPE_CHECKING:
    from collections.abc import Callable

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NO_BRACKETS = re.compile(
    rb'''"""(?:"{0,2}(?:[^"\\]++|\\.))*+"""|\'{3}(?:\'{0,2}(?:[^\'\\]++|\\.))*+\'{3}'''
    rb"""|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|\'[^\'\\\n]*+(?:\\.[^\'\\\n]*+)*+\'|<[^<>\s]*+>|\#[^\n]*+|\\.""",
    re.DOTALL,
)
"""What may have brackets in Turtle and TriG that open nothing."""
_OF_JSON, _OF_TURTLE = b"[]{}", b"[](){}"
_STEPS = [0] * 256
for _bracket, _step in zip(b"[({])}", (1, 1, 1, -1, -1, -1), strict=True):
    _STEPS[_bracket] = _step


def is_too_deep(content: bytes, format_: RdfFormat) -> bool:
    """Tell whether a file is nested so deeply that it must not be parsed."""
    check = _CHECKS.get(format_)
    return check is not None and check(content)


def _is_deep_json(content: bytes) -> bool:
    if content.count(b"{") + content.count(b"[") <= MOST_NESTED:
        return False
    return _depth(_STRING.sub(b"", content), _OF_JSON) > MOST_NESTED


def _is_deep_turtle(content: bytes) -> bool:
    if content.count(b"(") + content.count(b"[") <= MOST_NESTED:
        return False
    return _depth(_NO_BRACKETS.sub(b" ", content), _OF_TURTLE) > MOST_NESTED


def _depth(content: bytes, brackets: bytes) -> int:
    """Give how many of these brackets are open at most."""
    found = content.translate(None, bytes(set(range(256)) - set(brackets)))
    return max(accumulate(map(_STEPS.__getitem__, found)), default=0)


class _TooDeep(Exception):
    """What ends the counting of levels."""


def _is_deep_xml(content: bytes) -> bool:
    if content.count(b"<") <= MOST_NESTED:
        return False
    open_: list[str] = []

    def begin(name: str, _: object) -> None:
        open_.append(name)
        if len(open_) > MOST_NESTED:
            raise _TooDeep

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: open_.pop()
    try:
        parser.Parse(content, True)
    except _TooDeep:
        return True
    except expat.ExpatError:  # which the parser has still to tell of, in its own words
        return False
    return False


_CHECKS: dict[RdfFormat, Callable[[bytes], bool]] = {
    RdfFormat.JSON_LD: _is_deep_json,
    RdfFormat.RDF_XML: _is_deep_xml,
    RdfFormat.TURTLE: _is_deep_turtle,
    RdfFormat.TRIG: _is_deep_turtle,
}
