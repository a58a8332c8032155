"""The life of a URI over HTTP: states by forms by Accept by methods, whole answers; and states by surfaces."""

from __future__ import annotations

import gzip
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import requests

from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML, LINKSET, RDF_FORMATS
from tests.repositories import committed
from tests.servers import serving
from tests.web import table_of_states as table
from tests.web.table_of_states import BASE, OTHER, READING, REFUSED, STATES, SURFACES, Asked, Kind, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

Headers = dict[str, str | None]

COMPARED = (
    "Content-Type", "Location", "Vary", "Link", "Cache-Control", "ETag", "Content-Location", "Last-Modified",
    "X-Robots-Tag", "Allow", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers",
)  # fmt: skip
FORMATS = {entry.extension: entry for entry in (*DOCUMENT_FORMATS, LINKSET)}
PROBLEMS = {"json": "application/problem+json", "html": HTML.content_type}
REPLACED = "http://purl.org/dc/terms/isReplacedBy"
UNKNOWN_PATH = "nothing/here"
DAY = "Thu, 29 Feb 2024 12:00:00 GMT"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("states")
    table.write_archive(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_COMMITTER_DATE", "2024-02-29T12:00:00Z")
        committed(folder, "begin")
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as held:
        yield held


class Asking:
    """Asks the server, always for bytes as they are."""

    def __init__(self, server: Server, session: requests.Session) -> None:
        self._server, self._session = server, session

    def __call__(self, path: str, accept: str | None, method: str = "GET") -> requests.Response:
        headers = {"Accept": accept, "Accept-Encoding": "identity"}
        return self._session.request(
            method, self._server.url + path, headers=headers, allow_redirects=False, timeout=30
        )


@pytest.fixture
def ask(server: Server, session: requests.Session) -> Asking:
    return Asking(server, session)


def path_of(state: State, asked: Asked) -> str:
    return f"{state.path}.{asked.ending}" if asked.ending else state.path


def kind_of(state: State, asked: Asked) -> Kind:
    """Give what is answered: 406 comes of things alone, whose document it is that does not fit."""
    if asked.ending:
        return state.document
    return Kind.NOT_ACCEPTABLE if state.thing is Kind.SEE and asked.fits is None else state.thing


# -- the headers of each kind of answer


def expected(state: State, asked: Asked, body: bytes) -> Headers:
    """Give the headers of an answer; those that are not there are None."""
    always = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED}
    return dict.fromkeys(COMPARED) | always | HEADERS[kind_of(state, asked)](state, asked, body)


EXPOSED = "Link, ETag, Location, Retry-After, Memento-Datetime"


def of_see(state: State, asked: Asked, _: bytes) -> Headers:
    return {
        "Content-Type": HTML.content_type,
        "Location": f"/{state.path}.{asked.fits}",
        "Vary": "Accept",
        "Link": signposts(state, ""),
    }


def of_document(state: State, asked: Asked, body: bytes) -> Headers:
    return {
        "Content-Type": FORMATS[asked.ending].content_type,
        "Vary": "Accept-Language, Accept-Encoding" if asked.ending == "html" else "Accept-Encoding",
        "Cache-Control": "no-cache",
        "ETag": f'"{sha256(body).hexdigest()[:32]}"',
        "Content-Location": f"/{state.path}.{asked.ending}",
        "Last-Modified": DAY,
        "X-Robots-Tag": state.robots,
        "Link": signposts(state, asked.ending),
    }


def of_merged(state: State, asked: Asked, _: bytes) -> Headers:
    into = BASE + state.into[0]
    return {
        "Content-Type": "text/plain; charset=utf-8",
        "Location": location(state, asked),
        "Cache-Control": "max-age=86400",
        "Link": f'<{into}>; rel="canonical", <{into}>; rel="{REPLACED}"',
    }


def of_split(state: State, asked: Asked, _: bytes) -> Headers:
    return given(asked) | {"Link": ", ".join(f'<{BASE}{uri}>; rel="{REPLACED}"' for uri in state.into)}


def of_withdrawn(_: State, asked: Asked, __: bytes) -> Headers:
    return given(asked) | {"X-Robots-Tag": "noindex, noarchive"}


def given(asked: Asked) -> Headers:
    """Give what a choice and a tombstone have: there is no link set of them, and what fits not is a page."""
    is_chosen = asked.ending in ("", "linkset")
    chosen = "html" if asked.ending == "linkset" else asked.fits or "html"
    return {
        "Content-Type": FORMATS[chosen].content_type,
        "Vary": "Accept" if is_chosen else "Accept-Encoding",
        "Cache-Control": "no-cache",
    }


def of_respelled(state: State, asked: Asked, _: bytes) -> Headers:
    return {"Content-Type": HTML.content_type, "Location": location(state, asked)}


def of_problem(_: State, asked: Asked, __: bytes) -> Headers:
    return {"Content-Type": PROBLEMS[asked.problem], "Vary": "Accept", "Cache-Control": "no-store"}


HEADERS = {
    Kind.SEE: of_see,
    Kind.DOCUMENT: of_document,
    Kind.MOVED: of_merged,
    Kind.CHOICE: of_split,
    Kind.TOMBSTONE: of_withdrawn,
    Kind.RESPELLED: of_respelled,
    Kind.UNKNOWN: of_problem,
    Kind.NOT_ACCEPTABLE: of_problem,
}


def location(state: State, asked: Asked) -> str:
    return f"/{state.into[0]}.{asked.ending}" if asked.ending else f"/{state.into[0]}"


def signposts(state: State, ending: str) -> str:
    """Write the Link header of an active thing, or of its document with an ending."""
    path = f"/{state.path}"
    about = ["https://schema.org/AboutPage"] if ending == "html" else []
    links = [
        f'<{BASE}{state.path}>; rel="cite-as"',
        f'<{path}.linkset>; rel="linkset"; type="application/linkset+json"',
        '</dataset>; rel="collection"',
        *([f'<{path}.html>; rel="describes"; type="text/html"'] if ending not in ("", "html") else []),
        *(f'<{uri}>; rel="type"' for uri in (*about, BASE + state.type)),
        *(f'<{path}.{entry.extension}>; rel="describedby"; type="{entry.media_type}"' for entry in RDF_FORMATS),
        *(f'<{path}.{entry.extension}>; rel="alternate"; type="{entry.media_type}"' for entry in DOCUMENT_FORMATS),
    ]
    return ", ".join(links)


# -- the bodies


def says(state: State, asked: Asked) -> list[str]:
    """Give what must be in a body."""
    match kind_of(state, asked):
        case Kind.SEE:
            return [f"/{state.path}.{asked.fits}"]
        case Kind.DOCUMENT:
            return [state.path, *([] if asked.ending == "linkset" else [state.name])]
        case Kind.MOVED | Kind.CHOICE | Kind.RESPELLED:
            return list(state.into)
        case Kind.TOMBSTONE:
            return [state.path, "2025-03 (safety: to protect people)", "archive@states.example"]
        case Kind.UNKNOWN:
            return ["Nothing of this archive has this address."]
        case _:
            return [entry.media_type for entry in DOCUMENT_FORMATS]


# -- states by forms by Accept by methods

ROWS = [
    pytest.param(state, asked, id=f"{name}: {asked}") for name, state in STATES.items() for asked in table.ASKED
] + [
    pytest.param(state, asked, id=f"{name}: {asked}")
    for name, state in table.SPELLINGS.items()
    for asked in (Asked("", "*/*", "html"), Asked("ttl", "*/*", "ttl"))
]


@pytest.mark.parametrize(("state", "asked"), ROWS)
def test_reading(ask: Asking, state: State, asked: Asked) -> None:
    path = path_of(state, asked)
    got, head = (ask(path, asked.accept, method) for method in READING)
    kind = kind_of(state, asked)
    for response in (got, head):
        headers = {name: response.headers.get(name) for name in COMPARED}
        assert (response.status_code, headers) == (kind.status, expected(state, asked, got.content))
    assert [text for text in says(state, asked) if text not in got.text] == []
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(got.content)))
    if kind is Kind.UNKNOWN:
        assert got.content == ask(UNKNOWN_PATH, asked.accept).content


ALLOWED = {"GET", "HEAD", "OPTIONS"}


def allowed(response: requests.Response) -> set[str]:
    return set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize("ending", ["", "ttl", "html", "linkset"])
@pytest.mark.parametrize("state", (STATES | table.SPELLINGS).values(), ids=(STATES | table.SPELLINGS).keys())
def test_other_methods_are_answered_the_same_in_every_state(ask: Asking, state: State, ending: str) -> None:
    path = path_of(state, Asked(ending, None, None))
    told = ask(path, "*/*", "OPTIONS")
    assert (told.status_code, allowed(told), told.content) == (200, ALLOWED, b"")
    for method in REFUSED:
        refused = ask(path, "*/*", method)
        assert refused.status_code == 405
        assert (refused.headers["Content-Type"], allowed(refused)) == (PROBLEMS["json"], ALLOWED)
        assert refused.json()["status"] == 405
        assert refused.content == ask(UNKNOWN_PATH, "*/*", method).content


# -- states by surfaces


@pytest.fixture(scope="module")
def surfaces(server: Server) -> dict[str, str]:
    """The texts of all surfaces that are the same for each state."""
    names = server.get("dumps/SHA256SUMS").text.split()[1::2]
    numbers = server.get("sitemap.xml").text.count("<sitemap>")
    classes = (
        f"links.nt?to={BASE}ns%23{name}&by=http://www.w3.org/1999/02/22-rdf-syntax-ns%23type" for name in CLASSES
    )
    return {
        "dumps": "".join(gzip.decompress(server.get(f"dumps/{name}").content).decode() for name in names),
        "graph store": "".join(server.get(f"graph-store?graph={BASE}graph/{name}").text for name in GRAPHS),
        "sitemap": "".join(server.get(f"sitemap-{number + 1}.xml").text for number in range(numbers)),
        "neighbour's page": server.get(f"{OTHER}.html").text,
        "neighbour's data": "".join(server.get(f"{OTHER}.{entry.extension}").text for entry in RDF_FORMATS),
        "list of its class": "".join(server.get(path).text for path in classes),
        "source text": server.get("source/book.nt").text,
    }


CLASSES, GRAPHS = ("Person", "Prisoner"), ("people", "ledger")


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_surfaces(server: Server, surfaces: dict[str, str], state: State) -> None:
    own = server.get(f"{state.path}.linkset", follow=False)
    texts = surfaces | {
        "SPARQL: said of it": rows(server, f"?uri ?p ?o . FILTER (?uri = <{BASE}{state.path}>)"),
        "SPARQL: points to it": rows(server, f"?s ?p ?uri . FILTER (?uri = <{BASE}{state.path}>)"),
        "link set": own.text if own.status_code == 200 else "",
    }
    assert set(texts) == set(SURFACES)
    assert {
        name for name, text in texts.items() if state.path in text or (state.name and state.name in text)
    } == state.surfaces


def rows(server: Server, pattern: str) -> str:
    """Give what a pattern finds in all graphs."""
    return server.query(f"SELECT ?uri {{ {pattern} }}", accept="text/csv").text


def test_the_withdrawn_name_is_blacked_out_in_the_text_that_has_it(surfaces: dict[str, str]) -> None:
    shown = table.TEXT.replace(table.GONE_NAME, "█" * len(table.GONE_NAME)).strip()
    assert shown in surfaces["source text"]
