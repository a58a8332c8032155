"""rdflib-endpoint: rdflib's engine over a dataset in memory, served by uvicorn as its own command does."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.client import Endpoint
from benchmarks.processes import CouldNotStart, free_port, running, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

LOAD_SECONDS = 600.0


@contextmanager
def serving(n_quads: Path) -> Iterator[Endpoint]:
    """Serve a file of N-Quads."""
    binary = shutil.which("rdflib-endpoint", path=str(Path(sys.executable).parent)) or shutil.which("rdflib-endpoint")
    if binary is None:
        raise CouldNotStart("not installed: pip install rdflib-endpoint uvicorn")
    endpoint = Endpoint("127.0.0.1", free_port(), "/")
    with running([binary, "serve", n_quads, "--host", endpoint.host, "--port", str(endpoint.port)]) as server:
        wait_for(server, endpoint, target=endpoint.target("ASK {}"), within=LOAD_SECONDS)
        yield endpoint
