"""Turning an endpoint's answer into the one that was asked for."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, serialize

from kgpub.errors import AnswerBroken, NotAcceptable, QueryFault, QueryTimeout
from kgpub.store.contract import Form
from kgpub.store.remote.dialect import AnswerFile, broken, content_type, read_graph, read_results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.client import HTTPResponse

    from kgpub.store.contract import Query
    from kgpub.store.embedded.writer import AnswerWriter
    from kgpub.store.remote.call import Call
    from kgpub.store.remote.scope import Prepared

SPOOLED_BYTES = 8 * 1024 * 1024
"""Of an answer whose rows are counted before one is passed on, so much is kept in memory."""


@dataclass(frozen=True)
class Translation:
    """An answer that has begun, and what was asked for. `begin` makes the writer once form and format are known."""

    query: Query
    prepared: Prepared
    call: Call
    response: HTTPResponse

    def write(self, begin: Callable[[Form, str], AnswerWriter]) -> AnswerWriter:
        """Write the answer; raise AnswerBroken, or another EngineError, where it is not all there."""
        _heed(self.response)
        file = AnswerFile(self.call.read)
        try:
            if self._gives_graph:
                return self._write_graph(cast("IO[bytes]", file), begin)
            return self._write_results(cast("IO[bytes]", file), begin)
        except SyntaxError as error:
            raise broken(file, error) from error
        except ValueError as error:
            raise QueryFault(f"The answer cannot be written in that format: {error}") from error

    @property
    def _gives_graph(self) -> bool:
        known = self.prepared.gives_graph
        kind = content_type(self.response)
        return known if known is not None else "sparql-results" not in kind and "application/json" not in kind

    def _write_results(self, file: IO[bytes], begin: Callable[[Form, str], AnswerWriter]) -> AnswerWriter:
        target = QueryResultsFormat.from_media_type(self.query.results or "")
        if target is None:
            raise NotAcceptable("The query gives rows; ask for a results format, such as text/csv.")
        with self._whole(file) as source:
            results = read_results(source, content_type(self.response))
            writer = begin(Form.BOOLEAN if isinstance(results, QueryBoolean) else Form.SOLUTIONS, target.media_type)
            if not self.query.head_only:
                results.serialize(cast("IO[bytes]", writer), target)
        return writer

    @contextmanager
    def _whole(self, file: IO[bytes]) -> Iterator[IO[bytes]]:
        """Give the file as it is, unless its rows are to be counted: then all of it, once they are known to be all."""
        if not self.prepared.most_rows:
            yield file
            return
        with tempfile.SpooledTemporaryFile(SPOOLED_BYTES) as spool:
            shutil.copyfileobj(file, spool)
            spool.seek(0)
            results = read_results(spool, content_type(self.response))
            if isinstance(results, QuerySolutions) and sum(1 for _ in results) >= self.prepared.most_rows:
                raise _cut(self.prepared.most_rows)
            spool.seek(0)
            yield spool

    def _write_graph(self, file: IO[bytes], begin: Callable[[Form, str], AnswerWriter]) -> AnswerWriter:
        target = RdfFormat.from_media_type(self.query.graph or "")
        if target is None:
            raise NotAcceptable("The query gives a graph; ask for an RDF format, such as text/turtle.")
        if not self.call.tells_its_end:
            raise AnswerBroken("The endpoint does not say where its answers end, so that a part may look whole.")
        triples = (quad.triple for quad in read_graph(file, content_type(self.response)))
        writer = begin(Form.GRAPH, target.media_type)
        if not self.query.head_only:
            serialize(triples, cast("IO[bytes]", writer), format=target)
        return writer


def _heed(response: HTTPResponse) -> None:
    """Raise where the endpoint says in a header that its answer is a part only, as Virtuoso does."""
    if response.headers.get("X-SQL-State"):
        raise QueryTimeout("The endpoint stopped before the query was done. Ask for less.")
    if most := response.headers.get("X-SPARQL-MaxRows"):
        raise _cut(int(most))


def _cut(most: int) -> AnswerBroken:
    return AnswerBroken(
        f"The endpoint behind this server leaves out what comes after {most:,} rows, and this answer has that many. "
        "Ask for fewer: add constraints, or a LIMIT below that with an OFFSET."
    )
