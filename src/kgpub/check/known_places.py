"""Where things stood when that was asked last: as long as their files are the same, they stand there still.

To find a place, a whole file is cut into tokens. An archive has findings that stay for years, in files that stay as
they are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class KnownPlaces:
    """Answers to questions about places, each with the state of the files that it is about."""

    def __init__(self, text: str | None = None) -> None:
        """Take what was remembered; what cannot be read counts as nothing."""
        try:
            self._known = {question: (state, spans) for question, state, spans in json.loads(text or "[]")}
        except (ValueError, TypeError):
            self._known = {}
        self._asked: dict[str, tuple[str, list[Span]]] = {}

    def spans(self, question: Iterable[object], state: str, find: Callable[[], list[Span]]) -> list[Span]:
        """Give the answer to a question, by asking or from memory."""
        key = " ".join(map(str, question))
        if key not in self._asked:
            known = self._remembered(key, state)
            self._asked[key] = state, find() if known is None else known
        return self._asked[key][1]

    def _remembered(self, key: str, state: str) -> list[Span] | None:
        was, spans = self._known.get(key, (None, []))
        try:
            return [Span(*fields) for fields in spans] if was == state else None
        except TypeError:
            return None

    @property
    def asked(self) -> dict[str, tuple[str, list[Span]]]:
        """What was asked for in this check, with the answers."""
        return dict(self._asked)

    def take(self, asked: Mapping[str, tuple[str, list[Span]]]) -> None:
        """Add what was asked for in another process."""
        self._asked.update(asked)

    def encoded(self) -> str:
        """Write the answers that were asked for in this check."""
        return json.dumps([[key, state, list(map(_fields, spans))] for key, (state, spans) in self._asked.items()])


def _fields(span: Span) -> tuple[object, ...]:
    return span.path, span.line, span.column, span.end_line, span.end_column, span.excerpt
