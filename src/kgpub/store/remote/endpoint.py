"""Asking an endpoint by the SPARQL 1.1 Protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from SPARQLWrapper import INSERT, POST, SELECT, SPARQLWrapper

from kgpub import __version__
from kgpub.store.remote.call import Call, Transport

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from kgpub.store.remote.credentials import Credentials

AGENT = f"kgpub/{__version__}"
RESULTS = "application/sparql-results+json"
"""No other: pyoxigraph reads no CSV, and takes the spaces around literals away where it reads XML."""

GRAPH = "application/n-triples, text/turtle;q=0.8"


@dataclass(frozen=True)
class Request:
    """A query as an endpoint gets it. Where it names graphs, these are the dataset, whatever the text says."""

    text: str
    accept: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Endpoint:
    """An address that answers queries."""

    def __init__(self, address: str, credentials: Credentials | None = None) -> None:
        self.address = address
        self._transport = Transport(address, credentials)

    def ask(self, request: Request, call: Call) -> HTTPResponse:
        """Send a query and wait for the head of its answer; raise CallFailed, or HTTPError for a refusal."""
        client = _Client(self.address, request.accept, self._transport, call)
        client.setQuery(request.text)
        for name, graphs in (("default-graph-uri", request.default_graphs), ("named-graph-uri", request.named_graphs)):
            for graph in graphs:
                client.addParameter(name, graph)
        response: HTTPResponse = client.query().response
        return response


class UpdateService:
    """An address that takes updates."""

    def __init__(self, address: str, credentials: Credentials | None = None) -> None:
        self.address = address
        self._transport = Transport(address, credentials)

    def update(self, text: str, call: Call) -> None:
        """Send an update and wait until it is done; raise CallFailed, or HTTPError for a refusal."""
        client = _Client(self.address, "*/*", self._transport, call, kind=INSERT)
        client.setQuery(text)
        try:
            client.query()
            while call.read():
                continue
        finally:
            call.close()


class _Client(SPARQLWrapper):
    """SPARQLWrapper, which knows the protocol; but what kind a text is of, it is told.

    Its own guess is a regular expression that a hostile text keeps busy for ever. And its requests go out through an
    opener of the whole process, where nobody could break one off.
    """

    def __init__(self, address: str, accept: str, transport: Transport, call: Call, *, kind: str = SELECT) -> None:
        self._accept = accept
        self._transport = transport
        self._call = call
        self._kind = kind
        super().__init__(address, agent=AGENT)
        self.setMethod(POST)
        self.setOnlyConneg(True)

    def _parseQueryType(self, query: str) -> str:  # noqa: ARG002, N802 - SPARQLWrapper's
        return self._kind

    def _getAcceptHeader(self) -> str:  # noqa: N802 - SPARQLWrapper's
        return self._accept

    def _query(self) -> tuple[HTTPResponse, str]:
        return self._call.open(self._createRequest(), self._transport), self.returnFormat
