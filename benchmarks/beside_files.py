"""Documents that a server keeps, beside nginx with the same bytes as files."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from benchmarks.client import Client, get
from benchmarks.engines import nginx
from benchmarks.load import Request, put_under_load
from benchmarks.processes import CouldNotStart
from benchmarks.report import tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.client import Endpoint, Reply
    from benchmarks.load import Load

OK, SEE_OTHER, NOT_MODIFIED = 200, 303, 304
ENDINGS = {"HTML": ".html", "Turtle": ".ttl"}


@dataclass(frozen=True)
class Kind:
    """A way to ask for a resource, and the status that it gets."""

    name: str
    target: str
    accept: str = "*/*"
    coding: str = "identity"
    status: int = OK


@dataclass
class Beside:
    """What came of a kind: bytes of head and body, and each round's throughput, of kgpub and of nginx."""

    name: str
    bytes: dict[str, tuple[int, int]] = field(default_factory=dict)
    loads: dict[str, list[Load]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rounds:
    """How often each server is put under load with each kind, and how long."""

    count: int
    seconds: float


def kinds(thing: str) -> Iterator[Kind]:
    """Give the ways to ask for a thing, whose path begins with `/`."""
    yield Kind("303 of the thing", thing, accept="text/html", status=SEE_OTHER)
    for name, ending in ENDINGS.items():
        yield Kind(name, thing + ending)
        yield Kind(f"{name}, gzip", thing + ending, coding="gzip")
        yield Kind(f"{name}, 304", thing + ending, status=NOT_MODIFIED)


def measure(endpoint: Endpoint, thing: str, *, rounds: Rounds, workers: int) -> tuple[list[Beside], str]:
    """Put both servers under load in turn; give as well why there is no nginx, if there is none."""
    with ExitStack() as stack:
        servers, missing = {"kgpub": endpoint}, ""
        try:
            redirects = {thing: f"{thing}{ENDINGS['HTML']}"}
            files = _files(endpoint, thing)
            servers["nginx"] = stack.enter_context(nginx.serving(files, redirects, workers=workers))
        except CouldNotStart as error:
            missing = str(error)
        return [_measure(kind, servers, rounds) for kind in kinds(thing)], missing


def _files(endpoint: Endpoint, thing: str) -> dict[str, bytes]:
    with Client(endpoint) as client:
        paths = (thing + ending for ending in ENDINGS.values())
        return {path: client.exchange(get(endpoint, path, "*/*")).body for path in paths}


def _measure(kind: Kind, servers: Mapping[str, Endpoint], rounds: Rounds) -> Beside:
    tell(f"{kind.name}, beside nginx")
    beside, requests = Beside(kind.name), dict[str, Request]()
    for name, endpoint in servers.items():
        requests[name], reply = _prepared(kind, endpoint)
        beside.bytes[name] = len(reply.head), len(reply.body)
    _compare(kind, beside.bytes)
    for number in range(rounds.count):
        for name, request in _turned(requests, number):
            beside.loads.setdefault(name, []).append(put_under_load(request, seconds=rounds.seconds))
    return beside


def _prepared(kind: Kind, endpoint: Endpoint) -> tuple[Request, Reply]:
    """Ask as will be asked under load: what is not answered as it should be is not measured."""
    asking = Request(
        endpoint, kind.target, kind.accept, is_distinct=False, headers=(f"Accept-Encoding: {kind.coding}",)
    )
    with Client(endpoint) as client:
        if kind.status == NOT_MODIFIED:
            tag = _exchanged(client, asking).header("etag")
            asking = replace(asking, headers=(*asking.headers, f"If-None-Match: {tag}"))
        asking = replace(asking, status=kind.status)
        reply = _exchanged(client, asking)
    if kind.status == OK and (reply.header("content-encoding") or "identity") != kind.coding:
        raise CouldNotStart(f"{kind.name}: the answer is not coded by {kind.coding}")
    return asking, reply


def _exchanged(client: Client, asking: Request) -> Reply:
    reply = client.exchange(get(asking.endpoint, asking.target, asking.accept, asking.headers))
    if reply.status != asking.status:
        raise CouldNotStart(f"{asking.target} gave {reply.status} where {asking.status} was due")
    return reply


def _compare(kind: Kind, found: Mapping[str, tuple[int, int]]) -> None:
    if kind.status == OK and len({body for _, body in found.values()}) > 1:
        raise CouldNotStart(f"{kind.name}: the servers give bodies of different lengths: {found}")


def _turned(requests: Mapping[str, Request], number: int) -> Sequence[tuple[str, Request]]:
    items = list(requests.items())
    return items if number % 2 == 0 else items[::-1]
