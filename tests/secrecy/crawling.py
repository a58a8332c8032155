"""Asking a server for everything: each route that there is, each link that leads on, each format, each query."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote, urldefrag, urljoin

import requests

from kgpub.rdf.formats import DOCUMENT_FORMATS
from kgpub.web.app import create_app
from kgpub.web.front import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.servers import Server

MOST_PATHS = 4_000
ACCEPTS = ("*/*", "text/html", "text/turtle", "application/ld+json", "application/json")
"""What paths without an ending are asked for; so that each format is met, links to endings are followed, too."""
QUERIES = (
    "SELECT * { ?s ?p ?o }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT DISTINCT ?g { GRAPH ?g {} }",
    "SELECT DISTINCT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }",
    "SELECT (DATATYPE(?o) AS ?type) (LANG(?o) AS ?tag) { ?s ?p ?o }",
    "SELECT * { ?r <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?t }",
)
ANSWERS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "text/html",
)
GRAPHS = ("application/n-triples", "application/rdf+xml", "text/turtle", "application/ld+json")
_LINK = re.compile(r"""(?:https?:)?//[^\s"'<>\\,;)\]}]+|(?:href|src|action)=["']([^"']+)""")
_VARIABLE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@dataclass(frozen=True)
class Answer:
    """What a server said: to what, and all of it."""

    asked: str
    status: int
    headers: str
    body: bytes

    @property
    def content(self) -> bytes:
        """Headers and body."""
        return self.headers.encode() + b"\n\n" + self.body


class Crawler:
    """Follows links from some paths on until there are no new ones. `base` begins the canonical URIs."""

    def __init__(self, server: Server, base: str) -> None:
        self._server = server
        self._base = base
        self._session = requests.Session()

    def everything(self, seeds: Iterable[str]) -> Iterator[Answer]:
        """Give every answer: to routes, links and queries."""
        yield from self.pages([*routes(seeds), *seeds])
        yield from self.queries(seeds)

    def pages(self, seeds: Iterable[str]) -> Iterator[Answer]:
        """Give the answers at paths, and at all that they lead to."""
        waiting = deque(dict.fromkeys(seeds))
        seen = set(waiting)
        while waiting:
            assert len(seen) < MOST_PATHS
            for answer in self._at(waiting.popleft()):
                yield answer
                further = set(self._links(answer)) - seen
                seen |= further
                waiting.extend(sorted(further))

    def queries(self, graphs: Iterable[str]) -> Iterator[Answer]:
        """Give the answers to queries, and what each graph holds."""
        for query in QUERIES:
            for accept in ANSWERS if query.startswith("SELECT") else GRAPHS:
                yield self._ask("sparql", {"query": query}, accept=accept)
                yield self._ask("sparql", accept=accept, posted={"query": query})
        for path in graphs:
            uri = self._base + path
            yield self._ask("graph-store", {"graph": uri}, accept="application/n-triples")
            yield self._ask("sparql", {"query": QUERIES[0], "default-graph-uri": uri}, accept="text/csv")
            yield self._ask("sparql", {"query": f"SELECT * FROM <{uri}> {{ ?s ?p ?o }}"}, accept="text/csv")
            yield self._ask("sparql", {"query": f"DESCRIBE <{uri}>"}, accept="application/n-triples")

    def _at(self, path: str) -> Iterator[Answer]:
        has_ending = "." in path.rpartition("/")[2].partition("?")[0]
        for accept in ("*/*",) if has_ending else ACCEPTS:
            yield self._ask(path, accept=accept)
        yield self._ask(path, method="HEAD")
        yield self._ask(path, method="OPTIONS")

    def _ask(
        self,
        path: str,
        parameters: dict[str, str] | None = None,
        *,
        accept: str = "*/*",
        method: str = "GET",
        posted: dict[str, str] | None = None,
    ) -> Answer:
        response = self._session.request(
            "POST" if posted else method,
            self._server.url + path,
            params=parameters,
            data=posted,
            headers={"Accept": accept},
            allow_redirects=False,
            timeout=60,
        )
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        asked = f"{response.request.method} {path} {parameters or posted or ''} {accept}"
        return Answer(asked, response.status_code, headers, response.content)

    def _links(self, answer: Answer) -> Iterator[str]:
        text = answer.content.decode("utf-8", "replace").replace("&amp;", "&")
        for match in _LINK.finditer(text):
            target = urldefrag(urljoin(self._server.url, match[1] or match[0]))[0]
            for start in (self._server.url, self._base):
                if target.startswith(start):
                    yield target.removeprefix(start)


def routes(values: Iterable[str]) -> list[str]:
    """Give a path for each route that the application has, and for each that its front answers, with every value."""
    app = create_app(_nothing, public_address="http://127.0.0.1/")
    patterns = [str(rule)[1:] for rule in app.url_map.iter_rules()] + [path.decode()[1:] for path in READERS]
    endings = ["", *(f".{format_.extension}" for format_ in DOCUMENT_FORMATS)]
    fillings = [quote(f"{value}{ending}", safe="/") for value in values for ending in endings] + ["0", "1"]
    return [
        _VARIABLE.sub(filling.replace("\\", ""), pattern)
        for pattern in patterns
        for filling in (fillings if "<" in pattern else [""])
    ]


def _nothing() -> NoReturn:
    raise AssertionError("nothing is asked of this application")
