"""Reading what an endpoint sends, whatever its dialect, as pyoxigraph reads it: from a file, in parts."""

from __future__ import annotations

import io
import re
from typing import IO, TYPE_CHECKING

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from kgpub.errors import AnswerBroken, EngineUnavailable
from kgpub.store.remote.failures import interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from http.client import HTTPResponse

    from pyoxigraph import Quad

HELD_BYTES = 128  # longer than what is put right, however it is split between two parts
TAIL_BYTES = 512
DEEPEST_TERM = 1000  # a parser that goes down with each nested triple ends its process beyond four thousand

# Virtuoso names blank nodes by what is no label, and spells booleans as no release has them. In a string of JSON these
# quotes would be escaped.
_BLANK_NODE = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_BOOLEAN = re.compile(rb'("datatype"\s*:\s*"http://www\.w3\.org/2001/XMLSchema#boolean"\s*,\s*"value"\s*:\s*")([01])"')
_BOOLEANS = {b"0": b"false", b"1": b"true"}
_NESTING = ((b'"triple"', b"{", b"}"), (b"<<", b"<<", b">>"))
_TRUTH_OF_VIRTUOSO = "__ask_retval"
_TRUE, _FALSE = (f'{{"head":{{}},"boolean":{word}}}'.encode() for word in ("true", "false"))


class AnswerFile(io.RawIOBase):
    """The bytes of an answer as a file. `tail` is what came last, which may say in words why no more came."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._ready = b""
        self._at = 0
        self._held = b""
        self._depths = [0] * len(_NESTING)
        self._is_ended = False
        self.tail = b""

    def readable(self) -> bool:
        """Tell pyoxigraph that it may read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Give at most so many bytes, none at the end."""
        while self._at == len(self._ready) and not self._is_ended:
            self._fill()
        begin, end = self._at, len(self._ready) if size < 0 else min(self._at + size, len(self._ready))
        self._at = end
        return self._ready[begin:end]

    def _fill(self) -> None:
        part = self._read()
        self._is_ended = not part
        self.tail = (self.tail + part)[-TAIL_BYTES:]
        self._go_deeper(part)
        data = _put_right(self._held + part)
        end = len(data) if self._is_ended else max(0, len(data) - HELD_BYTES)
        self._ready, self._held, self._at = data[:end], data[end:], 0

    def _go_deeper(self, part: bytes) -> None:
        # Brackets in strings count too: an answer full of them may be refused, but none that is nested gets through.
        for number, (sign, opening, closing) in enumerate(_NESTING):
            deeper = part.count(opening) - part.count(closing) if sign in part else -self._depths[number]
            self._depths[number] = max(0, self._depths[number] + deeper)
        if max(self._depths) > DEEPEST_TERM:
            raise AnswerBroken("The answer holds triples within triples, nested too deeply to be read.")


def _put_right(data: bytes) -> bytes:
    if b"nodeID://" in data:
        data = _BLANK_NODE.sub(rb"\1", data)
    if b"#boolean" in data:
        data = _BOOLEAN.sub(lambda found: found[1] + _BOOLEANS[found[2]] + b'"', data)
    return data


def content_type(response: HTTPResponse) -> str:
    """Give what an answer says that it is."""
    return str(response.headers.get("Content-Type", ""))


def read_results(file: IO[bytes], content_type: str) -> QuerySolutions | QueryBoolean:
    """Read rows, or yes and no; raise EngineUnavailable where the answer is neither."""
    kind = QueryResultsFormat.from_media_type(content_type)
    if kind != QueryResultsFormat.JSON:
        raise _unreadable(content_type)
    results = parse_query_results(file, format=kind)
    truth = _as_truth(results)
    return results if truth is None else truth


def read_graph(file: IO[bytes], content_type: str) -> Iterable[Quad]:
    """Read triples; raise EngineUnavailable where the answer has none."""
    kind = RdfFormat.from_media_type(content_type)
    if kind is None:
        raise _unreadable(content_type)
    return parse(file, format=kind)


def broken(file: AnswerFile, error: SyntaxError) -> Exception:
    """Give the exception for an answer that is not what it says."""
    return interrupted(file.tail) or AnswerBroken(f"The endpoint's answer breaks off, or is garbled: {error}")


def _unreadable(content_type: str) -> EngineUnavailable:
    kind = content_type or "nothing that is named"
    return EngineUnavailable(f"The endpoint answers with {kind}, which is no answer to a query.")


def _as_truth(results: QuerySolutions | QueryBoolean) -> QueryBoolean | None:
    """Read yes and no where it comes as a row, or none, of one variable."""
    if not isinstance(results, QuerySolutions):
        return None
    if [variable.value.lower() for variable in results.variables] != [_TRUTH_OF_VIRTUOSO]:
        return None
    truth = any(row[0] == Literal(1) for row in results)
    parsed = parse_query_results(_TRUE if truth else _FALSE, format=QueryResultsFormat.JSON)
    assert isinstance(parsed, QueryBoolean), "a boolean was parsed"
    return parsed
