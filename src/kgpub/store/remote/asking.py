"""Asking an endpoint for an answer as terms: for what kgpub itself wants to know of it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, cast
from urllib.request import HTTPError

from pyoxigraph import QuerySolutions

from kgpub.errors import EngineUnavailable
from kgpub.store.contract import Query
from kgpub.store.remote.call import Call, CallFailed
from kgpub.store.remote.dialect import AnswerFile, broken, content_type, read_results
from kgpub.store.remote.failures import Sent, no_answer, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

    from pyoxigraph import QuerySolution

    from kgpub.store.remote.endpoint import Endpoint, Request


def rows(endpoint: Endpoint, request: Request, *, patience_seconds: float) -> Iterator[QuerySolution]:
    """Give the rows of an answer as they come; raise an EngineError where there are none, or they break off."""
    call = Call(patience_seconds=patience_seconds)
    try:
        yield from _rows(call, endpoint.ask(request, call))
    except CallFailed as error:
        raise no_answer(error) from error
    except HTTPError as error:
        raise refusal(error, Sent(Query(request.text))) from error
    finally:
        call.close()


def _rows(call: Call, response: HTTPResponse) -> Iterator[QuerySolution]:
    file = AnswerFile(call.read)
    try:
        results = read_results(cast("IO[bytes]", file), content_type(response))
        if not isinstance(results, QuerySolutions):
            raise EngineUnavailable("The endpoint answers yes or no where it was asked for rows.")
        yield from results
    except SyntaxError as error:
        raise broken(file, error) from error
