"""Where in a JSON-LD document the fault is of which the parser tells the words only: it is looked for by those."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgpub.archive.json_text import Array, Json, Object, Scalar, Text, read_json
from kgpub.archive.positions import NoPositions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_QUOTED = re.compile(r"'([^']+)'")
_KEYWORD = re.compile(r"@[a-z]+")

Member = tuple[Text, Json]


def fault(text: str, message: str) -> int | None:
    """Give the character at which what a message tells of begins, or None where that is not sure."""
    try:
        objects = list(_objects(read_json(text)))
    except NoPositions:
        return None
    if "LoadDocumentCallback" in message:
        return next((item.start for item in _elsewhere(objects)), None)
    if quoted := _QUOTED.search(message):
        return next((item.start for item in _values(objects) if item.value == quoted[1]), None)
    if keyword := _KEYWORD.search(message):
        return _member(objects, keyword[0], message)
    return None


def _member(objects: list[Object], keyword: str, message: str) -> int | None:
    """Give the place of the member that a message means: one that is there twice, or whose value is of another kind."""
    if "defined twice" in message:
        found = (item for object_ in objects for item in _named(object_, keyword)[1:])
    else:
        fits = next((fits for words, fits in _FITTING if words in message), None)
        found = (item for object_ in objects for item in _named(object_, keyword) if fits is None or not fits(item[1]))
    places = [key.start for key, _ in found]
    is_sure = len(places) == 1 or (places and ("twice" in message or "must be" in message))
    return places[0] if is_sure else None


def _is_text(value: Json) -> bool:
    """Tell whether a value is a string, or, as types may be, several."""
    items = value.items if isinstance(value, Array) else (value,)
    return bool(items) and all(isinstance(item, Text) for item in items)


_FITTING: tuple[tuple[str, Callable[[Json], bool]], ...] = (
    ("must be a string, number", lambda value: isinstance(value, Text | Scalar)),
    ("must be a string", _is_text),
    ("must be a JSON object", lambda value: isinstance(value, Object)),
)
"""What a value must be, by the words of a message."""


def _objects(value: Json) -> Iterator[Object]:
    """Give every object, in the order of the text."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case Array(items=items):
                waiting.extend(reversed(items))
            case Object(members=members) as found:
                yield found
                waiting.extend(item for _, item in reversed(members))


def _named(object_: Object, keyword: str) -> list[Member]:
    return [(key, value) for key, value in object_.members if key.value == keyword]


def _values(objects: list[Object]) -> Iterator[Text]:
    """Give every string that is a value."""
    for object_ in objects:
        for _, value in object_.members:
            yield from _texts(value)


def _elsewhere(objects: list[Object]) -> Iterator[Text]:
    """Give the addresses of contexts."""
    for object_ in objects:
        for key, value in object_.members:
            if key.value in ("@context", "@import"):
                yield from _texts(value)


def _texts(value: Json) -> Iterator[Text]:
    items = value.items if isinstance(value, Array) else (value,)
    return (item for item in items if isinstance(item, Text))
