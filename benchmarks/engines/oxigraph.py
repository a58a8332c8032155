"""The Oxigraph server, with its store in memory as kgpub has it at these sizes, and the union as default graph."""

from __future__ import annotations

import http.client
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.client import Endpoint
from benchmarks.processes import CouldNotStart, free_port, running, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 30.0
LOAD_SECONDS = 600.0


@contextmanager
def serving(n_quads: Path) -> Iterator[Endpoint]:
    """Serve a file of N-Quads."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        raise CouldNotStart("not installed: pip install oxigraph")
    endpoint = Endpoint("127.0.0.1", free_port(), "/query")
    bind = f"{endpoint.host}:{endpoint.port}"
    with running([binary, "serve", "--bind", bind, "--union-default-graph"]) as server:
        wait_for(server, endpoint, target=endpoint.target("ASK {}"), within=START_SECONDS)
        _load(endpoint, n_quads)
        yield endpoint


def _load(endpoint: Endpoint, n_quads: Path) -> None:
    connection = http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=LOAD_SECONDS)
    with n_quads.open("rb") as content:
        headers = {"Content-Type": "application/n-quads", "Content-Length": str(n_quads.stat().st_size)}
        connection.request("POST", "/store", body=content, headers=headers)
        response = connection.getresponse()
        reason = response.read().decode(errors="replace")
    connection.close()
    if response.status >= http.client.BAD_REQUEST:
        raise CouldNotStart(f"loading gave {response.status}: {reason}")
