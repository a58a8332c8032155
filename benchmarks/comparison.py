"""The comparison of one size: eight queries, each way of asking them, alone and with sixteen clients."""

from __future__ import annotations

import gzip
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import answers
from benchmarks.client import Client
from benchmarks.engines import kgpub, local, oxigraph, rdflib_endpoint, virtuoso
from benchmarks.load import Load, Request, put_under_load
from benchmarks.processes import CouldNotStart
from benchmarks.queries import Query, queries
from benchmarks.timing import Patience, Timing, Way, take_times
from kgpub.store.releases import DATASET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import Store

    from benchmarks.client import Endpoint, Reply
    from kgpub.store.releases import Release

LOCAL = "in process"
KGPUB = "kgpub"
REPEATED = "kgpub, repeated"
OXIGRAPH = "Oxigraph server"
RDFLIB = "rdflib-endpoint"
VIRTUOSO = "Virtuoso"
OTHERS = {OXIGRAPH: oxigraph.serving, RDFLIB: rdflib_endpoint.serving, VIRTUOSO: virtuoso.serving}
ENGINES = (KGPUB, *OTHERS)

SLOWEST_UNDER_LOAD_SECONDS = 0.25
"""A server that takes longer for one query is not put under load with it: it would work on for minutes afterwards."""


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    patience: Patience
    load_rounds: int
    load_seconds: float
    limit_seconds: float
    only: tuple[str, ...] = ENGINES


@dataclass
class Comparison:
    """All that was measured at one size; timings and loads are by query and way."""

    quads: int
    queries: tuple[Query, ...]
    missing: dict[str, str] = field(default_factory=dict)
    timings: dict[str, dict[str, Timing]] = field(default_factory=dict)
    loads: dict[str, dict[str, list[Load]]] = field(default_factory=dict)


def compare(archive: Path, release: Release, plan: Plan, tell: Callable[[str], None]) -> Comparison:
    """Measure everything over one archive."""
    store = release.load_store()
    comparison = Comparison(release.manifest["dataset"]["quads"], queries(store))
    with _endpoints(archive, release, plan, comparison.missing, tell) as endpoints:
        for query in comparison.queries:
            tell(f"{query.name}: one at a time")
            comparison.timings[query.name] = _time(query, store, endpoints, plan)
        for query in comparison.queries:
            tell(f"{query.name}: with 16 clients")
            comparison.loads[query.name] = _load(query, comparison.timings[query.name], endpoints, plan)
    return comparison


@contextmanager
def _endpoints(
    archive: Path, release: Release, plan: Plan, missing: dict[str, str], tell: Callable[[str], None]
) -> Iterator[dict[str, Endpoint]]:
    """Start every server that is wanted and can be had; `missing` is told of the others."""
    with ExitStack() as stack:
        n_quads = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "all.nq"
        n_quads.write_bytes(gzip.decompress(release.read(DATASET)))
        tell(f"starting {KGPUB}")
        endpoints = {KGPUB: stack.enter_context(kgpub.serving(archive)).endpoint}
        missing |= {name: "not asked for" for name in OTHERS if name not in plan.only}
        for name in (name for name in OTHERS if name in plan.only):
            tell(f"starting {name}")
            try:
                endpoints[name] = stack.enter_context(OTHERS[name](n_quads))
            except CouldNotStart as error:
                missing[name] = str(error)
        yield endpoints


# -- one at a time


def _time(query: Query, store: Store, endpoints: dict[str, Endpoint], plan: Plan) -> dict[str, Timing]:
    expected = answers.read(local.answer(store, query.text), query)
    with ExitStack() as stack:
        clients = {
            name: stack.enter_context(Client(endpoint, timeout=plan.limit_seconds))
            for name, endpoint in endpoints.items()
        }
        ways = list(_ways(query, store, endpoints, clients))
        timings = {way.name: _first_answer(way, query, expected) for way in ways}
        take_times(ways, timings, plan.patience)
    return timings


def _ways(query: Query, store: Store, endpoints: dict[str, Endpoint], clients: dict[str, Client]) -> Iterator[Way]:
    """Give each way of asking."""
    yield Way(
        LOCAL, lambda number: local.answer(store, query.distinct(number)), lambda: local.answer(store, query.text)
    )
    for name, client in clients.items():
        yield Way(name, partial(_ask, client, endpoints[name], query), partial(_answer, client, endpoints[name], query))
    client, repeated = clients[KGPUB], endpoints[KGPUB].request(query.text, query.accept)
    answer = partial(_answer, client, endpoints[KGPUB], query)
    yield Way(REPEATED, lambda _: _checked(client.exchange(repeated, _pass_over)), answer)


def _ask(client: Client, endpoint: Endpoint, query: Query, number: int) -> Reply:
    return _checked(client.exchange(endpoint.request(query.distinct(number), query.accept), _pass_over))


def _answer(client: Client, endpoint: Endpoint, query: Query) -> bytes:
    return _checked(client.exchange(endpoint.request(query.text, query.accept))).body


def _pass_over(_part: memoryview) -> None:
    """Read a part, as every client must, and do nothing with it."""


def _checked(reply: Reply) -> Reply:
    if reply.status != 200:  # noqa: PLR2004 - the one that means yes
        raise ValueError(f"status {reply.status}")
    return reply


def _first_answer(way: Way, query: Query, expected: answers.Answer) -> Timing:
    """Ask once, which warms up, and compare: what answers differently is not timed."""
    try:
        return Timing(note=answers.difference(answers.read(way.answer(), query), expected, query))
    except TimeoutError:
        return Timing(note="over the time limit")
    except (OSError, ValueError) as error:
        return Timing(note=f"failed: {error}")


# -- with sixteen clients


def _load(
    query: Query, timings: dict[str, Timing], endpoints: dict[str, Endpoint], plan: Plan
) -> dict[str, list[Load]]:
    requests = {
        name: Request(endpoint, endpoint.target(query.text), query.accept, is_distinct=True)
        for name, endpoint in endpoints.items()
        if _bears_load(timings[name])
    }
    if KGPUB in requests:
        target = endpoints[KGPUB].target(query.text)
        requests[REPEATED] = Request(endpoints[KGPUB], target, query.accept, is_distinct=False)
    loads: dict[str, list[Load]] = {name: [] for name in requests}
    for _ in range(plan.load_rounds):
        for name, request in requests.items():
            loads[name].append(put_under_load(request, seconds=plan.load_seconds))
            _settle(request, plan.limit_seconds)
    return loads


def _bears_load(timing: Timing) -> bool:
    return timing.median is not None and timing.median < SLOWEST_UNDER_LOAD_SECONDS


def _settle(request: Request, limit_seconds: float) -> None:
    """Wait until a server has worked off what was left of a load."""
    with Client(request.endpoint, timeout=limit_seconds) as client:
        client.exchange(request.endpoint.request("ASK {}", "application/sparql-results+json"))
