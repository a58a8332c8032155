"""Asking endpoints as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgpub.store.contract import Lane, Query
from kgpub.store.remote.endpoint import Endpoint
from kgpub.store.remote.engine import RemoteEngine
from kgpub.store.remote.scope import OpenScope
from tests.engines import SMALL

if TYPE_CHECKING:
    from kgpub.store.remote.credentials import Credentials

CSV = "text/csv"
ROWS = '{"head":{"vars":["x"]},"results":{"bindings":[%s]}}'
JSON = {"Content-Type": "application/sparql-results+json"}


def open_engine(address: str, credentials: Credentials | None = None, **settings: object) -> RemoteEngine:
    """Give an engine over an endpoint, with limits that are reached soon."""
    return RemoteEngine(Endpoint(address, credentials), OpenScope(), replace(SMALL, **settings))  # type: ignore[arg-type]


def ask(engine: RemoteEngine, text: str = "SELECT ?x {}", **fields: object) -> bytes:
    """Give a whole answer, as CSV where nothing else is said."""
    query = Query(text, **{"results": CSV, "lane": Lane.PUBLIC, **fields})  # type: ignore[arg-type]
    with engine.answer(query) as answer:
        return b"".join(answer)
